"""The privacy notices: what people are told when whom to ask about a request is written down."""

from typing import Any

from portal.models import PrivacyNotice
from requests_registry.models import RequestContact

from .data_files import Record
from .fact_rows import Rows


def load_notices(notices: Record, rows: Rows) -> None:
    """Raises `DataError` when a version differs that contacts were given under: such a version is never changed."""
    for record in notices.records("notices", once=("version", "in_force_from")):
        values = {
            "in_force_from": record.day("in_force_from"),
            "short_th": record.text("short_th"),
            "short_en": record.text("short_en"),
            "full_th": "\n\n".join(record.texts("full_th")),
            "full_en": "\n\n".join(record.texts("full_en")),
        }
        _refuse_to_change(record, values)
        rows.put(record, PrivacyNotice, {"version": record.text("version")}, values)


def _refuse_to_change(record: Record, values: dict[str, Any]) -> None:
    stored = PrivacyNotice.objects.filter(version=record.text("version")).first()
    if stored is None or all(getattr(stored, name) == value for name, value in values.items()):
        return
    if RequestContact.objects.filter(notice=stored).exists():
        raise record.error("version", "this version was shown to people; write the change as a new version")
