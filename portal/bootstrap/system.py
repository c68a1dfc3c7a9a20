"""Libraries and programs of the operating system that `demo` and `test` need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, Iterator, NamedTuple, Sequence

from portal.bootstrap.console import Stop, say, succeeds


class Piece(NamedTuple):
    """Something of the operating system. `steps` are the steps of `manage.py test` that use it."""

    name: str
    packages: tuple[str, ...]  # of Debian
    formula: str  # of Homebrew
    steps: frozenset[str]
    is_there: Callable[[], bool]


PYTEST_STEPS = frozenset({"sqlite", "postgres", "browser"})
LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset.dylib"),
)
LOAD_LIBRARIES = """
import ctypes, sys
def loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
prefixes = ("", "/opt/homebrew/lib/", "/usr/local/lib/") if sys.platform == "darwin" else ("",)
sys.exit(not all(any(loads(p + n) for p in prefixes for n in names.split("|")) for names in sys.argv[1:]))
"""


def has_pango() -> bool:
    """Asks the loader (find_library needs a compiler), in a child, so that the libraries do not stay loaded here."""
    return succeeds([sys.executable, "-I", "-S", "-c", LOAD_LIBRARIES, *("|".join(names) for names in LIBRARIES)])


def find_chromium() -> str | None:
    """A browser that answers to --version: on Ubuntu `chromium-browser` may be a stub that only names a snap."""
    return next((path for path in chromium_candidates() if succeeds([path, "--version"])), None)


def chromium_candidates() -> Iterator[str]:
    programs = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    given = (os.environ.get("PORTAL_CHROMIUM"), os.environ.get("CHROMIUM"))
    yield from (path for path in (*given, *(shutil.which(program) for program in programs)) if path)
    yield "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    for cache in playwright_caches():
        for program in ("chrome", "headless_shell", "chrome-headless-shell", "Chromium"):
            yield from (str(path) for path in sorted(cache.glob(f"chromium*/**/{program}"), reverse=True))


def playwright_caches() -> list[Path]:
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    return [Path(own)] if own else [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]


def has_poppler() -> bool:
    return bool(shutil.which("pdftotext") and shutil.which("pdftoppm"))


PANGO = Piece("Pango", ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"), "pango", PYTEST_STEPS, has_pango)
CHROMIUM = Piece("Chromium", ("chromium",), "--cask chromium", frozenset({"browser"}), lambda: bool(find_chromium()))
POPPLER = Piece("pdftotext, pdftoppm", ("poppler-utils",), "poppler", PYTEST_STEPS, has_poppler)
QPDF = Piece("qpdf", ("qpdf",), "qpdf", PYTEST_STEPS, lambda: bool(shutil.which("qpdf")))


def provide_system_pieces(command: str, arguments: Sequence[str]) -> None:
    """Installs what `demo` and `test` need and lack, where that is allowed. `test` raises Stop, `demo` goes on."""
    needed = needed_pieces(command, arguments)
    missing = [piece for piece in needed if not piece.is_there()]
    if missing and run_as_root(install_commands(missing), names(missing)):
        missing = [piece for piece in missing if not piece.is_there()]
    if missing and command == "demo":
        say(
            f"ไม่พบ {names(missing)}: ระบบสาธิตทำงานต่อ แต่ไฟล์ PDF จะตอบ 503 ติดตั้งด้วย: {remedy(missing)}",
            f"{names(missing)} not found: the demo runs, PDF addresses answer 503. To install: {remedy(missing)}",
        )
    elif missing:
        raise Stop(
            f"การทดสอบต้องใช้ {names(missing)} ติดตั้งด้วย: {remedy(missing)}",
            f"The tests need {names(missing)}. To install: {remedy(missing)}",
        )
    if CHROMIUM in needed:
        os.environ["PORTAL_CHROMIUM"] = find_chromium() or ""


def needed_pieces(command: str, arguments: Sequence[str]) -> list[Piece]:
    if command == "demo":
        return [PANGO]
    if command != "test" or {"-h", "--help"} & set(arguments):
        return []
    return [piece for piece in (PANGO, CHROMIUM, POPPLER, QPDF) if piece.steps & steps_asked_for(arguments)]


def steps_asked_for(arguments: Sequence[str]) -> frozenset[str]:
    """Of `--only a,b` or `--only=a,b`; all that run pytest when there is no such option."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--only="):
            return frozenset(argument[len("--only=") :].split(","))
        if argument == "--only":
            return frozenset("".join(arguments[position + 1 : position + 2]).split(","))
    return PYTEST_STEPS


def names(pieces: Sequence[Piece]) -> str:
    return ", ".join(piece.name for piece in pieces)


def remedy(missing: Sequence[Piece]) -> str:
    """The exact command for this system, and how to do without an installed browser."""
    if sys.platform == "darwin":
        command = " && ".join(f"brew install {piece.formula}" for piece in missing)
    else:
        sudo = "" if os.geteuid() == 0 else "sudo "
        command = " && ".join(sudo * (words[0] == "apt-get") + " ".join(words) for words in install_commands(missing))
    other_ways = "   (CHROMIUM=/path/to/browser; --only lint,types,sqlite,postgres)" if CHROMIUM in missing else ""
    return command + other_ways


def install_commands(missing: Sequence[Piece]) -> list[list[str]]:
    """For Debian and Ubuntu. Ubuntu's Chromium is a snap, useless in a container: there Playwright brings its own."""
    from_playwright = CHROMIUM in missing and is_ubuntu()
    packages = [name for piece in missing if not (from_playwright and piece is CHROMIUM) for name in piece.packages]
    commands = apt_commands(packages) if packages else []
    if from_playwright:
        commands.append([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium-headless-shell"])
    return commands


def apt_commands(packages: Sequence[str]) -> list[list[str]]:
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    return [["apt-get", "update"], install]


def is_ubuntu(release: Path = Path("/etc/os-release")) -> bool:
    return release.is_file() and "ID=ubuntu" in release.read_text("utf-8").splitlines()


def run_as_root(commands: Sequence[Sequence[str]], what: str) -> bool:
    """Announces the commands, then runs them with their own output. False when this user may not, or has no apt-get."""
    prefix = root_prefix()
    if prefix is None:
        return False
    full = [[*prefix, *command] if command[0] == "apt-get" else list(command) for command in commands]
    say(
        f"ไม่พบ {what} กำลังติดตั้งด้วยคำสั่งต่อไปนี้ (ปิดได้ด้วย PORTAL_NO_SYSTEM_INSTALL=1)",
        f"{what} not found; installing with these commands (PORTAL_NO_SYSTEM_INSTALL=1 turns this off):",
    )
    for command in full:
        print("    " + " ".join(command), file=sys.stderr, flush=True)
    for command in full:
        # The exit code is not looked at: one dead package source fails `update` though all we need is there.
        # Whether it worked is asked of the pieces themselves.
        subprocess.run(command, stdout=sys.stderr, env={**os.environ, **UNATTENDED})
    return True


UNATTENDED = {"DEBIAN_FRONTEND": "noninteractive", "APT_LISTCHANGES_FRONTEND": "none"}


def root_prefix() -> list[str] | None:
    """[] as root, sudo where it asks for no password, None where nothing may or can be installed."""
    if os.environ.get("PORTAL_NO_SYSTEM_INSTALL") == "1" or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    settings = [f"{name}={value}" for name, value in UNATTENDED.items()]
    return ["sudo", "-n", "env", *settings] if succeeds(["sudo", "-n", "true"]) else None
