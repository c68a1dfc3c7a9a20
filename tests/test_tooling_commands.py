"""`manage.py locks` and `manage.py test`: what they conclude from files, without running what they run."""

import re
from pathlib import Path

import pytest

from portal.bootstrap import ROOT
from portal.management.commands import locks
from portal.management.commands import test as test_command
from portal.management.commands.test import Counts, Result

pytestmark = pytest.mark.pure

PROJECT = """
[project]
dependencies = ["Django>=5.2.19,<5.3", "django-filter>=25.2", "psycopg[binary]>=3"]
[dependency-groups]
dev = ["ruff>=0.15"]
"""
RUN = """\
asgiref==3.13.0 \\
    --hash=sha256:aa
    # via django
django==5.2.19 \\
    --hash=sha256:bb
    # via
    #   name (pyproject.toml)
    #   django-filter
django-filter==26.2 \\
    --hash=sha256:cc
    # via name (pyproject.toml)
psycopg[binary]==3.3.9 ; python_version < "4" \\
    --hash=sha256:dd
    # via name (pyproject.toml)
"""
DEV = RUN + "ruff==0.17.6 \\\n    --hash=sha256:ee\n    # via name (pyproject.toml:dev)\n"


def write_project(root: Path, project: str = PROJECT, run: str = RUN, dev: str = DEV) -> Path:
    (root / "portal" / "locks").mkdir(parents=True)
    (root / "pyproject.toml").write_text(project, "utf-8")
    (root / "portal" / "locks" / "run.txt").write_text(run, "utf-8")
    (root / "portal" / "locks" / "dev.txt").write_text(dev, "utf-8")
    return root


def test_current_locks_have_no_problem(tmp_path: Path) -> None:
    assert locks.lock_problems(write_project(tmp_path)) == []


@pytest.mark.parametrize(
    ("project", "run", "dev", "problems"),
    [
        pytest.param(
            PROJECT.replace('"django-filter', '"segno>=1.6", "django-filter'),
            RUN,
            DEV,
            ["run.txt lacks segno", "dev.txt lacks segno"],
            id="added to the project",
        ),
        pytest.param(
            PROJECT.replace(', "django-filter>=25.2"', ""),
            RUN,
            DEV,
            [
                "run.txt has django-filter, which pyproject.toml no longer names",
                "dev.txt has django-filter, which pyproject.toml no longer names",
            ],
            id="removed from the project",
        ),
        pytest.param(
            PROJECT.replace("ruff>=0.15", "ruff>=0.18"),
            RUN,
            DEV,
            ["dev.txt has ruff 0.17.6, pyproject.toml wants >=0.18"],
            id="newer wanted",
        ),
        pytest.param(
            PROJECT,
            RUN,
            DEV.replace("asgiref==3.13.0", "asgiref==3.12.0"),
            ["asgiref is not the same in run.txt and dev.txt"],
            id="two versions",
        ),
        pytest.param(
            PROJECT,
            RUN.replace("    --hash=sha256:aa\n", ""),
            DEV.replace("    --hash=sha256:aa\n", ""),
            ["asgiref has no hash"],
            id="no hash",
        ),
    ],
)
def test_locks_that_do_not_follow_the_project_are_told(
    tmp_path: Path, project: str, run: str, dev: str, problems: list[str]
) -> None:
    assert locks.lock_problems(write_project(tmp_path, project, run, dev)) == problems


def test_the_projects_own_locks_name_no_address() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "portal" / "locks").iterdir()]

    assert [text.count("://") for text in texts] == [0, 0]


def test_everything_runs_unless_told_otherwise() -> None:
    assert test_command.parse([]) == (("lint", "types", "sqlite", "postgres", "browser"), [])


def test_only_takes_groups_in_their_order_and_leaves_the_rest_to_pytest() -> None:
    only, rest = test_command.parse(["--only", "sqlite,lint", "tests/thai", "-k", "calendar", "-x", "-vv"])

    assert only == ["lint", "sqlite"]
    assert rest == ["tests/thai", "-k", "calendar", "-x", "-vv"]


def test_an_unknown_group_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        test_command.parse(["--only", "sqlite,speed"])

    assert "speed is not one of lint, types, sqlite, postgres, browser" in capsys.readouterr().err


def write_junit(path: Path, *suites: str) -> Path:
    path.write_text(f"<testsuites>{''.join(f'<testsuite {suite}/>' for suite in suites)}</testsuites>", "utf-8")
    return path


def test_counts_come_from_all_suites_and_errors_are_failures(tmp_path: Path) -> None:
    junit = write_junit(
        tmp_path / "x.xml",
        'tests="10" failures="1" errors="2" skipped="3"',
        'tests="5" failures="0" errors="0" skipped="0"',
    )

    assert test_command.read_counts(junit, code=1) == Counts(passed=9, failed=3, skipped=3)


def test_a_run_that_died_without_counts_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "cut.xml").write_text("<testsuites><testsuite", "utf-8")

    assert test_command.read_counts(tmp_path / "missing.xml", code=3) == Counts(failed=1)
    assert test_command.read_counts(tmp_path / "cut.xml", code=3) == Counts(failed=1)


def test_a_failing_run_without_a_failing_test_is_one_failure(tmp_path: Path) -> None:
    junit = write_junit(tmp_path / "x.xml", 'tests="4" failures="0" errors="0" skipped="0"')

    assert test_command.read_counts(junit, code=4) == Counts(passed=4, failed=1)


def test_last_line_is_the_sum_and_names_skips_only_when_there_are_any(capsys: pytest.CaptureFixture[str]) -> None:
    code = test_command.summarise(
        [
            Result("mypy", 1.5, passed=True),
            Result("pytest sqlite", 2, passed=True, counts=Counts(40, 0, 0)),
            Result("pytest browser", 2, passed=True, counts=Counts(2, 0, 0)),
        ]
    )

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == "42 passed, 0 failed"
    assert test_command.total_line([Counts(1, 2, 3)]) == "1 passed, 2 failed, 3 skipped"


def test_one_failed_step_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    code = test_command.summarise(
        [Result("ruff check", 0.1, passed=False), Result("pytest sqlite", 2, passed=True, counts=Counts(1, 0, 0))]
    )

    assert code == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[3].split() == ["ruff", "check", "FAILED", "0.1"]
    assert lines[-1] == "1 passed, 0 failed"


def test_a_failed_step_does_not_stop_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    broken = test_command.tool("lint", "broken", "-c", "raise SystemExit(3)")

    result = test_command.run_step(broken)

    assert (result.name, result.passed, result.counts) == ("broken", False, None)
    assert "FAILED" in capsys.readouterr().out


def test_a_database_of_the_shell_reaches_no_step_but_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user@server/name")

    steps = [test_command.build_step(), *test_command.lint_steps(), *test_command.type_steps()]

    assert [step.name for step in steps if "DATABASE_URL" in step.environment] == []
    with test_command.postgresql_url() as url:
        assert url == "postgres://user@server/name"


# ---------------------------------------------------------------------------------------------------------- documents


DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "portal/README.md",
    "portal/pages/README.md",
    "workshops/README.md",
    "requests_registry/README.md",
)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_points_to_is_there(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []
