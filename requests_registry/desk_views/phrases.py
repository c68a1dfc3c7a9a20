"""Words that officers use again: an agency's own, and those that the ministry writes for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import desk
from portal.access import Permission, requires
from portal.models import Phrase

from ..forms.answering import DeletePhraseForm, NewPhraseForm, PhraseForm


@requires(Permission.EDIT_PHRASES)
@require_safe
def phrase_list(request: HttpRequest) -> HttpResponse:
    """The own phrases, and beneath them those for everybody."""
    person = desk.person(request)
    found = list(Phrase.objects.visible_to(person))
    context = {
        "own": [phrase for phrase in found if phrase.agency_id == person.agency_id],
        "shared": [phrase for phrase in found if phrase.agency_id != person.agency_id],
    }
    return desk.page(request, "requests_registry/desk/phrase_list.html", context, here="desk_phrases")


@requires(Permission.EDIT_PHRASES)
@require_http_methods(["GET", "HEAD", "POST"])
def new_phrase(request: HttpRequest) -> HttpResponse:
    form = NewPhraseForm(desk.posted(request))

    def act() -> str:
        _filled(Phrase(agency=desk.person(request).agency), form.cleaned_data).save()
        messages.success(request, _("เพิ่มข้อความสำเร็จรูปแล้ว"))
        return reverse("desk_phrases")

    return _ask(request, form, act, title=_("เพิ่มข้อความสำเร็จรูป"))


@requires(Permission.EDIT_PHRASES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_phrase(request: HttpRequest, pk: int) -> HttpResponse:
    phrase = _my_phrase(request, pk)
    initial = {"use": phrase.use, "title_th": phrase.title_th, "text_th": phrase.text_th}
    form = PhraseForm(desk.posted(request), initial=initial)

    def act() -> str:
        _filled(phrase, form.cleaned_data).save()
        messages.success(request, _("บันทึกข้อความสำเร็จรูปแล้ว"))
        return reverse("desk_phrases")

    return _ask(request, form, act, title=_("แก้ไขข้อความสำเร็จรูป"))


@requires(Permission.EDIT_PHRASES)
@require_http_methods(["GET", "HEAD", "POST"])
def delete_phrase(request: HttpRequest, pk: int) -> HttpResponse:
    phrase = _my_phrase(request, pk)
    form = DeletePhraseForm(desk.posted(request))

    def act() -> str:
        phrase.delete()
        messages.success(request, _("ลบข้อความสำเร็จรูปแล้ว"))
        return reverse("desk_phrases")

    lead = _("“%(title)s” จะไม่มีให้เลือกอีก คำตอบที่ใช้ข้อความนี้ไปแล้วไม่เปลี่ยน") % {"title": phrase.title_th}
    return _ask(request, form, act, title=_("ลบข้อความสำเร็จรูป"), lead=lead)


def _my_phrase(request: HttpRequest, pk: int) -> Phrase:
    return get_object_or_404(Phrase.objects.editable_by(desk.person(request)), pk=pk)


def _filled(phrase: Phrase, said: Mapping[str, Any]) -> Phrase:
    phrase.use, phrase.title_th, phrase.text_th = said["use"], said["title_th"], said["text_th"]
    return phrase


def _ask(request: HttpRequest, form: Any, act: Any, *, title: str, lead: str = "") -> HttpResponse:
    way_back = {"back_url": reverse("desk_phrases"), "back_label": _("ข้อความสำเร็จรูป")}
    context = {"title": title, "lead": lead, **way_back}
    return desk.form_page(request, form, act=act, context=context, here="desk_phrases")
