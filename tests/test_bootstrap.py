"""What `manage.py` does before Django: on invented roots; neither the real `.venv` nor the system is touched."""

import ast
import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from portal import bootstrap
from portal.bootstrap import console, environment, system
from portal.bootstrap.console import Stop
from portal.bootstrap.environment import Environment

pytestmark = pytest.mark.pure

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture(autouse=True)
def _own_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the caller's shell sets must not reach us, and what prepare() sets must not reach other tests."""
    for name in ("PORTAL_ENV", "PORTAL_CHROMIUM", "CHROMIUM", "PORTAL_NO_BOOTSTRAP", "PORTAL_NO_SYSTEM_INSTALL"):
        monkeypatch.setenv(name, "")  # so that it is put back at the end even if it was not set
        monkeypatch.delenv(name)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    locks = tmp_path / "project" / "portal" / "locks"
    locks.mkdir(parents=True)
    (locks / "run.txt").write_text("django==5.2.19 \\\n    --hash=sha256:aa\n    # via x\nsegno==1.6.6\n", "utf-8")
    (locks / "dev.txt").write_text("django==5.2.19\nruff==0.17.6\nsegno==1.6.6\n", "utf-8")
    return tmp_path / "project"


class Tools:
    """Stands in for uv, venv and pip: remembers the commands and makes an environment where one would be made."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.commands: list[str] = []
        self.failing: Callable[[str], BaseException | None] = lambda command: None

    def __call__(self, command: Sequence[str], show: Callable[[str], None] | None = None) -> None:
        line = " ".join(command).replace(str(self.root), "ROOT").replace(environment.base_python(), "PYTHON")
        self.commands.append(line)
        if error := self.failing(line):
            raise error
        if " venv " in line:
            self.make(with_pip="-m venv" in line)

    def make(self, *, with_pip: bool = True) -> Path:
        venv = self.root / ".venv"
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").symlink_to(environment.base_python())
        (venv / "lib" / f"python{PYTHON}" / "site-packages" / ("pip" if with_pip else "django")).mkdir(parents=True)
        return venv


@pytest.fixture
def tools(root: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    tools = Tools(root)
    monkeypatch.setattr(environment, "run_quietly", tools)
    return tools


PIP = (
    "ROOT/.venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar=off "
    "--require-hashes -r ROOT/portal/locks/"
)
UV = "/uv pip install --compile-bytecode --python ROOT/.venv/bin/python --require-hashes -r ROOT/portal/locks/"
CHECK = "ROOT/.venv/bin/python -c import django"


def make(root: Path, command: str = "demo", uv: str | None = None) -> Environment:
    made = Environment(root)
    environment.make_environment(made, made.lock_for(command), uv)
    return made


# -- which lock --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "lock"), [("demo", "run"), ("", "run"), ("migrate", "run"), ("test", "dev"), ("locks", "dev")]
)
def test_lock_of_a_command(root: Path, command: str, lock: str) -> None:
    chosen = Environment(root).lock_for(command)

    assert chosen == (lock, root / "portal" / "locks" / f"{lock}.txt")


def test_an_environment_with_the_developers_tools_keeps_them(root: Path, tools: Tools) -> None:
    made = make(root, "test")

    assert made.lock_for("demo").name == "dev"
    assert made.is_current(made.lock_for("demo"))


def test_tests_add_the_developers_tools_to_a_running_environment(root: Path, tools: Tools) -> None:
    make(root, "demo")
    tools.commands.clear()

    made = make(root, "test")

    assert tools.commands == [f"{PIP}dev.txt", CHECK]
    assert made.stamp()["lock"] == "dev"


def test_lock_counts_pins_not_hashes(root: Path) -> None:
    assert Environment(root).lock_for("demo").packages() == 2


# -- making, refreshing, failing ---------------------------------------------------------------------------------------


def test_first_start_makes_the_environment_with_pip(
    root: Path, tools: Tools, capsys: pytest.CaptureFixture[str]
) -> None:
    made = make(root)

    assert tools.commands == ["PYTHON -m venv ROOT/.venv", f"{PIP}run.txt", CHECK]
    assert made.stamp() == {"lock": "run", "sha256": made.lock_for("demo").sha256(), "python": PYTHON}
    assert not made.unfinished.exists()
    output = capsys.readouterr()
    assert output.out == ""
    assert [line[:3] for line in output.err.splitlines()] == ["1/3", "1/3", "2/3", "2/3", "3/3", "3/3"]


def test_first_start_prefers_uv(root: Path, tools: Tools) -> None:
    make(root, uv="/uv")

    assert tools.commands == [
        "/uv venv --quiet --allow-existing --python PYTHON ROOT/.venv",
        f"{UV}run.txt",
        CHECK,
    ]


def test_second_start_does_nothing(root: Path, tools: Tools) -> None:
    make(root)
    tools.commands.clear()

    make(root)

    assert tools.commands == []


def test_a_changed_lock_is_installed_into_the_same_environment(root: Path, tools: Tools) -> None:
    made = make(root)
    (root / "portal" / "locks" / "run.txt").write_text("django==5.2.20\n", "utf-8")
    tools.commands.clear()

    assert not made.is_current(made.lock_for("demo"))
    make(root)

    assert tools.commands == [f"{PIP}run.txt", CHECK]
    assert made.is_current(made.lock_for("demo"))


def test_an_environment_made_by_hand_is_filled_not_replaced(root: Path, tools: Tools) -> None:
    (tools.make() / "mine").touch()

    made = make(root)

    assert tools.commands == [f"{PIP}run.txt", CHECK]
    assert (made.path / "mine").exists()


def test_an_environment_whose_python_is_gone_is_made_again(root: Path, tools: Tools) -> None:
    made = make(root)
    made.python.unlink()
    made.python.symlink_to(root / "no-such-python")
    tools.commands.clear()

    assert not made.is_current(made.lock_for("demo"))
    make(root)

    assert tools.commands[0] == "PYTHON -m venv ROOT/.venv"
    assert made.python_version() == PYTHON


def test_an_environment_of_another_python_than_its_packages_is_made_again(root: Path, tools: Tools) -> None:
    made = make(root)
    stamp = {**made.stamp(), "python": "3.1"}
    (made.path / environment.STAMP).write_text(json.dumps(stamp), "utf-8")
    (made.path / "lib" / f"python{PYTHON}").rename(made.path / "lib" / "python3.1")
    tools.commands.clear()

    make(root)

    assert tools.commands[0] == "PYTHON -m venv ROOT/.venv"


def test_an_environment_made_by_uv_is_made_again_when_uv_is_gone(root: Path, tools: Tools) -> None:
    make(root, uv="/uv")
    (root / "portal" / "locks" / "run.txt").write_text("django==5.2.20\n", "utf-8")
    tools.commands.clear()

    make(root, uv=None)

    assert tools.commands == ["PYTHON -m venv ROOT/.venv", f"{PIP}run.txt", CHECK]


def test_pip_is_tried_where_uv_fails(root: Path, tools: Tools, capsys: pytest.CaptureFixture[str]) -> None:
    tools.failing = lambda line: Stop("ไม่ได้", "no") if line.startswith("/uv pip") else None

    made = make(root, uv="/uv")

    assert tools.commands[2:] == ["PYTHON -m venv ROOT/.venv", f"{PIP}run.txt", CHECK]
    assert made.is_current(made.lock_for("demo"))
    assert "uv failed; trying pip." in capsys.readouterr().err


@pytest.mark.parametrize("error", [Stop("ไม่ได้", "no"), KeyboardInterrupt()])
@pytest.mark.parametrize("failing_at", [" venv ", "pip install", "import django"])
def test_a_new_environment_that_fails_is_removed(
    root: Path, tools: Tools, error: BaseException, failing_at: str
) -> None:
    tools.failing = lambda line: error if failing_at in line else None

    with pytest.raises(type(error)):
        make(root)

    assert not (root / ".venv").exists()


def test_a_refresh_that_fails_keeps_the_environment_and_is_tried_again(root: Path, tools: Tools) -> None:
    made = make(root)
    (root / "portal" / "locks" / "run.txt").write_text("django==5.2.20\n", "utf-8")
    tools.failing = lambda line: Stop("ไม่ได้", "no") if "pip install" in line else None

    with pytest.raises(Stop):
        make(root)

    assert made.python.exists()
    assert made.stamp() == {}
    tools.failing = lambda line: None
    make(root)
    assert made.is_current(made.lock_for("demo"))


def test_what_a_power_cut_left_is_made_again(root: Path, tools: Tools) -> None:
    venv = tools.make()
    (venv / environment.UNFINISHED).touch()

    make(root)

    assert tools.commands[0] == "PYTHON -m venv ROOT/.venv"
    assert not (venv / environment.UNFINISHED).exists()


def test_a_damaged_stamp_counts_as_none(root: Path, tools: Tools) -> None:
    made = make(root)
    (made.path / environment.STAMP).write_text("[", "utf-8")

    assert made.stamp() == {}
    assert not made.is_current(made.lock_for("demo"))


# -- entering ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    calls: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda path, argv: calls.append([path, *argv]))
    monkeypatch.setattr("shutil.which", lambda name: None)
    return calls


def test_from_outside_the_command_starts_again_inside(root: Path, tools: Tools, executed: list[list[str]]) -> None:
    environment.enter_environment(["manage.py", "demo", "--port", "8001"], root)

    python = str(root / ".venv" / "bin" / "python")
    assert executed == [[python, python, "manage.py", "demo", "--port", "8001"]]
    assert (root / ".venv" / environment.STAMP).exists()


def test_inside_a_current_environment_the_command_goes_on(
    root: Path, tools: Tools, executed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(root)
    monkeypatch.setattr(sys, "prefix", str(made.path))
    tools.commands.clear()

    environment.enter_environment(["manage.py", "demo"], root)

    assert (executed, tools.commands) == ([], [])


def test_inside_an_environment_made_by_hand_nothing_is_installed(
    root: Path, tools: Tools, executed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tools.make()))

    environment.enter_environment(["manage.py", "test"], root)

    assert (executed, tools.commands) == ([], [])


def test_inside_an_outdated_environment_it_is_refreshed_first(
    root: Path, tools: Tools, executed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(root)
    monkeypatch.setattr(sys, "prefix", str(made.path))
    tools.commands.clear()

    environment.enter_environment(["manage.py", "test"], root)

    assert tools.commands == [f"{PIP}dev.txt", CHECK]
    assert executed[0][1:] == [str(made.python), "manage.py", "test"]


def test_the_second_of_two_starts_waits(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "var").mkdir()
    other = (root / "var" / "bootstrap.lock").open("w")
    fcntl.flock(other, fcntl.LOCK_EX)
    threading.Timer(0.3, other.close).start()

    with environment.one_at_a_time(root):
        assert other.closed

    assert "waiting for it" in capsys.readouterr().err


def test_a_termination_cleans_up_like_an_interruption(root: Path) -> None:
    with pytest.raises(KeyboardInterrupt), environment.one_at_a_time(root):
        os.kill(os.getpid(), signal.SIGTERM)

    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


# -- running commands --------------------------------------------------------------------------------------------------


def test_a_command_is_quiet_while_it_works(capfd: pytest.CaptureFixture[str]) -> None:
    console.run_quietly(["sh", "-c", "echo words; echo more >&2"])

    assert capfd.readouterr() == ("", "")


def test_a_failing_command_shows_what_it_said(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Stop, match="This failed"):
        console.run_quietly(["sh", "-c", "echo the reason; exit 3"])

    assert "the reason" in capfd.readouterr().err


def test_an_interruption_ends_the_children_of_the_command_too() -> None:
    children: list[int] = []

    def interrupt(line: str) -> None:
        children.append(int(line))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        console.run_quietly(["sh", "-c", "sleep 60 & echo $!; wait"], interrupt)

    assert not _runs(children[0])


def _runs(process: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")


def test_progress_counts_packages_in_steps_of_ten(capsys: pytest.CaptureFixture[str]) -> None:
    count = environment.PackageCount(12)

    for number in range(12):
        count.read(f"Collecting package{number}==1.0\n")
        count.read("  Downloading package.whl (3 kB)\n")
    count.read("Installing collected packages: package0\n")

    assert capsys.readouterr().err.splitlines() == ["    10/12", "    12/12", "    กำลังวางไฟล์", "    unpacking"]


# -- Python ------------------------------------------------------------------------------------------------------------


def test_an_old_python_is_refused_with_the_name_of_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "newer_python", lambda: "python3.12")

    with pytest.raises(Stop) as stop:
        environment.refuse_this_python(["manage.py", "demo"], version=(3, 10, 13))

    assert stop.value.english == "Python 3.11 or newer is needed; this is 3.10.13. Try: python3.12 manage.py demo"
    assert stop.value.thai == "ต้องใช้ Python 3.11 ขึ้นไป เครื่องนี้ใช้ 3.10.13 ให้ลอง: python3.12 manage.py demo"


def test_an_old_python_alone_is_refused_with_a_way_to_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "newer_python", lambda: None)

    with pytest.raises(Stop, match=r"Try: uv python install 3\.12$"):
        environment.refuse_this_python(["manage.py", "demo"], version=(3, 8, 18))


def test_the_oldest_python_allowed_is_allowed() -> None:
    environment.refuse_this_python(["manage.py"], version=(3, 11, 0))


def test_windows_is_sent_to_wsl() -> None:
    with pytest.raises(Stop, match="WSL"):
        environment.refuse_this_python(["manage.py"], platform="nt")


def test_a_newer_python_that_is_only_a_shim_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "python3.13", "exit 127")
    program(tmp_path / "python3.12", "echo Python 3.12.1")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert environment.newer_python() == "python3.12"


@pytest.mark.parametrize("path", [*sorted((bootstrap.ROOT / "portal/bootstrap").glob("*.py")), "manage.py"])
def test_python_3_8_can_read_the_sources_and_needs_no_package(path: Path | str) -> None:
    source = (bootstrap.ROOT / path).read_text("utf-8")

    tree = ast.parse(source, feature_version=(3, 8))

    names = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {"portal"}
    assert {name for name in names if name.startswith("portal")} <= {
        "portal",
        "portal.bootstrap.console",
        "portal.bootstrap.environment",
        "portal.bootstrap.system",
    }


# -- no venv module ----------------------------------------------------------------------------------------------------


def test_without_venv_and_uv_both_remedies_are_named(root: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "can_make_environments", lambda: False)
    monkeypatch.setattr(environment, "is_of_the_system", lambda: False)

    with pytest.raises(Stop) as stop:
        make(root)

    assert f"apt-get install python{PYTHON}-venv" in stop.value.english
    assert "astral.sh/uv" in stop.value.english
    assert tools.commands == []
    assert not (root / ".venv").exists()


def test_without_venv_uv_is_enough(root: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "can_make_environments", lambda: False)

    made = make(root, uv="/uv")

    assert made.is_current(made.lock_for("demo"))


def test_root_gets_the_venv_module_of_the_systems_python(
    root: Path, tools: Tools, machine: "Machine", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "can_make_environments", lambda: False)
    monkeypatch.setattr(environment, "is_of_the_system", lambda: True)
    machine.has_apt().has_root()

    make(root)

    assert machine.calls() == [
        "apt-get update",
        f"apt-get install -y --no-install-recommends python{PYTHON}-venv",
    ]
    assert tools.commands[0] == "PYTHON -m venv ROOT/.venv"


# -- system libraries --------------------------------------------------------------------------------------------------


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


class Machine:
    """A machine with nothing on its PATH but what a test puts there; every call of apt-get or sudo is noted."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path, self.monkeypatch = path, monkeypatch
        self.bin = path / "bin"
        self.bin.mkdir()
        self.note = path / "calls"
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.setenv("HOME", str(path))
        monkeypatch.setattr(system, "LIBRARIES", ((str(path / "libpango.so"),),))
        monkeypatch.setattr(system, "is_ubuntu", lambda: False)
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(os, "geteuid", lambda: 1000)

    def has_apt(self, effect: str = "") -> "Machine":
        program(self.bin / "apt-get", f'echo "apt-get $*" >> {self.note}\n{effect}')
        return self

    def has_root(self) -> "Machine":
        self.monkeypatch.setattr(os, "geteuid", lambda: 0)
        return self

    def has_sudo(self, *, password: bool) -> "Machine":
        program(self.bin / "sudo", f'[ "$2" = true ] && exit {int(password)}\necho "sudo $*" >> {self.note}')
        return self

    def has_pango(self) -> "Machine":
        (self.path / "libpango.so").symlink_to(_any_library())
        return self

    def has(self, *names: str) -> "Machine":
        for name in names:
            program(self.bin / name, "exit 0")
        return self

    def calls(self) -> list[str]:
        return self.note.read_text("utf-8").splitlines() if self.note.exists() else []


