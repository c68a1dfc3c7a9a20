#!/usr/bin/env python3
"""Start here: `python3 manage.py demo` and `python3 manage.py test`. The environment is made when it is missing."""

from __future__ import annotations

import os
import sys

from portal import bootstrap


def main() -> None:
    bootstrap.prepare(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

    # Only now: before prepare() Django may not be there.
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
