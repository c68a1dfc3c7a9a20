"""Addresses of signing in, of one's account, and of the desk's pages about people.

Those of allauth that we want, one by one: nobody signs up here, and no address of its can appear with an update.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.usersessions import views as session_views
from django.urls import path, re_path, register_converter

from portal.accounts import people, views


class KeyConverter:
    """The key of a row in an address; longer numbers no database takes."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(KeyConverter, "key")

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/login/", views.login, name="account_login"),
    path("account/logout/", views.logout, name="account_logout"),
    path("account/reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("account/password/", views.change_password, name="account_change_password"),
    path("account/password/reset/", account_views.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", account_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9a-z]{1,13})-(?P<key>[0-9a-zA-Z-]{1,100})/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/changed/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/2fa/", factor_views.index, name="mfa_index"),
    path("account/2fa/authenticate/", factor_views.authenticate, name="mfa_authenticate"),
    path("account/2fa/reauthenticate/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("account/2fa/set-up/", views.set_up, name="mfa_activate_totp"),
    path("account/2fa/deactivate/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/2fa/recovery-codes/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/2fa/recovery-codes/new/", code_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/sessions/", session_views.list_usersessions, name="usersessions_list"),
    path("account/sessions/<key:pk>/end/", views.session_end, name="usersessions_end"),
    path("account/invitation/<str:token>/", views.invitation, name="account_invitation"),
    path("desk/people/", people.people, name="people"),
    path("desk/people/invite/", people.invite, name="people_invite"),
    path("desk/people/invitations/<key:pk>/send/", people.invitation_send, name="invitation_send"),
    path("desk/people/invitations/<key:pk>/withdraw/", people.invitation_withdraw, name="invitation_withdraw"),
    path("desk/people/<key:pk>/", people.person, name="person"),
    path("desk/people/<key:pk>/switch/", people.person_switch, name="person_switch"),
    path("desk/people/<key:pk>/second-factor/", people.person_reset_factor, name="person_reset_factor"),
]