def _any_library() -> str:
    """An extension module that ctypes can load: it stands in for Pango."""
    import _ctypes

    return _ctypes.__file__


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    (tmp_path / "machine").mkdir()
    return Machine(tmp_path / "machine", monkeypatch)


INSTALL_PANGO = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def test_demo_runs_without_pango_and_says_so(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.has_apt()

    system.provide_system_pieces("demo", [])

    message = capsys.readouterr().err
    assert f"PDF addresses answer 503. To install: sudo apt-get update && sudo {INSTALL_PANGO}" in message
    assert "ไฟล์ PDF จะตอบ 503" in message
    assert machine.calls() == []


def test_test_stops_without_pango(machine: Machine) -> None:
    machine.has("pdftotext", "pdftoppm", "qpdf", "chromium")

    with pytest.raises(Stop) as stop:
        system.provide_system_pieces("test", [])

    assert stop.value.english == (f"The tests need Pango. To install: sudo apt-get update && sudo {INSTALL_PANGO}")
    assert "การทดสอบต้องใช้ Pango" in stop.value.thai


def test_root_gets_pango_after_an_announcement(machine: Machine, capfd: pytest.CaptureFixture[str]) -> None:
    library = machine.path / "libpango.so"
    machine.has_root().has_apt(f'[ "$1" = install ] && {_command("ln")} -s {_any_library()} {library}; exit 0')

    system.provide_system_pieces("demo", [])

    assert machine.calls() == ["apt-get update", INSTALL_PANGO]
    message = capfd.readouterr().err
    assert "PORTAL_NO_SYSTEM_INSTALL=1 turns this off" in message
    assert f"    apt-get update\n    {INSTALL_PANGO}\n" in message
    assert "503" not in message


def _command(name: str) -> str:
    return next(path for path in (f"/bin/{name}", f"/usr/bin/{name}") if Path(path).exists())


def test_sudo_without_password_is_used(machine: Machine) -> None:
    machine.has_apt().has_sudo(password=False)

    system.provide_system_pieces("demo", [])

    settings = "DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none"
    assert machine.calls() == [f"sudo -n env {settings} apt-get update", f"sudo -n env {settings} {INSTALL_PANGO}"]


def test_sudo_that_wants_a_password_is_left_alone(machine: Machine) -> None:
    machine.has_apt().has_sudo(password=True)

    system.provide_system_pieces("demo", [])

    assert machine.calls() == []


@pytest.mark.parametrize("command", ["demo", "test"])
def test_nothing_is_installed_where_that_is_switched_off(machine: Machine, command: str) -> None:
    os.environ["PORTAL_NO_SYSTEM_INSTALL"] = "1"
    machine.has_root().has_apt()

    with contextlib.suppress(Stop):
        system.provide_system_pieces(command, [])

    assert machine.calls() == []


def test_an_installation_that_did_not_help_stops_the_tests(machine: Machine) -> None:
    machine.has_root().has_apt("exit 100").has("pdftotext", "pdftoppm", "chromium")

    with pytest.raises(Stop, match="The tests need Pango, qpdf"):
        system.provide_system_pieces("test", [])

    assert machine.calls()[0] == "apt-get update"


def test_tests_learn_which_browser_was_found(machine: Machine) -> None:
    machine.has_pango().has("pdftotext", "pdftoppm", "qpdf", "chromium")

    system.provide_system_pieces("test", [])

    assert os.environ["PORTAL_CHROMIUM"] == str(machine.bin / "chromium")


def test_without_a_browser_the_ways_out_are_named(machine: Machine) -> None:
    machine.has_pango().has("pdftotext", "pdftoppm", "qpdf")

    with pytest.raises(Stop, match=r"sudo apt-get install .* chromium .*CHROMIUM=/path/to/browser"):
        system.provide_system_pieces("test", [])


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ([], ["Pango", "Chromium", "pdftotext, pdftoppm", "qpdf"]),
        (["-k", "calendar"], ["Pango", "Chromium", "pdftotext, pdftoppm", "qpdf"]),
        (["--only", "browser"], ["Pango", "Chromium", "pdftotext, pdftoppm", "qpdf"]),
        (["--only", "sqlite,postgres"], ["Pango", "pdftotext, pdftoppm", "qpdf"]),
        (["--only=lint,types"], []),
        (["--only"], []),
        (["--help"], []),
    ],
)
def test_only_what_the_steps_use_is_asked_for(arguments: list[str], needed: list[str]) -> None:
    assert [piece.name for piece in system.needed_pieces("test", arguments)] == needed


