"""What must hold before the portal serves: no demo accounts in production, derived files made."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.db import DatabaseError


def demo_accounts_in_production() -> str | None:
    """One line that says why production does not start, or `None`. Asks the database once."""
    if not settings.IN_PRODUCTION:
        return None
    try:
        exist = get_user_model().objects.filter(is_demo=True).exists()
    except DatabaseError:
        return None  # not migrated or not reachable: /readyz says so, and nobody can sign in
    return "The portal does not start in production while demo accounts exist." if exist else None


def missing_derived_files() -> list[Path]:
    """What `manage.py build` makes and pages cannot do without, as far as it is not there."""
    return [path for path in _derived_files() if not path.exists()]


def _derived_files() -> Iterator[Path]:
    yield Path(settings.FONTS_DIR) / "web"
    yield from (Path(folder) / "en" / "LC_MESSAGES" / "django.mo" for folder in settings.LOCALE_PATHS)
    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
        yield Path(settings.STATIC_ROOT) / "staticfiles.json"


@checks.register(checks.Tags.files, deploy=True)
def derived_files_are_made(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """`check --deploy` reminds of `manage.py build`."""
    if not (missing := missing_derived_files()):
        return []
    names = ", ".join(str(path) for path in missing)
    return [checks.Error(f"Not made yet: {names}.", hint="Run manage.py build.", id="portal.E001")]
