"""What operators are told: ready means that pages can be served."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from portal.checks import derived_files_are_made

MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture
def built(settings: LazySettings, tmp_path: Path) -> Path:
    """A data folder outside the repository in which everything derived has been made."""
    settings.FONTS_DIR, settings.STATIC_ROOT = tmp_path / "fonts", tmp_path / "static"
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    for name in ("fonts/web/Sarabun.woff2", "locale/en/LC_MESSAGES/django.mo", "static/staticfiles.json"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.django_db
def test_a_portal_with_everything_made_is_ready(nobody: Client, built: Path) -> None:
    answer = nobody.get("/readyz")

    assert (answer.status_code, answer.json()["parts"]["derived_files"]) == (200, "ok")
    assert derived_files_are_made(None) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["static/staticfiles.json", "locale/en/LC_MESSAGES/django.mo"])
def test_a_portal_whose_pages_would_fail_is_not_ready(nobody: Client, built: Path, name: str) -> None:
    (built / name).unlink()

    answer = nobody.get("/readyz")

    assert (answer.status_code, answer.json()["parts"]["derived_files"]) == (503, "run manage.py build")
    (error,) = derived_files_are_made(None)
    assert str(built / name) in error.msg
