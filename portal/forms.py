"""Fields that speak as the ministry does: dates in the Buddhist Era, Thai text mended at the door, one entry a line.

And what every form of the desk is: drawn by one template, with a one-use key or a version where it needs one.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.thai import ThaiDateError, parse_date, repair, to_arabic_digits, to_be


class WholeRowForm(forms.ModelForm):
    """Asks the constraints of the database before it does, also where a field is not in the form.

    Django leaves out every constraint in which a missing field has a part: the workshop whose year cannot be changed
    could be moved out of that year, and the database would refuse it with an error instead of a sentence.
    """

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors or self.instance._state.adding:  # a new row may get the missing fields only when it is saved
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


class BuddhistDateInput(forms.DateInput):
    """A plain text field that shows 9 November 2008 as `9/11/2551`.

    Not the browser's date picker: that shows the Common Era, in the format of the machine's language.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"placeholder": _("เช่น 9/11/2551"), "autocomplete": "off", "size": 18, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """What was typed stays as it was typed, so that a mistake can be seen."""
        return f"{value.day}/{value.month}/{to_be(value.year)}" if isinstance(value, date) else value


class BuddhistDateField(forms.DateField):
    """A date as `portal.thai.parse_date` reads it: `9/11/2551`, `9 พ.ย. 2551`, `๙/๑๑/๒๕๕๑`. Cleans to a `date`.

    What cannot be read is refused with a sentence in the language of the page; the error's code is the reader's.
    """

    widget = BuddhistDateInput

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        typed = "" if value in self.empty_values else str(value).strip()
        try:
            return parse_date(typed) if typed else None
        except ThaiDateError as error:
            raise ValidationError(_sentence(error), code=error.code) from error


def _sentence(error: ThaiDateError) -> str:
    return error.message_en if (get_language() or "th").startswith("en") else error.message


class ThaiTextField(forms.CharField):
    """Text as its writer meant it: composed letters, marks in their order, no invisible characters."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return repair(text).strip() if isinstance(text, str) and self.strip else text


class NumberField(forms.DecimalField):
    """A number as people write it: `12,500.50`, `๑๒,๕๐๐`, `4 000`; shown with commas and without idle zeros."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Any:
        typed = to_arabic_digits(value) if isinstance(value, str) else value
        return super().to_python(_SEPARATOR.sub("", typed) if isinstance(typed, str) else typed)

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as it was typed."""
        if not isinstance(value, Decimal):
            return value
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


#: Between thousands: commas and spaces that stand before three digits.
_SEPARATOR = re.compile(r"[,\s](?=\d{3}(?:\D|$))")


class LinesField(forms.Field):
    """A list of short texts, one on each line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        return [line.strip() for line in repair(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


# -------------------------------------------------------------------------------------------------- forms of the desk


@dataclass(frozen=True)
class Difference:
    """A field that two people have changed: as it is saved now, and as this person wrote it."""

    label: str
    theirs: str
    mine: str


class DeskForm(forms.Form):
    """A form of the desk. Subclasses may set `helper.layout`; `row()` puts fields side by side."""

    #: What the button that sends it says.
    submit_label: Any = _("บันทึก")
    #: Whether sending it cannot be undone easily.
    is_grave = False
    #: Fields that a draft may lack but not what is handed in: they are not called optional.
    wanted: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.render_hidden_fields = True  # key and version, also where a layout does not name them

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, in the order of the fields: where (an id, or nothing) and what."""
        found = [("", str(text)) for text in self.non_field_errors()]
        for field in self:
            place = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label  # of choices the first
            found += [(place, str(text)) for text in field.errors]
        return found

    def meet(self, theirs: Any) -> None:
        """Somebody has saved the row in between: show both texts, and let the next sending be made from theirs."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, whose own copy may be changed
        self.differences = [found for field in self.visible_fields() if (found := _difference(field, theirs))]
        if "version" in self.fields:
            data[self.add_prefix("version")] = str(theirs.version)
        self.data = data
        self.add_error(None, _("มีผู้อื่นบันทึกรายการนี้ระหว่างที่ท่านแก้ไข ตรวจข้อความทั้งสองฝ่าย แล้วบันทึกอีกครั้ง"))


def _difference(field: forms.BoundField, theirs: Any) -> Difference | None:
    if not hasattr(theirs, field.name):
        return None
    saved = field.field.prepare_value(getattr(theirs, field.name))
    texts = [shown(field, value) for value in (getattr(saved, "pk", saved), field.value())]
    return Difference(str(field.label), *texts) if texts[0] != texts[1] else None


def shown(field: forms.BoundField, value: Any) -> str:
    """A value as its reader knows it: the words of a choice, a date of the Buddhist Era."""
    if isinstance(field.field, forms.ChoiceField):
        sought = "" if value is None else str(value)
        return next((str(option.choice_label) for option in field if str(option.data["value"]) == sought), "")
    return str(field.field.widget.format_value(value) or "").replace("\r\n", "\n")


def row(**widths: int) -> Div:
    """Fields side by side, each so many of twelve columns wide: `row(province=6, district=6)`."""
    return Div(*(Field(name, wrapper_class=f"w-{width}") for name, width in widths.items()), css_class="field-row")


class KeyedForm(DeskForm):
    """A form that makes something: its key is good for one, so sending it twice makes one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class VersionedForm(DeskForm):
    """A form that changes something: it says which version of the row it was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


def versioned(row: Any, *names: str, **more: Any) -> Mapping[str, Any]:
    """What a `VersionedForm` of a row begins with: its version, and these fields of it."""
    return {"version": row.version, **{name: getattr(row, name) for name in names}, **more}
