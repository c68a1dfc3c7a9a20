"""Where allauth asks us: no open sign-up, our words, our links, and who must keep the second factor."""

from __future__ import annotations

import base64
import secrets
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WRONG = _("ชื่อผู้ใช้ อีเมล หรือรหัสผ่านไม่ถูกต้อง")
#: The period of "login_failed" in the settings.
TOO_OFTEN = _("ลองผิดหลายครั้งเกินไป โปรดรอ 5 นาทีแล้วลองใหม่")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
        "enter_current_password": _("รหัสผ่านปัจจุบันไม่ถูกต้อง"),
        "incorrect_password": _("รหัสผ่านไม่ถูกต้อง"),
        "incorrect_code": _("รหัสไม่ถูกต้อง"),
        "invalid_password_reset": _("ลิงก์ตั้งรหัสผ่านใช้ไม่ได้แล้ว"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # by invitation only: portal.accounts.workflow

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in is not asked for the same password again to set up the second factor."""
        records = get_authentication_records(self.request, self.request.user)
        lately = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return not (records and records[-1]["at"] > lately)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The code for those who have one: it proves more than the password, and is as quickly typed."""
        methods = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: method["id"] != "mfa_reauthenticate")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")


def _cipher() -> MultiFernet:
    """Writes with the secret key of today and reads with former ones too (SECRET_KEY_FALLBACKS)."""
    derived = (
        salted_hmac("portal.accounts.second_factor", "", secret=key, algorithm="sha256").digest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "บทบาทของท่านต้องยืนยันตัวตนสองขั้นตอนเสมอ หากเปลี่ยนโทรศัพท์ โปรดให้ผู้ดูแลระบบเริ่มการตั้งค่าใหม่ให้ท่าน"
        ),
        "cannot_generate_recovery_codes": _("โปรดตั้งค่าการยืนยันตัวตนสองขั้นตอนก่อน"),
        "incorrect_code": _("รหัสไม่ถูกต้อง หรือหมดเวลาแล้ว โปรดพิมพ์รหัสที่แสดงอยู่ในขณะนี้"),
    }

    def get_totp_issuer(self) -> str:
        return gettext("พอร์ทัล วทน. จังหวัด")

    def get_totp_label(self, user: Any) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        return ""  # the page draws it itself: portal.accounts.views.SetUpView

    def encrypt(self, text: str) -> str:
        """What codes are made from is no use to somebody who reads the database, or a copy of it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Where no key opens it a secret that nobody has: no code fits, and an administrator lets it be set up anew."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not authenticator.user.needs_second_factor
