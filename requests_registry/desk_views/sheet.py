"""The outcome grid: what a workshop's communities asked for, a line each, typed or pasted by the ministry's clerks.

Every answer to a sent grid leads back to it. Good lines become requests one by one; the others stay with the clerk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal import desk
from portal.access import Permission, requires
from portal.desk import person
from portal.saving import Refused
from workshops.models import Workshop

from .. import workflow
from ..forms.sheet import PasteForm, Reference, Row, merged, posted_lines, rows_of
from ..imports import COLUMNS, Line, Pasted, read_pasted, tidy
from ..models import CommunityRequest

HERE = "desk_workshops"
FRESH_ROWS, MORE_ROWS = 5, 5
#: So many lines at most stand on the page, become requests at a time, and are kept when more are pasted.
MOST_ROWS, MOST_AT_ONCE, MOST_KEPT = 100, 200, 1000
#: Longer lists of what is saved are folded up.
SHOWN_SAVED = 10


@dataclass(frozen=True)
class Defaults:
    """What every new line begins with."""

    province: str = ""
    category: str = ""


def _my_workshop(request: HttpRequest, year_be: int, number: int) -> Workshop:
    seen = Workshop.objects.visible_to(person(request)).select_related("host_province", "group")
    return get_object_or_404(seen, fiscal_year=year_be, number=number)


def _grid_of(workshop: Workshop, **query: int) -> str:
    asked = QueryDict(mutable=True)
    asked.update({name: str(value) for name, value in query.items()})
    address = reverse("desk_workshop_outcome", args=[workshop.fiscal_year_id, workshop.number])
    return f"{address}?{asked.urlencode()}" if query else address


@requires(Permission.RECORD_WORKSHOPS)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, year_be: int, number: int) -> HttpResponse:
    """The grid of one workshop: what is saved, this clerk's open lines, and lines to go on with."""
    workshop = _my_workshop(request, year_be, number)
    if request.method != "POST":
        return _shown(request, workshop)
    act = request.POST.get("act", "save")
    if act == "keep":
        _keep(request, workshop)
        return HttpResponse(status=204)
    if act == "more":
        _keep(request, workshop)
        return redirect(_grid_of(workshop, rows=_fresh(request.POST) + MORE_ROWS))
    if act == "save":
        return _save(request, workshop)
    _keep(request, workshop)
    _use(request, workshop, act)
    return redirect(_grid_of(workshop))


# ---------------------------------------------------------------------------------------------------------- showing


