"""The changes of fields of a workshop and of what was written down of it, also of what was taken away again."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.field_history import Change, changes, records_by_row, records_of

from .models import Activity, Handover, Workshop

#: Of a part only a machine reads where it belongs and in which order it stands.
UNTOLD = {"fiscal_year", "workshop", "order", "is_sample"}


def changes_of(workshop: Workshop) -> list[Change]:
    """Newest first."""
    return sorted(_changes(workshop), key=lambda change: change.at, reverse=True)


def _changes(workshop: Workshop) -> Iterator[Change]:
    yield from changes(_("การประชุม"), records_of(workshop.history), untold=UNTOLD)
    for attendance in workshop.attendance.all():
        subject = _("ผู้เข้าร่วม %(sector)s") % {"sector": attendance.get_sector_display()}
        yield from changes(subject, records_of(attendance.history), untold=UNTOLD)
    for records in records_by_row(Activity.history.filter(workshop_id=workshop.pk)):
        yield from changes(_("กิจกรรม %(title)s") % {"title": records[-1].title_th}, records, untold=UNTOLD)
    for records in records_by_row(Handover.history.filter(workshop_id=workshop.pk)):
        yield from changes(_("สิ่งที่มอบ %(item)s") % {"item": records[-1].item_th}, records, untold=UNTOLD)
