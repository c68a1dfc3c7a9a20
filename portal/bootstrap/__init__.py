"""Makes what `manage.py` needs before Django can be imported: the environment in `.venv`, and system libraries.

Standard library only. The syntax is that of Python 3.8, so that an old Python gets a sentence and not a SyntaxError.

Environment variables:
    PORTAL_NO_BOOTSTRAP=1       the caller brings the Python environment; `.venv` is neither made nor used
    PORTAL_NO_SYSTEM_INSTALL=1  nothing is installed into the system; what is missing is named instead
    PORTAL_ENV                  set here for `demo` and `test`, `development` for every other command unless already set
    PORTAL_CHROMIUM             the browser of the tests; set here when one is found (CHROMIUM names another one)
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Mapping, Sequence

from portal.bootstrap.console import Stop, say
from portal.bootstrap.environment import enter_environment, refuse_this_python, refuse_without_django
from portal.bootstrap.system import provide_system_pieces

ROOT = Path(__file__).resolve().parent.parent.parent


def prepare(argv: Sequence[str], root: Path = ROOT) -> None:
    """Returns when the command can run in this process. Otherwise starts it again in `.venv`, or exits and says why."""
    command = argv[1] if len(argv) > 1 else ""
    try:
        refuse_this_python(argv)
        os.environ["PORTAL_ENV"] = portal_env(command, os.environ)
        if os.environ.get("PORTAL_NO_BOOTSTRAP") == "1":
            refuse_without_django()
        else:
            enter_environment(argv, root)
        provide_system_pieces(command, argv[2:])
    except Stop as stop:
        say(stop.thai, stop.english)
        sys.exit(2)
    except OSError as error:  # a full disk, a directory that may not be written
        say(f"เตรียมสภาพแวดล้อมไม่ได้: {error}", f"Cannot prepare the environment: {error}")
        sys.exit(2)
    except KeyboardInterrupt:
        say("หยุดตามคำสั่ง", "Stopped.")
        sys.exit(130)


def portal_env(command: str, environ: Mapping[str, str]) -> str:
    """The value of PORTAL_ENV for a command. Raises Stop for `demo` where production is configured."""
    given = environ.get("PORTAL_ENV", "")
    if command == "test":
        return "test"
    if command != "demo":
        return given or "development"
    if given == "production":
        raise Stop(
            "ไม่เปิดระบบสาธิตบนเครื่องที่ตั้ง PORTAL_ENV=production",
            "No demo where PORTAL_ENV=production: it would put sample data and known passwords into a real database.",
        )
    return "demo"
