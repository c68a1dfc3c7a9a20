"""The Python that runs this, and the environment in `.venv`."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Iterator, NamedTuple, NoReturn, Sequence

from portal.bootstrap.console import Stop, run_quietly, say, succeeds
from portal.bootstrap.system import apt_commands, run_as_root

try:
    import fcntl
except ImportError:  # Windows, which prepare() refuses with a sentence
    fcntl = None  # type: ignore[assignment]

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
DEVELOPER_COMMANDS = frozenset({"bench", "locks", "test", "texts"})
STAMP = "portal-stamp.json"
UNFINISHED = "portal-unfinished"


def refuse_this_python(
    argv: Sequence[str], version: tuple[int, ...] = tuple(sys.version_info[:3]), platform: str = os.name
) -> None:
    """Raises Stop on Windows and on a Python older than OLDEST_PYTHON."""
    if platform == "nt":
        raise Stop(
            "ระบบนี้ทำงานบน Linux และ macOS บน Windows ให้ใช้ WSL",
            "This runs on Linux and macOS; on Windows use WSL (wsl --install).",
        )
    if version[:2] >= OLDEST_PYTHON:
        return
    newer = newer_python()
    have = ".".join(str(part) for part in version)
    remedy = " ".join([newer, *argv]) if newer else "uv python install 3.12"
    raise Stop(
        f"ต้องใช้ Python 3.11 ขึ้นไป เครื่องนี้ใช้ {have} ให้ลอง: {remedy}",
        f"Python 3.11 or newer is needed; this is {have}. Try: {remedy}",
    )


def refuse_without_django() -> None:
    """Raises Stop. Whoever turns the bootstrap off brings an environment, and may have forgotten to enter it."""
    if importlib.util.find_spec("django") is None:
        raise Stop(
            f"PORTAL_NO_BOOTSTRAP=1 แต่ {sys.executable} ไม่มี Django",
            f"PORTAL_NO_BOOTSTRAP=1, but {sys.executable} has no Django. Install portal/locks/run.txt, or unset it.",
        )


def newer_python() -> str | None:
    """Name of a new enough Python on PATH. It is asked for its version: shims of version managers exist without one."""
    return next((name for name in NEWER_PYTHONS if shutil.which(name) and succeeds([name, "--version"])), None)


class Lock(NamedTuple):
    name: str  # "run" or "dev"
    path: Path

    def sha256(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def packages(self) -> int:
        """How many packages the file pins, some of them for other systems only."""
        return sum("==" in line for line in self.path.read_text("utf-8").splitlines() if line[:1].isalnum())


class Environment:
    """The directory `.venv`, the lock file it was made from (its stamp) and whether it can be used."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / ".venv"
        self.python = self.path / "bin" / "python"

    def lock_for(self, command: str) -> Lock:
        """The developer's lock for tests and for an environment already made from it: nothing is ever taken away."""
        name = "dev" if command in DEVELOPER_COMMANDS or self.stamp().get("lock") == "dev" else "run"
        return Lock(name, self.root / "portal" / "locks" / f"{name}.txt")

    def stamp(self) -> dict[str, str]:
        try:
            stamp = json.loads((self.path / STAMP).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def wanted_stamp(self, lock: Lock) -> dict[str, str]:
        return {"lock": lock.name, "sha256": lock.sha256(), "python": self.python_version() or ""}

    def is_current(self, lock: Lock) -> bool:
        return bool(self.stamp()) and self.stamp() == self.wanted_stamp(lock)

    def write_stamp(self, lock: Lock) -> None:
        (self.path / STAMP).write_text(json.dumps(self.wanted_stamp(lock), indent=2) + "\n", "utf-8")
        self.unfinished.unlink(missing_ok=True)

    def remove_stamp(self) -> None:
        (self.path / STAMP).unlink(missing_ok=True)

    @property
    def unfinished(self) -> Path:
        """There from the first moment of making until the end, so that even a power cut leaves a trace."""
        return self.path / UNFINISHED

    def python_version(self) -> str | None:
        """Such as "3.11"; None when it does not run, for example after an upgrade of the system."""
        question = "import sys; print('%d.%d' % sys.version_info[:2])"
        try:
            answer = subprocess.run(
                [str(self.python), "-I", "-S", "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            return None
        return answer.stdout.decode().strip() if answer.returncode == 0 else None

    def discard(self) -> None:
        """Removes it, its mark of the unfinished last, so that an interrupted removal does not pass for whole."""
        self.unfinished.touch()
        for entry in self.path.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != self.unfinished:
                entry.unlink()
        shutil.rmtree(self.path)

    def has_pip(self) -> bool:
        return any(self.path.glob("lib/python*/site-packages/pip"))

    def is_usable(self, uv: str | None) -> bool:
        """Whether packages can be installed into it as it stands."""
        version = self.python_version()
        if version is None or self.unfinished.exists():
            return False
        new_enough = tuple(int(part) for part in version.split(".")) >= OLDEST_PYTHON
        has_packages = (self.path / "lib" / f"python{version}").is_dir()
        return new_enough and has_packages and (bool(uv) or self.has_pip())

    def is_this_process(self) -> bool:
        return self.path.is_dir() and Path(sys.prefix).resolve() == self.path.resolve()


def enter_environment(argv: Sequence[str], root: Path) -> None:
    """Returns inside a current environment; otherwise makes or refreshes it and starts the command again in it."""
    environment = Environment(root)
    lock = environment.lock_for(argv[1] if len(argv) > 1 else "")
    inside = environment.is_this_process()
    if inside and not environment.stamp():
        return  # made by hand and entered on purpose: its owner looks after it
    if not environment.is_current(lock):
        with one_at_a_time(root):
            make_environment(environment, lock, shutil.which("uv"))
    elif inside:
        return
    os.execv(str(environment.python), [str(environment.python), *argv])  # noqa: S606 -- our own interpreter, no shell


@contextlib.contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Of two starts at once the second waits. SIGTERM becomes an exception, so that it leaves nothing half-made."""
    (root / "var").mkdir(exist_ok=True)
    with (root / "var" / "bootstrap.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("มีอีกคำสั่งกำลังเตรียมสภาพแวดล้อม กำลังรอ", "Another command is preparing the environment; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        before = signal.signal(signal.SIGTERM, _interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)


def _interrupt(signum: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def make_environment(environment: Environment, lock: Lock, uv: str | None) -> None:
    """With uv when it is there. Where uv fails pip is tried: it may know the way to an index that uv was not told."""
    if environment.is_current(lock):
        return  # made by the command that was waited for
    if uv is None:
        return make_with(None, environment, lock)
    try:
        make_with(uv, environment, lock)
    except Stop:
        if not can_make_environments():
            raise
        say("uv ทำไม่สำเร็จ ลองด้วย pip", "uv failed; trying pip.")
        make_with(None, environment, lock)


def make_with(uv: str | None, environment: Environment, lock: Lock) -> None:
    """Makes `.venv`, or brings it up to the lock. A new one that fails is removed, an older one loses its stamp."""
    refresh = environment.is_usable(uv)
    try:
        environment.remove_stamp()
        if not refresh:
            create(environment, uv)
        install(environment, lock, uv)
        say("3/3 ตรวจสภาพแวดล้อม", "3/3 checking the environment")
        run_quietly([str(environment.python), "-c", "import django"])
        environment.write_stamp(lock)
    finally:
        if environment.unfinished.exists():
            environment.discard()


def create(environment: Environment, uv: str | None) -> None:
    how_long = "10" if uv else "40"
    say(f"1/3 สร้างสภาพแวดล้อม (ราว {how_long} วินาที)", f"1/3 creating the environment (about {how_long} s)")
    if not uv:
        provide_venv_module()
    if environment.path.exists():
        environment.discard()
    environment.path.mkdir()
    environment.unfinished.touch()
    if uv:
        run_quietly([uv, "venv", "--quiet", "--allow-existing", "--python", base_python(), str(environment.path)])
    else:
        run_quietly([base_python(), "-m", "venv", str(environment.path)])


def base_python() -> str:
    """The interpreter outside of any environment: the one that runs this may live in the one being replaced."""
    return str(getattr(sys, "_base_executable", sys.executable))


def can_make_environments() -> bool:
    """Debian and Ubuntu ship Python without these two modules until python3-venv is installed."""
    return importlib.util.find_spec("venv") is not None and importlib.util.find_spec("ensurepip") is not None


def provide_venv_module() -> None:
    """Raises Stop with both remedies when an environment cannot be made without uv."""
    package = f"python3.{sys.version_info[1]}-venv"
    if can_make_environments() or (is_of_the_system() and apt_provides_venv(package)):
        return
    remedy = f"apt-get install {package}   /   https://docs.astral.sh/uv/getting-started/installation/"
    raise Stop(
        f"Python นี้สร้างสภาพแวดล้อมไม่ได้ (ไม่มี venv) ให้ติดตั้ง venv หรือ uv: {remedy}",
        f"This Python cannot make a virtual environment (no venv). Install venv or uv: {remedy}",
    )


def is_of_the_system() -> bool:
    """Whether apt's packages are for this interpreter."""
    return sys.base_prefix == "/usr"


def apt_provides_venv(package: str) -> bool:
    tried = run_as_root(apt_commands([package]), package)
    return tried and succeeds([sys.executable, "-c", "import venv, ensurepip"])


def install(environment: Environment, lock: Lock, uv: str | None) -> None:
    total = lock.packages()
    say(f"2/3 ติดตั้งแพ็กเกจ {total} รายการ", f"2/3 installing {total} packages")
    pinned = ["--require-hashes", "-r", str(lock.path)]
    python = str(environment.python)
    if uv:
        run_quietly([uv, "pip", "install", "--compile-bytecode", "--python", python, *pinned], show_download)
        return
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    run_quietly([python, "-m", "pip", "install", *options, *pinned], PackageCount(total).read)


def show_download(line: str) -> None:
    """What uv says about long downloads, and its last sums."""
    if line.strip().startswith(("Downloading ", "Prepared ", "Installed ")):
        print("    " + line.strip(), file=sys.stderr, flush=True)


class PackageCount:
    """Counts pip's lines, one for each package: on a terminal in place, in a log every ten packages."""

    STARTS = ("Collecting ", "Requirement already satisfied", "Ignoring ")

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0

    def read(self, line: str) -> None:
        if line.startswith("Installing collected packages"):
            say("    กำลังวางไฟล์", "    unpacking")
        if not line.startswith(self.STARTS):
            return
        self.done = min(self.done + 1, self.total)
        terminal = sys.stderr.isatty()
        if terminal or self.done % 10 == 0 or self.done == self.total:
            end = "\r" if terminal and self.done < self.total else "\n"
            print(f"    {self.done}/{self.total}", end=end, file=sys.stderr, flush=True)
