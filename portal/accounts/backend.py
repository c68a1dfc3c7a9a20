"""Whether a name and a password belong to somebody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from portal.accounts.second_factor import with_second_factor
from portal.models import User


class NameOrEmailBackend(ModelBackend):
    """User name or e-mail address, and password.

    One password is hashed whatever was typed, and an account that is disabled answers as one that does not exist: from
    outside nobody learns who has an account.
    """

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, username: str = "", password: str = "", email: str = "", **kwargs: Any
    ) -> User | None:
        user = User.objects.signing_in_as(username or email)
        if user is None:
            User().set_password(password)  # takes as long as checking one
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def get_user(self, user_id: int) -> User | None:
        """Who is signed in, read anew for every request, with what `SecondFactorMiddleware` asks. One query."""
        return with_second_factor(User.objects.active()).filter(pk=user_id).first()
