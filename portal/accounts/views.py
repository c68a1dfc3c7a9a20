"""Pages of signing in and of one's own account: allauth's views with our fields, and a few of our own."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.usersessions.internal.flows import sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal import desk
from portal.accounts import workflow
from portal.accounts.forms import TAKEN, SettingsForm, TakeUpForm
from portal.accounts.second_factor import has_second_factor
from portal.models import Invitation, User
from portal.qr import qr_code
from portal.saving import Refused


class SignInView(account_views.LoginView):
    def form_invalid(self, form: Any) -> HttpResponse:
        """Whoever guessed too often gets the page with a status that programs understand, too."""
        page = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            page.status_code, page["Retry-After"] = 429, "300"
        return page


@method_decorator(login_not_required, name="dispatch")
class SignOutView(account_views.LogoutView):
    """Asks before it signs out (only a POST does); says so afterwards, also to whom the session has left long ago."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())


class SetUpView(ActivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret: str = context["form"].secret
        groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return {**context, "qr": qr_code(context["totp_url"]), "secret": groups}


def change_password(request: HttpRequest) -> HttpResponseBase:
    """For an account that has no password yet the way is a link to its mail box."""
    if not desk.person(request).has_usable_password():
        return redirect("account_reset_password")
    return account_views.password_change(request)


login = SignInView.as_view()
logout = SignOutView.as_view()
set_up = SetUpView.as_view()


def account(request: HttpRequest) -> HttpResponse:
    """One's own account: who one is here, how one is told, and the ways to password, second factor and sessions."""
    user = desk.person(request)
    form = SettingsForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("บันทึกแล้ว"))
        return redirect("account")
    context = {
        "form": form,
        "has_factor": has_second_factor(user),
        "session_count": UserSession.objects.filter(user=user).count(),
    }
    return render(request, "account/account.html", context)


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    sessions.end_sessions(request, [session])
    messages.success(request, _("ออกจากระบบในอุปกรณ์นั้นแล้ว"))
    return redirect("usersessions_list")


@login_not_required
@sensitive_post_parameters("password1", "password2")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads: choose name and password, and be signed in.

    404 for a token that was never given, 410 for one that is no longer good.
    """
    found = Invitation.objects.with_token(token).select_related("province", "agency").first()
    if found is None:
        raise Http404
    if not found.is_open(at=timezone.now()):
        return _gone(request, found)
    form = TakeUpForm(request.POST or None, instance=User(email=found.email, role=found.role))
    if request.user.is_authenticated or not (request.method == "POST" and form.is_valid()):
        return render(request, "account/invitation.html", {"form": form, "invitation": found})
    return _take_up(request, found, form)


def _take_up(request: HttpRequest, found: Invitation, form: TakeUpForm) -> HttpResponse:
    person: User = form.save(commit=False)
    try:
        with transaction.atomic():
            workflow.take_up(found, account=person, at=timezone.now())
    except Refused:
        return _gone(request, found)
    except IntegrityError:  # somebody chose the name at the same moment
        form.add_error("username", TAKEN)
        return render(request, "account/invitation.html", {"form": form, "invitation": found})
    return flows.login.perform_password_login(request, {"username": person.username}, Login(user=person))


def _gone(request: HttpRequest, found: Invitation) -> HttpResponse:
    found.refresh_from_db()
    return render(request, "account/invitation_gone.html", {"invitation": found}, status=410)
