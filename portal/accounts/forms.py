"""Forms of signing in, of one's own account, and of inviting: allauth's rules, the ministry's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.core.validators import RegexValidator
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.access import Role
from portal.accounts.mail import ask_for_reset_mail
from portal.accounts.workflow import roles_to_invite
from portal.bilingual import in_language
from portal.forms import DeskForm, KeyedForm, ThaiTextField
from portal.models import Agency, Invitation, Province, User
from portal.reports import agency_line

Words = Any  # texts, translated when they are shown


class InOurWords(DeskForm):
    """A form of somebody else's with our labels, shown as the desk's are. Fields: label, or label and help."""

    words: Mapping[str, tuple[Words, ...]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, *help_text) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text[0] if help_text else ""
            field.widget.attrs.pop("placeholder", None)
            asked = _("โปรดเลือก%(label)s") if isinstance(field, forms.ChoiceField) else _("โปรดกรอก%(label)s")
            field.error_messages["required"] = asked % {"label": label}


LANGUAGES = [(User.Language.THAI, _("ภาษาไทย")), (User.Language.ENGLISH, _("ภาษาอังกฤษ"))]
CODE = _("รหัส 6 หลัก")
CODE_HELP = _("เปิดแอปยืนยันตัวตนในโทรศัพท์ แล้วพิมพ์หรือวางรหัสที่แสดงอยู่ในขณะนี้")
NEW_PASSWORD = {
    "password1": (_("รหัสผ่านใหม่"), _("อย่างน้อย 12 ตัวอักษร ใช้ประโยคที่จำง่ายแต่คนอื่นเดาไม่ได้")),
    "password2": (_("พิมพ์รหัสผ่านใหม่อีกครั้ง"),),
}
DIFFERENT = _("รหัสผ่านสองช่องไม่ตรงกัน")


class SamePasswordTwice(InOurWords):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password2" in self.errors:
            self.errors["password2"] = self.error_class([str(DIFFERENT)])
        return cleaned


# ------------------------------------------------------------------------------------------------------- signing in


class SignInForm(InOurWords, account_forms.LoginForm):
    """The same answer for a wrong name and a wrong password."""

    words = {"login": (_("ชื่อผู้ใช้หรืออีเมล"),), "password": (_("รหัสผ่าน"),)}
    submit_label = _("เข้าสู่ระบบ")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["login"].max_length = 254  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        """In the page the field is named as password managers know it."""
        return "username" if field_name == "login" else super().add_prefix(field_name)


class PasswordAgainForm(InOurWords, account_forms.ReauthenticateForm):
    words = {"password": (_("รหัสผ่าน"),)}
    submit_label = _("ยืนยัน")


class SecondFactorForm(InOurWords, factor_forms.AuthenticateForm):
    words = {"code": (CODE, CODE_HELP)}
    submit_label = _("ยืนยันและเข้าสู่ระบบ")


class SecondFactorAgainForm(InOurWords, factor_forms.ReauthenticateForm):
    words = {"code": (CODE, CODE_HELP)}
    submit_label = _("ยืนยัน")


# ----------------------------------------------------------------------------------------------------- second factor


class SetUpForm(InOurWords, totp_forms.ActivateTOTPForm):
    words = {"code": (CODE, CODE_HELP)}
    submit_label = _("เปิดใช้งาน")


class DeactivateForm(InOurWords, totp_forms.DeactivateTOTPForm):
    submit_label = _("ปิดการยืนยันตัวตนสองขั้นตอน")
    is_grave = True


class NewRecoveryCodesForm(InOurWords, GenerateRecoveryCodesForm):
    submit_label = _("ออกรหัสสำรองชุดใหม่")


# --------------------------------------------------------------------------------------------------------- passwords


class ChangePasswordForm(SamePasswordTwice, account_forms.ChangePasswordForm):
    words = {"oldpassword": (_("รหัสผ่านปัจจุบัน"),), **NEW_PASSWORD}
    submit_label = _("เปลี่ยนรหัสผ่าน")


class NewPasswordForm(SamePasswordTwice, account_forms.ResetPasswordKeyForm):
    words = NEW_PASSWORD
    submit_label = _("บันทึกรหัสผ่านใหม่")


class ResetPasswordForm(InOurWords, account_forms.ResetPasswordForm):
    words = {"email": (_("อีเมล"), _("อีเมลที่ใช้รับคำเชิญเข้าใช้งานระบบ"))}
    submit_label = _("ขอลิงก์ตั้งรหัสผ่านใหม่")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        ask_for_reset_mail(self.cleaned_data["email"])
        return self.cleaned_data["email"]


# ------------------------------------------------------------------------------------------------------- own account


class SettingsForm(InOurWords, forms.ModelForm):
    words = {
        "language": (_("ภาษาของข้อความแจ้งและอีเมล"),),
        "uses_keys": (_("ใช้แป้นลัดในหน้าโต๊ะทำงาน"),),
    }
    submit_label = _("บันทึก")
    language = forms.ChoiceField(choices=LANGUAGES)

    class Meta:
        model = User
        fields = ["language", "uses_keys"]


class TakeUpForm(InOurWords, BaseUserCreationForm):
    """What an invited person chooses. The password's rules are Django's, and know the names."""

    username = forms.CharField(
        max_length=30,
        min_length=3,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]*\Z", _("ใช้ตัวอักษรอังกฤษพิมพ์เล็ก ตัวเลข จุด ขีด หรือขีดล่าง"))],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    first_name = ThaiTextField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = ThaiTextField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    words = {
        "username": (_("ชื่อผู้ใช้"), _("ตัวอักษรอังกฤษพิมพ์เล็กหรือตัวเลข เช่น somchai.j")),
        "first_name": (_("ชื่อ"),),
        "last_name": (_("นามสกุล"),),
        "password1": (_("รหัสผ่าน"), NEW_PASSWORD["password1"][1]),
        "password2": (_("พิมพ์รหัสผ่านอีกครั้ง"),),
    }
    submit_label = _("สร้างบัญชีและเข้าสู่ระบบ")
    error_messages = {"password_mismatch": DIFFERENT}

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name"]

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip().lower()
        if User.objects.filter(username__iexact=username).exists():
            self.add_error("username", TAKEN)
        return username


TAKEN = _("ชื่อนี้มีผู้ใช้แล้ว โปรดเลือกชื่ออื่น")


# ----------------------------------------------------------------------------------------------------------- inviting


CHOOSE = _("เลือก")


class InvitationForm(InOurWords, KeyedForm, forms.ModelForm):
    words = {
        "email": (_("อีเมล"), _("ระบบจะส่งลิงก์ให้ตั้งชื่อผู้ใช้และรหัสผ่านไปที่อีเมลนี้ ลิงก์ใช้ได้ 14 วัน")),
        "role": (_("บทบาท"),),
        "province": (pgettext_lazy("ช่องกรอก", "จังหวัด"), _("ต้องเลือกเมื่อเชิญเจ้าหน้าที่จังหวัด")),
        "agency": (pgettext_lazy("ช่องกรอก", "หน่วยงาน"), _("ต้องเลือกเมื่อเชิญเจ้าหน้าที่หน่วยงาน")),
        "language": (_("ภาษาของอีเมล"),),
    }
    submit_label = _("ส่งคำเชิญ")
    wanted = frozenset({"province", "agency"})
    places = {"province": Role.PROVINCE, "agency": Role.AGENCY}

    class Meta:
        model = Invitation
        fields = ["email", "role", "province", "agency", "language"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["role"].choices = [("", CHOOSE), *((role, role.label) for role in roles_to_invite(by))]
        fields["language"].choices = LANGUAGES
        fields["province"].queryset = Province.objects.order_by("sort_key")
        fields["province"].label_from_instance = lambda province: in_language(province, "name").text
        today = timezone.localdate()
        fields["agency"].queryset = Agency.objects.answering(on=today).with_names().order_by("acronym")
        fields["agency"].label_from_instance = lambda agency: agency_line(agency, on=today)
        fields["province"].empty_label = fields["agency"].empty_label = CHOOSE
        fields["email"].widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("อีเมลนี้มีบัญชีอยู่แล้ว"))
        if Invitation.objects.open(at=timezone.now()).filter(email__iexact=email).exists():
            raise forms.ValidationError(_("อีเมลนี้มีคำเชิญที่ยังใช้ได้อยู่แล้ว หากไม่ได้รับอีเมล ให้กด “ส่งอีกครั้ง” ที่คำเชิญเดิม"))
        return email

    def clean(self) -> dict[str, Any]:
        """The place of work is the role's: what does not belong to it is asked for or left out."""
        cleaned = super().clean() or {}
        missing = {
            "province": _("เลือกจังหวัดของเจ้าหน้าที่"),
            "agency": _("เลือกหน่วยงานของเจ้าหน้าที่"),
        }
        for field, role in self.places.items():
            if cleaned.get("role") != role:
                cleaned[field] = None
            elif not cleaned.get(field) and field not in self.errors:
                self.add_error(field, missing[field])
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The constraints about places of work say less than `clean`, and would say it a second time."""
        return super()._get_validation_exclusions() | {"province", "agency"}  # type: ignore[misc]


class PeopleFilter(forms.Form):
    q = ThaiTextField(required=False, max_length=100)

    def narrowed(self, people: Any) -> Any:
        """Those whose name, address or place of work has the word."""
        if not (self.is_valid() and (word := self.cleaned_data["q"])):
            return people
        names = ("username", "first_name", "last_name", "email", "province__name_th", "agency__acronym")
        condition = Q()
        for name in names:
            condition |= Q(**{f"{name}__icontains": word})
        return people.filter(condition)
