"""Fields that speak as the ministry does: dates in the Buddhist Era, Thai text mended at the door, one entry a line."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.thai import ThaiDateError, parse_date, repair, to_be


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
