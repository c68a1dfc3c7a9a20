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
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from portal.moments import format_moment
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


class PhoneField(ThaiTextField):
    """A telephone number as people write it, with its extension if there is one; Thai digits become Arabic."""

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if typed in self.empty_values:
            return typed
        text = to_arabic_digits(typed)
        match = _PHONE.fullmatch(text)
        if not match or not 9 <= len(re.sub(r"\D", "", match["number"].replace("+66", "0"))) <= 10:
            raise ValidationError(_("กรอกหมายเลขโทรศัพท์ 9 หรือ 10 หลัก เช่น 042 000 000 ต่อ 12"), code="invalid")
        return text


_PHONE = re.compile(r"(?P<number>\+?[0-9 ().-]+?)(?:\s*(?:ต่อ|ext\.?|#)\s*[0-9]{1,6})?", re.IGNORECASE)


class NumberField(forms.DecimalField):
    """A number as people write it: `12,500.50`, `๑๒,๕๐๐`, `4 000`; shown with commas and without idle zeros."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("กรอกเป็นตัวเลข")}

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


NOT_A_NUMBER = _("กรอกเป็นตัวเลข")


class WholeNumberField(forms.IntegerField):
    """A number that people count: Thai digits and thousands separators are read. Typed as text, without spinners."""

    widget = forms.TextInput
    default_error_messages = {"invalid": NOT_A_NUMBER}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(_SEPARATOR.sub("", to_arabic_digits(value)) if isinstance(value, str) else value)


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
    #: Fields that may be empty now but not always, as in a draft: they are not called optional.
    wanted: frozenset[str] = frozenset()
    #: Fields that are sent together with what they began with.
    compared: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        for field in self.fields.values():
            if isinstance(field, (forms.IntegerField, forms.DecimalField)):
                field.error_messages["invalid"] = NOT_A_NUMBER
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
        """Somebody has saved the row in between: the next sending is made from theirs.

        What this person did not change becomes theirs; of what both have changed, both texts are shown.
        """
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, whose own copy may be changed
        common = [field for field in self.visible_fields() if hasattr(theirs, field.name)]
        for field in common:
            if field.html_initial_name not in data or field.name not in self.compared:
                continue
            saved = _as_sent(field, theirs)
            if not _has_changed(field, begun=data[field.html_initial_name]):
                data[field.html_name] = saved
            data[field.html_initial_name] = saved
        if "version" in self.fields:
            data[self.add_prefix("version")] = str(theirs.version)
        self.data = data
        self.differences = [found for field in common if (found := _difference(field, theirs))]
        self.add_error(None, _who_was_faster(theirs))


def _has_changed(field: forms.BoundField, *, begun: str) -> bool:
    """Whether this person has changed a field since the form was opened with it."""
    try:
        return field.field.has_changed(field.field.to_python(begun), field.data)
    except ValidationError:
        return True


def _as_sent(field: forms.BoundField, theirs: Any) -> str:
    """A saved value as a browser would send it."""
    saved = _saved(field, theirs)
    if isinstance(field.field.widget, forms.Select | forms.RadioSelect | forms.CheckboxInput):
        return "" if saved is None else str(saved)
    return str(field.field.widget.format_value(saved) or "")


def _difference(field: forms.BoundField, theirs: Any) -> Difference | None:
    values = (_saved(field, theirs), field.value())
    texts = [shown(field, value) if value not in (None, "") else "" for value in values]
    if texts[0] == texts[1]:
        return None
    return Difference(str(field.label), *(text or pgettext("ค่าของช่อง", "ว่าง") for text in texts))


def _who_was_faster(theirs: Any) -> str:
    """Who saved the row in between and when, as its field history tells."""
    history = getattr(theirs, "history", None)  # of the counts of a workshop there is none
    latest = history and history.select_related("history_user").order_by("history_date", "history_id").last()
    if not latest or not latest.history_user:
        return gettext("มีผู้อื่นบันทึกรายการนี้ระหว่างที่ท่านแก้ไข โปรดตรวจช่องที่ต่างกัน แล้วบันทึกอีกครั้ง")
    told = {
        "person": latest.history_user.get_full_name() or latest.history_user.get_username(),
        "moment": format_moment(latest.history_date, language=(get_language() or "th")[:2]),
    }
    return gettext("%(person)s บันทึกรายการนี้เมื่อ %(moment)s ระหว่างที่ท่านแก้ไข โปรดตรวจช่องที่ต่างกัน แล้วบันทึกอีกครั้ง") % told


def _saved(field: forms.BoundField, theirs: Any) -> Any:
    """What is saved of a field, as a form would begin with it."""
    value = getattr(theirs, field.name)
    if isinstance(field.field, forms.ModelMultipleChoiceField):
        return [row.pk for row in value.all()]
    saved = field.field.prepare_value(value)
    return getattr(saved, "pk", saved)


def shown(field: forms.BoundField, value: Any) -> str:
    """A value as its reader knows it: the words of what is chosen, a date of the Buddhist Era."""
    if isinstance(field.field, forms.ChoiceField):
        sought = {"" if each is None else str(each) for each in (value if isinstance(value, list) else [value])}
        return ", ".join(str(option.choice_label) for option in field if str(option.data["value"]) in sought)
    return str(field.field.widget.format_value(value) or "").replace("\r\n", "\n")


def row(**widths: int) -> Div:
    """Fields side by side, each so many of twelve columns wide: `row(province=6, district=6)`."""
    return Div(*(Field(name, wrapper_class=f"w-{width}") for name, width in widths.items()), css_class="field-row")


class KeyedForm(DeskForm):
    """A form that makes something: its key is good for one, so sending it twice makes one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class VersionedForm(DeskForm):
    """A form that changes something: it says which version of the row it was made from.

    And what its fields began with, so that `meet` can tell which of them this person has changed.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compared = frozenset(name for name, field in self.fields.items() if _has_one_text(field))

    def hidden_initial(self, field: forms.BoundField) -> str:
        """What a field began with, also where the form is shown anew with what was typed, sent or as initial values."""
        name = field.html_initial_name
        begun = self.data.get(name, self.initial.get(name, field.initial))
        return field.field.hidden_widget().render(name, field.field.prepare_value(begun))


def _has_one_text(field: forms.Field) -> bool:
    is_list = issubclass(field.hidden_widget, forms.MultipleHiddenInput)
    return not (is_list or field.disabled or field.widget.is_hidden or isinstance(field.widget, forms.FileInput))


def versioned(row: Any, *names: str, **more: Any) -> Mapping[str, Any]:
    """What a `VersionedForm` of a row begins with: its version, and these fields of it."""
    return {"version": row.version, **{name: getattr(row, name) for name in names}, **more}
