"""What must hold before the portal serves: no demo accounts in production, fonts and catalogues made."""

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


@checks.register(checks.Tags.files, deploy=True)
def derived_files_are_made(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """`check --deploy` reminds of `manage.py build`."""
    wanted = [
        settings.FONTS_DIR / "web",
        *(path / "en" / "LC_MESSAGES" / "django.mo" for path in settings.LOCALE_PATHS),
    ]
    missing = [str(path.relative_to(settings.BASE_DIR)) for path in wanted if not path.exists()]
    if not missing:
        return []
    return [checks.Error(f"Not made yet: {', '.join(missing)}.", hint="Run manage.py build.", id="portal.E001")]
