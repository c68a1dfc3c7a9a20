"""Words to the person at the keyboard, and commands run on their behalf."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from typing import Callable, Sequence


class Stop(Exception):
    """Ends the start with one message in Thai and in English: something the person at the keyboard must do."""

    def __init__(self, thai: str, english: str) -> None:
        super().__init__(english)
        self.thai, self.english = thai, english


def say(thai: str, english: str) -> None:
    """Goes to stderr, so that the output of `manage.py dumpdata > file` stays clean."""
    print(thai, english, sep="\n", file=sys.stderr, flush=True)


def succeeds(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def run_quietly(command: Sequence[str], show: Callable[[str], None] | None = None) -> None:
    """Runs to the end; shows its output when it fails, or line by line what `show` picks. Raises Stop.

    The command gets a session of its own, so that an interruption ends it with all its children before anything that
    it was writing is removed.
    """
    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            for line in process.stdout or ():
                lines.append(line)
                if show:
                    show(line)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode != 0:
        print("".join(lines[-30:]), file=sys.stderr)
        shown = " ".join(command[:4])
        raise Stop(f"คำสั่งไม่สำเร็จ: {shown} …", f"This failed (see above): {shown} …")
