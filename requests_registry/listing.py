"""The public list, of which the last page is found as quickly as the first, and its numbers, added up from counts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import QueryDict

from portal.public_data import remembered
from portal.search import Found

from .filters import BEST, FACETS, SORTS, counting, filtered, in_order_of_words, is_well_formed
from .models import CommunityRequest
from .models.requests import CommunityRequestQuerySet

Made = TypeVar("Made")

#: The column by whose values a list in each order falls into stretches, and the column that gives their order.
STRETCHES = {
    "newest": ("fiscal_year", "-fiscal_year_id"),
    "oldest": ("fiscal_year", "fiscal_year_id"),
    "province": ("province", "province__sort_key"),
}


def remembered_without_words(key: Hashable, make: Callable[[], Made], data: QueryDict, found: Found) -> Made:
    """What is the same for all pages of a list, kept while the data stay.

    Not of a search: few rows, many words. Nor of values that no link has: whatever is typed must not push out the rest.
    """
    if found.query.typed or not is_well_formed(data):
        return make()
    chosen = tuple((name, tuple(sorted(set(data.getlist(name))))) for name in FACETS)
    return remembered((key, chosen), make)


@dataclass(frozen=True)
class Stretch:
    """Rows that follow each other and have one value of a column."""

    value: int | str
    count: int


@dataclass(frozen=True)
class Listing:
    """Requests in an order, to be paged. What stands before a page is counted by stretches and not read."""

    rows: CommunityRequestQuerySet
    column: str
    stretches: tuple[Stretch, ...]
    ordered = True  # for the paginator

    def count(self) -> int:
        return sum(stretch.count for stretch in self.stretches)

    def __getitem__(self, wanted: slice) -> list[CommunityRequest]:
        """One query."""
        before, touched = self._touched(wanted)
        if not touched:
            return []
        among = self.rows.filter(**{f"{self.column}__in": [stretch.value for stretch in touched]})
        first, last = wanted.start - before, wanted.stop - before
        every = sum(stretch.count for stretch in touched)
        if first <= every // 2:
            return list(among.places(first, last))
        from_the_end = among.reverse().places(max(every - last, 0), every - first)
        return list(from_the_end.reverse())

    def _touched(self, wanted: slice) -> tuple[int, list[Stretch]]:
        """How many rows stand before the stretches that the wanted rows are in, and these."""
        begin, before, touched = 0, 0, []
        for stretch in self.stretches:
            end = begin + stretch.count
            if end <= wanted.start:
                before = end
            elif begin < wanted.stop:
                touched.append(stretch)
            begin = end
        return before, touched


def listing(data: QueryDict, sort: str, found: Found) -> Listing | Sequence[int]:
    """What is to be paged: rows in an order of `SORTS`, or primary keys of what was found, the best first."""
    rows: CommunityRequestQuerySet = filtered(data, CommunityRequest.objects.public(), found)
    if sort == BEST:
        return in_order_of_words(rows, found)
    column, order = STRETCHES[sort]

    def stretches() -> tuple[Stretch, ...]:
        counted = counting(data, found).counted_by(column, order.removeprefix("-")).order_by(order)
        return tuple(Stretch(row[column], row["count"]) for row in counted)

    found_stretches = remembered_without_words(("stretches", sort), stretches, data, found)
    return Listing(rows.order_by(*SORTS[sort][1]), column, found_stretches)
