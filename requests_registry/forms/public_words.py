"""Words that the public reads as they were sent: personal data in them are looked for before."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from portal.forms import DeskForm

from ..personal_data import Finding, personal_data_in


class _Tick(forms.CheckboxInput):
    """Set for what was found and for nothing else: other words must be looked at anew."""

    def __init__(self, found: list[Finding]) -> None:
        self.found = sha256("\n".join(finding.text for finding in found).encode()).hexdigest()[:16]
        super().__init__({"value": self.found})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return data.get(name) == self.found


class PublicWordsMixin(DeskForm):
    """A form with words of which nobody else clears personal data before they become public.

    Where something in them looks like personal data the form comes back with it, and with a tick that must be set.
    """

    #: The fields whose words become public.
    PUBLIC: tuple[str, ...] = ()

    is_cleared = forms.BooleanField(
        label=_lazy("ตรวจแล้ว ไม่มีข้อมูลส่วนบุคคล"),
        error_messages={"required": _lazy("ตัดข้อมูลส่วนบุคคลออก หรือยืนยันว่าตรวจแล้ว")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self._found() if self.is_bound else []
        tick = self.fields.pop("is_cleared")
        if not found:
            return
        tick.widget = _Tick(found)
        named = ", ".join(f"“{finding.text}” ({finding.kind})" for finding in found)
        self.fields["is_cleared"] = tick  # again, as the last
        tick.help_text = _("ข้อความนี้แสดงต่อสาธารณะ พบสิ่งที่อาจเป็นข้อมูลส่วนบุคคล: %(found)s") % {"found": named}

    def _found(self) -> list[Finding]:
        """What looks like personal data in the words as they were sent."""
        texts = {name: str(self.data.get(self.add_prefix(name), "")) for name in self.public_fields()}
        return personal_data_in(texts)

    def public_fields(self) -> tuple[str, ...]:
        """The fields whose words become public by this sending."""
        return self.PUBLIC

    @property
    def tick(self) -> tuple[str, ...]:
        """The field of the tick where it is asked for, to stand in a layout."""
        return ("is_cleared",) if "is_cleared" in self.fields else ()

    def clean(self) -> dict[str, Any]:
        """The tick is no part of what is told."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned.pop("is_cleared", None)
        return cleaned
