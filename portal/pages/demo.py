"""The demo: one account for each role, and the port it listens on. Loopback only; production refuses these accounts."""

import socket
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from portal.access import Role
from portal.models import Agency, User

PASSWORD = "demo-2552"  # noqa: S105  (public on purpose; settings and wsgi keep it out of production)
HOST = "127.0.0.1"
PORTS_TRIED = 50


@dataclass(frozen=True)
class Account:
    """A demo account: whose it is follows from the role."""

    username: str
    role: Role
    province: str = ""
    agency: str = ""


ACCOUNTS = (
    Account("admin", Role.ADMIN),
    Account("ministry", Role.MINISTRY),
    Account("ministry2", Role.MINISTRY),
    Account("province", Role.PROVINCE, province="42"),
    Account("province2", Role.PROVINCE, province="55"),
    Account("agency", Role.AGENCY, agency="DSS"),
    Account("agency2", Role.AGENCY, agency="TISTR"),
)


def make_accounts() -> None:
    """Create the accounts that are missing. Accounts that exist keep what was changed in them."""
    known = set(User.objects.values_list("username", flat=True))
    missing = [account for account in ACCOUNTS if account.username not in known]
    encoded = make_password(PASSWORD) if missing else ""  # once: hashing is slow on purpose
    for account in missing:
        _make(account, encoded)


def _make(account: Account, encoded_password: str) -> None:
    user = User(
        username=account.username,
        email=f"{account.username}@demo.invalid",  # for mails to be read as files: no address of this kind exists
        role=account.role,
        province_id=account.province or None,
        agency=Agency.objects.get(acronym=account.agency) if account.agency else None,
        password=encoded_password,
        is_demo=True,
    )
    user.save()


def where(account: Account) -> str:
    """What the account is, in words: role, and the province or agency."""
    place = {"42": _("เลย"), "55": _("น่าน")}.get(account.province, account.agency)
    return f"{Role(account.role).label} {place}".strip()


def free_port(first: int) -> int:
    """The first free port from `first` on. Raises `OSError` when fifty in a row are taken."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex((HOST, port)) != 0:
                return port
    raise OSError(f"no free port from {first} to {first + PORTS_TRIED - 1}")
