"""What everybody has at the desk, whatever the role: messages."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from portal import desk
from portal.access import Permission, requires
from portal.models import Notification

MESSAGES_ON_A_PAGE = 30


@requires(Permission.USE_DESK)
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """The person's messages, newest first."""
    mine = Notification.objects.visible_to(desk.person(request))
    page = Paginator(mine, MESSAGES_ON_A_PAGE).get_page(request.GET.get("page"))
    return desk.page(request, "desk/messages.html", {"page_obj": page})


@requires(Permission.USE_DESK)
@require_safe
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page that a message tells of, in the language of this one; from now on it is read."""
    message = get_object_or_404(Notification.objects.visible_to(desk.person(request)), pk=pk)
    if message.read_at is None:
        Notification.objects.filter(pk=pk).update(read_at=timezone.now())
    return redirect(f"/en{message.path}" if get_language() == "en" else message.path)


@requires(Permission.USE_DESK)
@require_POST
def read_all_messages(request: HttpRequest) -> HttpResponse:
    Notification.objects.visible_to(desk.person(request)).unread().update(read_at=timezone.now())
    return redirect("desk_messages")
