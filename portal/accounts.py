"""Signing in and out, in our own look."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """User name and password; the same answer for a wrong name and a wrong password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("", _("เข้าสู่ระบบ")))


login = login_not_required(
    LoginView.as_view(
        template_name="portal/login.html", authentication_form=SignInForm, redirect_authenticated_user=True
    )
)
logout = LogoutView.as_view()