def test_other_commands_need_nothing_of_the_system() -> None:
    assert system.needed_pieces("migrate", []) == []


def test_a_browser_that_does_not_start_is_passed_over(machine: Machine) -> None:
    program(machine.bin / "chromium-browser", "echo requires the chromium snap; exit 1")
    machine.has("google-chrome")

    assert system.find_chromium() == str(machine.bin / "google-chrome")


def test_the_browser_given_by_name_comes_first(machine: Machine) -> None:
    machine.has("chromium", "mine")
    os.environ["CHROMIUM"] = str(machine.bin / "mine")

    assert system.find_chromium() == str(machine.bin / "mine")


def test_playwrights_own_browser_is_found(machine: Machine) -> None:
    shell = machine.path / ".cache/ms-playwright/chromium_headless_shell-1200/chrome-linux/headless_shell"
    shell.parent.mkdir(parents=True)
    program(shell, "exit 0")

    assert system.find_chromium() == str(shell)


def test_ubuntu_gets_playwrights_browser(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "is_ubuntu", lambda: True)

    commands = system.install_commands([system.CHROMIUM, system.QPDF])

    assert commands == [
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", "qpdf"],
        [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium-headless-shell"],
    ]


@pytest.mark.parametrize(("release", "answer"), [("ID=ubuntu\n", True), ("ID=debian\nID_LIKE=ubuntu\n", False)])
def test_ubuntu_is_known_by_its_release_file(tmp_path: Path, release: str, answer: bool) -> None:
    (tmp_path / "os-release").write_text(release, "utf-8")

    assert system.is_ubuntu(tmp_path / "os-release") is answer


def test_macos_is_told_about_homebrew(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert system.remedy([system.PANGO, system.QPDF]) == "brew install pango && brew install qpdf"


# -- the whole start ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "given", "result"),
    [
        ("demo", "", "demo"),
        ("demo", "development", "demo"),
        ("test", "", "test"),
        ("test", "production", "test"),
        ("migrate", "", "development"),
        ("migrate", "production", "production"),
    ],
)
def test_environment_of_a_command(command: str, given: str, result: str) -> None:
    assert bootstrap.portal_env(command, {"PORTAL_ENV": given}) == result


def test_demo_is_refused_in_production(capsys: pytest.CaptureFixture[str]) -> None:
    os.environ["PORTAL_ENV"] = "production"

    with pytest.raises(SystemExit) as exit_:
        bootstrap.prepare(["manage.py", "demo"])

    assert exit_.value.code == 2
    thai, english = capsys.readouterr().err.splitlines()
    assert thai.startswith("ไม่เปิดระบบสาธิต")
    assert english.startswith("No demo where PORTAL_ENV=production")


def test_own_environment_without_django_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    os.environ["PORTAL_NO_BOOTSTRAP"] = "1"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(SystemExit) as exit_:
        bootstrap.prepare(["manage.py", "check"])

    assert exit_.value.code == 2
    assert "has no Django" in capsys.readouterr().err


def test_own_environment_is_left_alone(root: Path, tools: Tools) -> None:
    os.environ["PORTAL_NO_BOOTSTRAP"] = "1"

    bootstrap.prepare(["manage.py", "check"], root)

    assert tools.commands == []
    assert os.environ["PORTAL_ENV"] == "development"


def test_a_directory_that_cannot_be_written_is_told_in_one_line(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "var").write_text("a file where a directory should be", "utf-8")

    with pytest.raises(SystemExit) as exit_:
        bootstrap.prepare(["manage.py", "check"], root)

    assert exit_.value.code == 2
    assert "Cannot prepare the environment" in capsys.readouterr().err


def test_an_interruption_ends_with_the_code_of_one(
    root: Path, tools: Tools, capsys: pytest.CaptureFixture[str]
) -> None:
    tools.failing = lambda line: KeyboardInterrupt()

    with pytest.raises(SystemExit) as exit_:
        bootstrap.prepare(["manage.py", "check"], root)

    assert exit_.value.code == 130
    assert not (root / ".venv").exists()
