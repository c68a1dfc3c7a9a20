"""Reading the data files with errors that name file, record and field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from portal.thai import repair, to_be

LARGEST_INTEGER = 2_147_483_647  # what a column takes on every database
SMALL_INTEGER = 32_767  # the largest number of a small column
#: NUL, which no text of PostgreSQL holds, and halves of surrogate pairs, which UTF-8 does not have.
NOT_STORABLE = re.compile("[\0\ud800-\udfff]")
DATA_DIR = settings.BASE_DIR / "portal" / "data"
Thing = TypeVar("Thing")


class DataError(Exception):
    """A data file does not say what it must. Carries the file, the record's place in it and the field."""

    def __init__(self, file: str, record: str, field: str, problem: str) -> None:
        self.file, self.record, self.field, self.problem = file, record, field, problem
        super().__init__(f"{file}: record {record}, field {field}: {problem}")


class Record:
    """One JSON object of a data file. Each reader checks what it reads and raises `DataError`.

    Texts come mended (`portal.thai.repair`) and without blanks around them, as what people type into forms.
    """

    def __init__(self, file: str, place: str, value: Any) -> None:
        self.file, self.place = file, place
        if not isinstance(value, dict):
            raise DataError(file, place, "-", f"an object was expected, not {_shown(value)}")
        self.value: dict[str, Any] = value

    def error(self, field: str, problem: str) -> DataError:
        return DataError(self.file, self.place, field, problem)

    def _required(self, field: str, kind: type) -> Any:
        if field not in self.value:
            raise self.error(field, "is missing")
        found = self.value[field]
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            raise self.error(field, f"{kind.__name__} was expected, not {_shown(found)}")
        return found

    def text(self, field: str) -> str:
        """A text that is not empty."""
        found = self._mended(field, self._required(field, str))
        if not found:
            raise self.error(field, "is empty")
        return found

    def optional_text(self, field: str) -> str:
        """A text, or "" when the field is missing or null."""
        return "" if self.value.get(field) is None else self._mended(field, self._required(field, str))

    def _mended(self, field: str, text: str) -> str:
        if unfit := NOT_STORABLE.search(text):
            raise self.error(field, f"the character U+{ord(unfit[0]):04X} cannot be stored")
        return repair(text).strip()

    def integer(self, field: str, *, least: int = 0, most: int = LARGEST_INTEGER) -> int:
        found: int = self._required(field, int)
        if not least <= found <= most:
            raise self.error(field, f"{least} to {most} was expected, not {_shown(found)}")
        return found

    def optional_integer(self, field: str, *, most: int = LARGEST_INTEGER) -> int | None:
        return None if self.value.get(field) is None else self.integer(field, most=most)

    def boolean(self, field: str) -> bool:
        found: bool = self._required(field, bool)
        return found

    def day(self, field: str) -> date:
        """An ISO date, Common Era, of a year that has a Buddhist one."""
        found = self.text(field)
        try:
            day = date.fromisoformat(found)
            to_be(day.year)
        except ValueError:
            raise self.error(field, f"an ISO date of the Common Era was expected, not {_shown(found)}") from None
        return day

    def texts(self, field: str) -> list[str]:
        found: list[Any] = self._required(field, list)
        texts = [self._mended(field, item) for item in found if isinstance(item, str)]
        if len(texts) < len(found) or not all(texts):
            raise self.error(field, "a list of texts was expected")
        if twice := [text for text in texts if texts.count(text) > 1]:
            raise self.error(field, f"{twice[0]!r} stands twice; a list of texts, each once, was expected")
        return texts

    def one_of(self, field: str, things: Mapping[Any, Thing], kind: str, *, key: Any = None) -> Thing:
        """The thing that the field names, or `key`, which was read from it. `kind`: what it is, for the error."""
        named = self.text(field) if key is None else key
        if named not in things:
            raise self.error(field, f"there is no {kind} {named!r}")
        return things[named]

    def record(self, field: str) -> Record:
        return Record(self.file, _inside(self.place, field), self._required(field, dict))

    def records(self, field: str, *, once: Sequence[str] = ()) -> Iterator[Record]:
        """The objects of a list. `once`: natural keys, fields in which no two have the same text or number."""
        seen: set[tuple[str, str | int]] = set()
        for index, item in enumerate(self._required(field, list)):
            record = Record(self.file, f"{_inside(self.place, field)}[{index}]", item)
            for key in once:
                record._refuse_twice(key, seen)
            yield record

    def _refuse_twice(self, field: str, seen: set[tuple[str, str | int]]) -> None:
        """What is missing, or is neither text nor number, is left to the reader of the field."""
        found = self.value.get(field)
        if not isinstance(found, str | int):
            return
        key = (field, self._mended(field, found) if isinstance(found, str) else found)
        if key in seen:
            raise self.error(field, f"{key[1]} stands twice")
        seen.add(key)

    def named_records(self, field: str) -> Iterator[tuple[str, Record]]:
        for key, item in self._required(field, dict).items():
            yield key, Record(self.file, _inside(self.place, f"{field}.{key}"), item)


def read(name: str, *, directory: Path = DATA_DIR) -> Record:
    """The whole of one data file. Raises `DataError` when it is missing or not JSON."""
    try:
        return Record(name, "(whole file)", json.loads((directory / name).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise DataError(name, "(whole file)", "-", f"there is no such file in {directory.name}/") from None
    except (ValueError, RecursionError) as error:  # also of numbers and nesting beyond all measure
        raise DataError(name, "(whole file)", "-", f"is not JSON in UTF-8: {error}") from None


def _inside(place: str, field: str) -> str:
    return field if place == "(whole file)" else f"{place}.{field}"


def _shown(value: Any) -> str:
    return repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "..."
