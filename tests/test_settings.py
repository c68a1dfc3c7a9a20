"""Production does not start half-configured: one clear line, exit code 1, no secret in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SECRET = "k3y-0f-a-g00d-environment-that-is-l0ng-en0ugh-f0r-everybody-9Zq"
IMPORT_SETTINGS = "import portal.settings"
START = "import portal.wsgi; print('started')"
ADD_DEMO_ACCOUNT = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from portal.models import User
User.objects.create_user("demo", role="ministry", is_demo=True)
"""


def good_environment(data_dir: Path, **changes: str | None) -> dict[str, str]:
    """All that production must be told, with changes; `None` leaves a variable out."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PORTAL_ENV": "production",
        "PORTAL_DATA_DIR": str(data_dir),
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "portal.example.go.th",
        "DATABASE_URL": f"sqlite:///{data_dir / 'portal.sqlite3'}",
        "PORTAL_BASE_URL": "https://portal.example.go.th",
        **changes,
    }
    return {name: value for name, value in environment.items() if value is not None}


def run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": SECRET[:49]}, "SECRET_KEY is too short or a default"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is too short or a default"),
        ({"SECRET_KEY": f"django-insecure-{SECRET}"}, "SECRET_KEY is too short or a default"),
        ({"SECRET_KEY_FALLBACKS": f"{SECRET},short"}, "one of SECRET_KEY_FALLBACKS is too short or a default"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is missing"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS has a wildcard"),
        ({"ALLOWED_HOSTS": "portal.example.go.th,.go.th"}, "ALLOWED_HOSTS has a wildcard"),
        ({"DATABASE_URL": None}, "DATABASE_URL is missing"),
        ({"PORTAL_BASE_URL": None}, "PORTAL_BASE_URL is not an https:// address"),
        ({"PORTAL_BASE_URL": "http://portal.example.go.th"}, "PORTAL_BASE_URL is not an https:// address"),
    ],
    ids=str,
)
def test_production_refuses(tmp_path: Path, changes: dict[str, str | None], problem: str) -> None:
    result = run(IMPORT_SETTINGS, good_environment(tmp_path, **changes))

    lines = result.stderr.splitlines()
    assert (result.returncode, len(lines)) == (1, 1)
    assert lines[0].startswith(f"The portal does not start in production: {problem}")
    assert not any(secret in result.stdout + result.stderr for secret in (SECRET[:20], "a" * 20))


@pytest.mark.pure
def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    changes = dict.fromkeys(("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "PORTAL_BASE_URL"))

    result = run(IMPORT_SETTINGS, good_environment(tmp_path, **changes, DEBUG="yes"))

    assert result.stderr.count(";") == 4
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.pure
def test_production_is_what_is_assumed_when_nothing_is_said(tmp_path: Path) -> None:
    result = run(IMPORT_SETTINGS, good_environment(tmp_path, PORTAL_ENV=None, SECRET_KEY=None))

    assert (result.returncode, result.stderr) == (
        1,
        "The portal does not start in production: SECRET_KEY is missing.\n",
    )


@pytest.mark.pure
def test_an_unknown_environment_is_refused(tmp_path: Path) -> None:
    result = run(IMPORT_SETTINGS, good_environment(tmp_path, PORTAL_ENV="staging"))

    assert (result.returncode, result.stderr) == (
        1,
        "PORTAL_ENV is 'staging'; it must be production, development, demo or test.\n",
    )


@pytest.mark.pure
def test_outside_production_a_key_is_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    environment = good_environment(tmp_path, PORTAL_ENV="development", SECRET_KEY=None)
    show = f"{IMPORT_SETTINGS}; print(portal.settings.SECRET_KEY)"

    keys = {run(show, environment).stdout for _ in range(2)}

    assert len(keys) == 1
    assert len(keys.pop().strip()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.pure
def test_a_good_environment_starts_and_is_strict(tmp_path: Path) -> None:
    show = (
        "import portal.wsgi; from django.conf import settings as s;"
        "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS)"
    )

    result = run(show, good_environment(tmp_path))

    assert (result.returncode, result.stdout) == (0, "False True True True 31536000\n")
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.pure
def test_production_refuses_to_serve_while_demo_accounts_exist(tmp_path: Path) -> None:
    made = run(ADD_DEMO_ACCOUNT, good_environment(tmp_path, PORTAL_ENV="demo"))
    assert made.returncode == 0, made.stderr

    demo, production = (
        run(START, good_environment(tmp_path, PORTAL_ENV=portal_env)) for portal_env in ("demo", "production")
    )

    assert (demo.returncode, demo.stdout) == (0, "started\n")
    assert (production.returncode, production.stderr.splitlines()[-1:]) == (
        1,
        ["The portal does not start in production while demo accounts exist."],
    )


@pytest.mark.pure
def test_the_embedded_database_lies_where_the_data_folder_is_whatever_it_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "ข้อมูล #1 100%20"
    folder.mkdir()
    environment = good_environment(folder, PORTAL_ENV="development", DATABASE_URL=None)

    shown = run("from portal.settings import DATABASES; print(DATABASES['default']['NAME'])", environment)

    assert shown.stdout.strip() == str(folder / "portal.sqlite3")


@pytest.mark.django_db
def test_the_database_keeps_what_it_acknowledges() -> None:
    """SQLite: foreign keys on, nothing acknowledged before it is on the disk. PostgreSQL does so by itself."""
    from django.db import connection  # here, because the rest of this file needs no database

    if connection.vendor != "sqlite":
        assert connection.settings_dict["CONN_HEALTH_CHECKS"]
        return
    with connection.cursor() as cursor:
        asked = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "synchronous")]

    assert asked == [1, 2]
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
