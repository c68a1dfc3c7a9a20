"""For the tests of database constraints: each constraint with rows that break it and neighbours that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

Act = Callable[[], Any]


@dataclass(frozen=True)
class Case:
    """One way to break a constraint, and the nearest thing that is allowed. Both really write to the database.

    `given` makes what both start from.
    """

    constraint: str
    broken: Callable[..., Any]
    allowed: Callable[..., Any]
    given: Act | None = field(default=None)

    def __str__(self) -> str:
        return self.constraint

    def start(self) -> tuple[Any, ...]:
        return () if self.given is None else (self.given(),)


def claim_cases(prefix: str, make: Callable[..., Any], source: Act) -> list[Case]:
    """The two rules that every claim obeys."""
    return [
        Case(
            f"{prefix}_provenance_is_known",
            lambda: make(provenance="rumoured", source=source()),
            lambda: make(provenance="inferred", source=source()),
        ),
        Case(
            f"{prefix}_stated_or_inferred_names_its_source",
            lambda: make(provenance="stated", source=None),
            lambda: make(provenance="stated", source=source()),
        ),
        Case(
            f"{prefix}_stated_or_inferred_names_its_source",
            lambda: make(provenance="inferred", source=None),
            lambda: make(provenance="entered", source=None),
        ),
    ]


@contextmanager
def assert_refused(name: str) -> Iterator[None]:
    """The database, not Django, refuses what happens inside, and names this constraint as the reason."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert said_by_database(name) in str(refusal.value)


def said_by_database(name: str) -> str:
    """What the message of the database contains. SQLite names a unique constraint by its columns only."""
    constraint, model = constraints()[name]
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        by_name = {field.name: field.column for field in model._meta.concrete_fields}
        columns = [by_name[name] for name in constraint.fields]
        return "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return f'"{name}"' if connection.vendor == "postgresql" else f"CHECK constraint failed: {name}"


def constraints(*labels: str) -> dict[str, tuple[models.BaseConstraint, type[models.Model]]]:
    """Every constraint of these apps (of all our apps when none is named) with its model, by name."""
    found = [
        (constraint, model)
        for label in labels or ("portal", "workshops", "requests_registry", "pages")
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    ]
    return {constraint.name: (constraint, model) for constraint, model in found}


def names(cases: Iterable[Case]) -> set[str]:
    return {case.constraint for case in cases}
