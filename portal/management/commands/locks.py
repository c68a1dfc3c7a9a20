"""`manage.py locks`: the two hashed lock files, remade from pyproject.toml."""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from portal.bootstrap import ROOT

FORM = ("--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)")
DIRECT = re.compile(r"^ +# .*\(pyproject\.toml(?P<group>:\w+)?\)$")


class Command(BaseCommand):
    help = "Remakes portal/locks/run.txt and dev.txt from pyproject.toml, keeping the versions that still fit."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a lock is not current")
        parser.add_argument(
            "--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            make_locks(ROOT, upgrade=options["upgrade"])
        if problems := lock_problems(ROOT):
            raise CommandError("portal/locks is not current, run `manage.py locks`:\n  " + "\n  ".join(problems))
        self.stdout.write("portal/locks is current.")


def make_locks(root: Path, *, upgrade: bool) -> None:
    """Makes the wider one first and the other from its versions, so that both name the same ones. Needs the index."""
    locks = root / "portal" / "locks"
    with tempfile.TemporaryDirectory() as directory:
        dev, run = Path(directory) / "dev.txt", Path(directory) / "run.txt"
        shutil.copy(locks / "dev.txt", dev)
        _compile(root, dev, "--group=dev", *(["--upgrade"] if upgrade else []))
        shutil.copy(dev, run)
        _compile(root, run)
        shutil.copy(dev, locks)
        shutil.copy(run, locks)


def _compile(root: Path, target: Path, *options: str) -> None:
    uv = Path(sys.executable).with_name("uv")
    # Fixed words and a path of ours; uv takes the versions already in the target as its preference.
    command = [str(uv), "pip", "compile", "pyproject.toml", *FORM, f"--output-file={target}", *options]
    result = subprocess.run(command, cwd=root, stdout=subprocess.DEVNULL, check=False)
    if result.returncode != 0:
        raise CommandError("uv could not resolve the dependencies (its message is above)")


def lock_problems(root: Path) -> list[str]:
    """What in the lock files does not follow from pyproject.toml, one sentence each. Asks no index.

    A second compilation would also notice a wheel added to the index yesterday; that is no fault of the repository.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    run_wanted = _requirements(project["project"]["dependencies"])
    dev_wanted = _requirements(project["dependency-groups"]["dev"])
    run = read_lock(root / "portal" / "locks" / "run.txt")
    dev = read_lock(root / "portal" / "locks" / "dev.txt")
    return [
        *_unmet("run.txt", run, run_wanted),
        *_unmet("dev.txt", dev, {**run_wanted, **dev_wanted}),
        *_left_over("run.txt", run, set(run_wanted)),
        *_left_over("dev.txt", dev, {*run_wanted, *dev_wanted}),
        *_different(run, dev),
        *(f"{name} has no hash" for name, pin in {**run, **dev}.items() if not pin.hashes),
    ]


@dataclass
class Pin:
    versions: list[str] = field(default_factory=list)  # more than one where platforms differ
    direct: bool = False  # named in pyproject.toml itself
    hashes: int = 0


def read_lock(path: Path) -> dict[str, Pin]:
    pins: dict[str, Pin] = {}
    pin = Pin()
    for line in path.read_text("utf-8").splitlines():
        if match := PIN.match(line):
            pin = pins.setdefault(canonicalize_name(match["name"]), Pin())
            pin.versions.append(match["version"])
        pin.hashes += "--hash=sha256:" in line
        pin.direct |= DIRECT.match(line) is not None
    return pins


def _requirements(lines: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(requirement.name): requirement for requirement in map(Requirement, lines)}


def _unmet(file: str, pins: dict[str, Pin], wanted: dict[str, Requirement]) -> Iterator[str]:
    for name, requirement in wanted.items():
        versions = pins[name].versions if name in pins else []
        if not versions:
            yield f"{file} lacks {name}"
        for version in versions:
            if not requirement.specifier.contains(version, prereleases=True):
                yield f"{file} has {name} {version}, pyproject.toml wants {requirement.specifier}"


def _left_over(file: str, pins: dict[str, Pin], wanted: set[str]) -> Iterator[str]:
    for name, pin in pins.items():
        if pin.direct and name not in wanted:
            yield f"{file} has {name}, which pyproject.toml no longer names"


def _different(run: dict[str, Pin], dev: dict[str, Pin]) -> Iterator[str]:
    for name, pin in run.items():
        if name not in dev or dev[name].versions != pin.versions:
            yield f"{name} is not the same in run.txt and dev.txt"
