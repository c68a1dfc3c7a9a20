"""The tables of counts follow the rows: triggers of the database write them, in the transaction of the row.

So they hold for every way of writing, also for many rows at once. A trigger takes off what the old row counted and
adds what the new one counts; nobody changes a row of another, and nobody waits. `recount` writes each table anew with
one row for each kind: after each migration, after loaders, every night, and by `manage.py recount`.

SQLite drops the triggers of a table that a migration writes anew, and does not rename a table of which a trigger of
another speaks: so migrations find none (`remove`), and they are laid again afterwards (`lay`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.public_data import note_change

from .models import AgencyResponse, CommunityRequest
from .models.counts import AnswerCount, AnswerDaysCount, RequestCount
from .models.requests import PUBLIC
from .models.responses import HELPING

REQUESTS, ANSWERS = CommunityRequest._meta.db_table, AgencyResponse._meta.db_table


def _listed(values: tuple[Any, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


#: In all SQL here `{r}` is the request and `{a}` the answer: a table's alias, or OLD or NEW in a trigger.
IS_PUBLIC = f"{{r}}.number IS NOT NULL AND {{r}}.status IN ({_listed(PUBLIC)})"


@dataclass(frozen=True)
class Book:
    """A table of counts: the SQL of each of its columns, and which rows it counts."""

    model: type[models.Model]
    columns: Mapping[str, str]
    condition: str
    of_answers: bool

    @property
    def head(self) -> str:
        return f"INSERT INTO {self.model._meta.db_table} ({', '.join(self.columns)}, number)"

    def entries(self, number: str, *, r: str, a: str = "", rows: str = "", on: str = "") -> str:
        """The statement that adds entries for what stands in `r` and `a`, of which `rows` are fetched."""
        columns = ", ".join(self.columns.values())
        source = f" FROM {rows}" if rows else ""
        condition = " AND ".join(part for part in (on, self.condition) if part)
        return f"{self.head} SELECT {columns}, {number}{source} WHERE {condition}".format(r=r, a=a)

    @property
    def counted(self) -> str:
        """The query that counts the rows: what the table should hold."""
        rows = f"{REQUESTS} r JOIN {ANSWERS} a ON a.community_request_id = r.id" if self.of_answers else f"{REQUESTS} r"
        kinds = ", ".join(str(place) for place in range(1, len(self.columns) + 1))
        columns = ", ".join(self.columns.values())
        query = f"SELECT {columns}, COUNT(*) FROM {rows} WHERE {self.condition} GROUP BY {kinds}"  # noqa: S608
        return query.format(r="r", a="a")

    @property
    def summed(self) -> str:
        """The query that adds the table up: what it does hold."""
        names, table = ", ".join(self.columns), self.model._meta.db_table
        return f"SELECT {names}, SUM(number) FROM {table} GROUP BY {names} HAVING SUM(number) <> 0"  # noqa: S608


def _plain(alias: str, *names: str) -> dict[str, str]:
    return {name: f"{{{alias}}}.{name}" for name in names}


BOOKS = (
    Book(
        RequestCount,
        _plain("r", "fiscal_year_id", "is_sample", "province_id", "group_id", "category_id", "status"),
        IS_PUBLIC,
        of_answers=False,
    ),
    Book(
        AnswerCount,
        _plain("r", "fiscal_year_id", "is_sample", "province_id", "group_id")
        | _plain("a", "agency_id", "kind", "is_published")
        | {"is_helping": f"({{a}}.status IN ({_listed(HELPING)}))"},
        IS_PUBLIC,
        of_answers=True,
    ),
    Book(
        AnswerDaysCount,
        _plain("r", "fiscal_year_id", "is_sample") | _plain("a", "agency_id", "response_days"),
        f"{IS_PUBLIC} AND {{a}}.is_published AND {{a}}.response_days IS NOT NULL",
        of_answers=True,
    ),
)
#: What a request and an answer are counted by: changes of other columns change no count.
WATCHED = {
    REQUESTS: ("fiscal_year_id", "number", "is_sample", "province_id", "group_id", "category_id", "status"),
    ANSWERS: ("community_request_id", "agency_id", "kind", "status", "is_published", "response_days"),
}


# ------------------------------------------------------------------------------------------------------------ triggers


@dataclass(frozen=True)
class Trigger:
    table: str
    event: str
    statements: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.table}_counted_on_{self.event}"


def _triggers() -> Iterator[Trigger]:
    for table, entries in ((REQUESTS, _entries_of_request), (ANSWERS, _entries_of_answer)):
        yield Trigger(table, "insert", entries("NEW", "1"))
        yield Trigger(table, "update", (*entries("OLD", "-1"), *entries("NEW", "1")))
        yield Trigger(table, "delete", entries("OLD", "-1"))


def _entries_of_request(row: str, number: str) -> tuple[str, ...]:
    """With a request its answers come and go."""
    its_answers = {"a": "a", "rows": f"{ANSWERS} a", "on": f"a.community_request_id = {row}.id"}
    return tuple(book.entries(number, r=row, **(its_answers if book.of_answers else {})) for book in BOOKS)


def _entries_of_answer(row: str, number: str) -> tuple[str, ...]:
    its_request = {"r": "r", "rows": f"{REQUESTS} r", "on": f"r.id = {row}.community_request_id"}
    return tuple(book.entries(number, a=row, **its_request) for book in BOOKS if book.of_answers)


def lay(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the triggers, in place of those that are there."""
    remove(using)
    database = connections[using]
    write = _for_postgresql if database.vendor == "postgresql" else _for_sqlite
    with database.cursor() as cursor:
        for trigger in _triggers():
            for statement in write(trigger):
                cursor.execute(statement)


