"""Writing rows of facts: by natural key, and only what their columns take."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from portal.models import Provenance, Source

from .data_files import Record

Step = Callable[[str], None]
Row = TypeVar("Row", bound=models.Model)


class Rows:
    """Writes the rows of one run and remembers them, so that what earlier files had can be told from them.

    `stated` and `inferred` are the two claims that loading makes.
    """

    def __init__(self, *, page: Source, general: Source) -> None:
        self.stated: dict[str, Any] = {"provenance": Provenance.STATED, "source": page}
        self.inferred: dict[str, Any] = {"provenance": Provenance.INFERRED, "source": general}
        self._met: defaultdict[type[models.Model], set[Any]] = defaultdict(set)

    def put(self, record: Record, model: type[Row], key: dict[str, Any], values: dict[str, Any], **names: str) -> Row:
        """The row with this natural key, made or brought up to date. `names`: see `fitting`."""
        fitting(record, model, {**key, **values}, **names)
        row = model._default_manager.filter(**key).first() or model(**key)
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()  # only then: a row's history tells of changes alone
        self._met[model].add(row.pk)
        return row

    def not_met(self, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        return rows.exclude(pk__in=self._met[rows.model])


def upsert(model: type[models.Model], unique: list[str], rows: list[models.Model]) -> None:
    """Insert, or bring up to date, by natural key; one statement however many rows."""
    changed = [
        field.name for field in model._meta.concrete_fields if field.name not in unique and not field.primary_key
    ]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=changed)


def fitting(record: Record, model: type[models.Model], values: dict[str, Any], **names: str) -> dict[str, Any]:
    """The values, if their columns take them: length, form, choices. `names`: what a column is called in the record."""
    for column, value in values.items():
        field = model._meta.get_field(column)
        if field.is_relation:
            continue
        try:
            with translation.override("en"):
                field.clean(value, None)  # type: ignore[union-attr]
        except ValidationError as error:
            read_as = f"as {column}: " if column in names else ""
            raise record.error(names.get(column, column), read_as + " ".join(error.messages)) from None
    return values
