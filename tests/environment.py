"""Loaded by pytest before Django's settings are read (`-p tests.environment` in pyproject.toml)."""

import os

from portal.bootstrap.system import find_chromium

os.environ["PORTAL_ENV"] = "test"
# `manage.py test` has looked already; this is for pytest started by hand.
if not os.environ.get("PORTAL_CHROMIUM"):
    os.environ["PORTAL_CHROMIUM"] = find_chromium() or ""