def _for_sqlite(trigger: Trigger) -> Iterator[str]:
    body = "; ".join(trigger.statements)
    yield f"CREATE TRIGGER {trigger.name} {_when(trigger, 'IS NOT')} BEGIN {body}; END"


def _for_postgresql(trigger: Trigger) -> Iterator[str]:
    body = "; ".join(trigger.statements)
    # What a trigger after the row gives back is not looked at.
    yield (
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN {body}; RETURN OLD; END $$"
    )
    yield f"CREATE TRIGGER {trigger.name} {_when(trigger, 'IS DISTINCT FROM')} EXECUTE FUNCTION {trigger.name}()"


def _when(trigger: Trigger, differs: str) -> str:
    """A request is taken off before it is deleted: its answers, if they are there still, know it no longer after."""
    moment = "BEFORE" if trigger.event == "delete" else "AFTER"
    head = f"{moment} {trigger.event.upper()} ON {trigger.table} FOR EACH ROW"
    if trigger.event != "update":
        return head
    old, new = (", ".join(f"{row}.{name}" for name in WATCHED[trigger.table]) for row in ("OLD", "NEW"))
    return f"{head} WHEN (({old}) {differs} ({new}))"


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away, if they are there."""
    database = connections[using]
    for trigger in _triggers():
        with database.cursor() as cursor:
            if database.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {trigger.name}() CASCADE")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")


def before_migrations(using: str, **kwargs: Any) -> None:
    remove(using)


def after_migrations(using: str, **kwargs: Any) -> None:
    """Lay the triggers and count anew, once the tables are there."""
    if {book.model._meta.db_table for book in BOOKS} <= set(connections[using].introspection.table_names()):
        lay(using)
        recount(using)


# ------------------------------------------------------------------------------------------------------------ counting


def recount(using: str = DEFAULT_DB_ALIAS) -> None:
    """Write the tables anew from the rows. Nobody waits, and what others write meanwhile is counted as well."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _one_at_a_time(connections[using])
        for book in BOOKS:
            for statement in _anew(book, connections[using]):
                cursor.execute(statement)


def mend(using: str = DEFAULT_DB_ALIAS) -> None:
    """Lay the triggers again, as after a migration that failed, count anew, and let everybody read the new counts."""
    with transaction.atomic(using=using):
        lay(using)
        recount(using)
        note_change()


def _anew(book: Book, database: BaseDatabaseWrapper) -> Iterator[str]:
    """In one statement on PostgreSQL: what is deleted and what is counted are then of the same moment."""
    delete = f"DELETE FROM {book.model._meta.db_table}"  # noqa: S608
    if database.vendor == "postgresql":
        yield f"WITH gone AS ({delete}) {book.head} {book.counted}"
    else:  # whose transactions begin by locking out other writers
        yield delete
        yield f"{book.head} {book.counted}"


def _one_at_a_time(database: BaseDatabaseWrapper) -> None:
    """Two at once would each write the whole."""
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('requests_registry.counting'))")


def disagreements() -> dict[str, int]:
    """The tables that do not agree with the rows, each with the number of kinds in which they differ."""
    found = {}
    for book in BOOKS:
        apart = (
            f"SELECT * FROM ({book.counted} EXCEPT {book.summed}) x UNION ALL "  # noqa: S608
            f"SELECT * FROM ({book.summed} EXCEPT {book.counted}) y"
        )
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({apart}) z")  # noqa: S608
            if number := cursor.fetchone()[0]:
                found[book.model._meta.db_table] = number
    return found


def connect() -> None:
    """Called once from `AppConfig.ready()`."""
    config = apps.get_app_config("requests_registry")
    models.signals.pre_migrate.connect(before_migrations, sender=config, dispatch_uid="remove-triggers-of-counts")
    models.signals.post_migrate.connect(after_migrations, sender=config, dispatch_uid="lay-triggers-of-counts")