def _shown(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    lines, defaults = _open_lines(request, workshop)
    saved, reference = _saved(request, workshop), Reference(workshop)
    rows = rows_of(lines, reference, saved)
    shown = rows[:MOST_ROWS]
    pattern, *fresh = _begun_rows(1 + min(_fresh(request.GET), MOST_ROWS - len(shown)), defaults, reference)
    context = {
        "workshop": workshop,
        "saved": saved,
        "is_long": len(saved) > SHOWN_SAVED,
        "rows": shown,
        "wrong": [row for row in shown if row.is_wrong],
        "waiting": len(rows) - len(shown),
        "fresh": fresh,
        "pattern": pattern,
        "defaults": defaults,
        "most_rows": MOST_ROWS,
        "first_fresh": len(saved) + len(shown),
        **_lists(reference, [*shown, *fresh]),
    }
    return desk.page(request, "requests_registry/desk/outcome.html", context, here=HERE)


def _open_lines(request: HttpRequest, workshop: Workshop) -> tuple[list[Line], Defaults]:
    """This clerk's lines that are not saved, with those that were sent when the session had just ended."""
    lines = [Line.kept(stored) for stored in workflow.lines_of(workshop, by=person(request))]
    if unsent := desk.posted(request):
        return merged(lines, posted_lines(unsent, is_tried=False)), _posted_defaults(unsent)
    return lines, _defaults(request, workshop)


def _begun_rows(count: int, defaults: Defaults, reference: Reference) -> list[Row]:
    """New rows, with the list of the districts of the province that they begin with."""
    province = reference.province(defaults.province)
    district_list = province.code if province else ""
    return [Row(Line(str(uuid4()), **vars(defaults)), district_list=district_list) for _number in range(count)]


def _saved(request: HttpRequest, workshop: Workshop) -> list[CommunityRequest]:
    """What came from this workshop, whoever wrote it down."""
    found = CommunityRequest.objects.concerning(person(request)).filter(workshop=workshop)
    joined = found.select_related("province", "district", "category", "proposed_agency")
    return list(joined.order_by("pk"))


def _lists(reference: Reference, rows: Sequence[Row]) -> dict[str, Any]:
    """What the columns offer while one types; districts of the provinces invited, and of those typed."""
    offered = reference.invited | {row.district_list for row in rows if row.district_list}
    return {
        "provinces": reference.provinces,
        "categories": reference.categories,
        "agencies": reference.agencies,
        "district_lists": [
            (province, reference.districts.get(province.code, []))
            for province in reference.provinces
            if province.code in offered
        ],
    }


# ----------------------------------------------------------------------------------------------------------- keeping


def _fresh(data: QueryDict) -> int:
    """How many new lines are asked for."""
    asked = data.get("rows", "")
    return min(int(asked), MOST_ROWS) if asked.isascii() and asked.isdigit() and len(asked) < 4 else FRESH_ROWS


def _defaults(request: HttpRequest, workshop: Workshop) -> Defaults:
    kept = request.session.get(_session_key(workshop), {})
    return Defaults(kept.get("province", ""), kept.get("category", ""))


def _posted_defaults(data: QueryDict) -> Defaults:
    return Defaults(tidy(data.get("default_province", ""))[:120], tidy(data.get("default_category", ""))[:120])


def _session_key(workshop: Workshop) -> str:
    return f"outcome-{workshop.pk}"


def _keep(request: HttpRequest, workshop: Workshop, *, is_tried: bool = False) -> list[Line]:
    """Keep the grid as it was sent, for this clerk; gives the lines that are not requests yet."""
    defaults = _posted_defaults(request.POST)
    if vars(defaults) != request.session.get(_session_key(workshop)):
        request.session[_session_key(workshop)] = vars(defaults)
    posted = posted_lines(request.POST, is_tried=is_tried)

    def change(stored: list[workflow.StoredLine]) -> list[workflow.StoredLine]:
        return [line.stored() for line in merged(map(Line.kept, stored), posted)]

    return [Line.kept(stored) for stored in workflow.keep_lines(workshop, change, by=person(request))]


def _change_line(request: HttpRequest, workshop: Workshop, key: str, **fields: Any) -> None:
    def change(stored: list[workflow.StoredLine]) -> list[workflow.StoredLine]:
        return [{**line, **fields} if line["key"] == key else line for line in stored]

    workflow.keep_lines(workshop, change, by=person(request))


def _use(request: HttpRequest, workshop: Workshop, act: str) -> None:
    """Take what was offered for a cell: the button says `key column words`."""
    key, _space, rest = act.partition(" ")
    column, _space, words = rest.partition(" ")
    if column in COLUMNS:
        _change_line(request, workshop, key, **{column: tidy(words)})


# ------------------------------------------------------------------------------------------------------------ saving


def _save(request: HttpRequest, workshop: Workshop) -> HttpResponseRedirect:
    """Make requests of all good lines; each stands for itself, and what is wrong with one keeps no other."""
    tried = {line.key for line in posted_lines(request.POST, is_tried=True)}
    again = workflow.used_keys(tried, by=person(request))
    lines = _keep(request, workshop, is_tried=True)
    rows = rows_of(lines, Reference(workshop), _saved(request, workshop))
    ready = [row for row in rows if row.is_ready][:MOST_AT_ONCE]
    made = sum(_enter(request, workshop, row) for row in ready)
    left = len(_keep_nothing_more(request, workshop))
    _tell(request, made=made, again=len(again), left=left)
    return redirect(_grid_of(workshop))


def _enter(request: HttpRequest, workshop: Workshop, row: Row) -> bool:
    """Whether the line is a request now; why not is kept with the line."""
    assert row.draft is not None  # noqa: S101  (tells the type; a row that is ready has one)
    try:
        workflow.enter_line(row.draft, key=UUID(row.line.key), by=person(request))
    except Refused as error:
        _change_line(request, workshop, row.line.key, refusal=error.reason)
    except ValidationError as error:
        _change_line(request, workshop, row.line.key, refusal=" ".join(error.messages))
    else:
        return True
    return False


def _keep_nothing_more(request: HttpRequest, workshop: Workshop) -> list[workflow.StoredLine]:
    """Take out of the sheet what has become requests."""
    return workflow.keep_lines(workshop, lambda stored: stored, by=person(request))


def _tell(request: HttpRequest, *, made: int, again: int, left: int) -> None:
    if made:
        text = ngettext("บันทึกแล้ว %(count)s เรื่อง", "บันทึกแล้ว %(count)s เรื่อง", made)
        messages.success(request, text % {"count": made})
    if again:
        text = ngettext("มี %(count)s แถวที่บันทึกไว้ก่อนแล้ว จึงไม่บันทึกซ้ำ", "มี %(count)s แถวที่บันทึกไว้ก่อนแล้ว จึงไม่บันทึกซ้ำ", again)
        messages.info(request, text % {"count": again})
    if left:
        text = ngettext("เหลือ %(count)s แถวที่ยังไม่ได้บันทึก", "เหลือ %(count)s แถวที่ยังไม่ได้บันทึก", left)
        messages.warning(request, text % {"count": left})
    if not (made or again or left):
        messages.info(request, _("ยังไม่มีแถวที่กรอก"))


# ----------------------------------------------------------------------------------------------------------- pasting


@requires(Permission.RECORD_WORKSHOPS)
def paste(request: HttpRequest, year_be: int, number: int) -> HttpResponse:
    """Paste a table or list, see what was read of it, and put it into the grid as lines that are not saved yet."""
    workshop = _my_workshop(request, year_be, number)
    form = PasteForm(desk.posted(request))
    pasted = _read(form) if request.method == "POST" else Pasted()
    defaults = _defaults(request, workshop)
    lines = [_begun(line, defaults) for line in pasted.lines]
    if lines and request.POST.get("act") == "add":
        try:
            return _put(request, workshop, lines)
        except Refused as error:
            form.add_error(None, error.reason)
    rows = rows_of(lines, Reference(workshop), _saved(request, workshop)) if lines else []
    context = {
        "workshop": workshop,
        "form": form,
        "rows": rows,
        "wrong": sum(not row.is_ready for row in rows),
        "left_out": pasted.left_out,
        "grid_url": _grid_of(workshop),
    }
    return desk.page(request, "requests_registry/desk/outcome_paste.html", context, here=HERE)


def _read(form: PasteForm) -> Pasted:
    if not form.is_valid():
        return Pasted()
    pasted = read_pasted(form.cleaned_data["text"], key=form.cleaned_data["key"])
    if not pasted.lines:
        form.add_error("text", _("ไม่พบบรรทัดที่มีเรื่อง ตรวจข้อความที่วางอีกครั้ง"))
    return pasted


def _begun(line: Line, defaults: Defaults) -> Line:
    """A pasted line with what every new line begins with, where it says nothing itself."""
    return replace(
        line, is_tried=True, province=line.province or defaults.province, category=line.category or defaults.category
    )


def _put(request: HttpRequest, workshop: Workshop, lines: list[Line]) -> HttpResponseRedirect:
    """Put lines into the grid; those that are there already stay as they are. Raises `Refused` when it is full."""

    def change(stored: list[workflow.StoredLine]) -> list[workflow.StoredLine]:
        known = {line["key"] for line in stored}
        new = [line.stored() for line in lines if line.key not in known]
        if len(stored) + len(new) > MOST_KEPT:
            raise Refused(_("ตารางเก็บแถวที่ยังไม่บันทึกได้ไม่เกิน %(most)s แถว บันทึกหรือลบแถวเดิมก่อน") % {"most": MOST_KEPT})
        return [*stored, *new]

    workflow.keep_lines(workshop, change, by=person(request))
    text = ngettext(
        "ใส่ลงตาราง %(count)s แถวแล้ว ตรวจแล้วกดบันทึกทั้งหมด", "ใส่ลงตาราง %(count)s แถวแล้ว ตรวจแล้วกดบันทึกทั้งหมด", len(lines)
    )
    messages.success(request, text % {"count": len(lines)})
    return redirect(_grid_of(workshop))
