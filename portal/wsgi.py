"""The web process. Production is assumed here; `manage.py` assumes development."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("PORTAL_ENV", "production")

application = get_wsgi_application()

from portal.checks import demo_accounts_in_production  # noqa: E402  (needs the apps to be loaded)

if problem := demo_accounts_in_production():
    sys.exit(problem)
