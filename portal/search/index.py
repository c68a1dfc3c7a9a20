"""The index: which rows are in it, and how it follows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from portal.models import SearchEntry, SearchTerm

from .terms import VERSION, abbreviations, folded, terms_of

#: Rows read and written at a time.
AT_A_TIME = 500
#: Entries from which the frequency of terms is estimated.
COUNTED = 5_000

Progress = Callable[[str], None]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Text:
    """What an audience may find a row by. `keywords` are found as a whole only."""

    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """What one row says. `public` is None when the public knows nothing of it."""

    object_id: int
    public: Text | None
    internal: Text


@dataclass(frozen=True)
class Source:
    """What an app has to be found.

    `rows` gives the rows with all that `words` reads of them. `concerned` says for each model whose rows matter, which
    of the source's rows one of its rows changes.
    """

    kind: str
    rows: Callable[[], models.QuerySet[Any]]
    words: Callable[[Any], Words]
    concerned: dict[type[models.Model], Callable[[Any], Iterable[int]]] = field(default_factory=dict)


_sources: dict[str, Source] = {}
_is_paused: ContextVar[bool] = ContextVar("search_index_is_paused", default=False)


def register(source: Source) -> None:
    """Index the source's rows from now on, each in the transaction that writes it."""
    _sources[source.kind] = source
    for model, concerned in source.concerned.items():
        for signal in (post_save, post_delete):
            signal.connect(
                _follower(source.kind, concerned),
                sender=model,
                weak=False,
                dispatch_uid=f"search/{source.kind}/{model._meta.label}/{id(signal)}",
            )


def _follower(kind: str, concerned: Callable[[Any], Iterable[int]]) -> Callable[..., None]:
    def follow(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
        if not raw and not _is_paused.get():
            refresh(kind, list(concerned(instance)))

    return follow


@contextmanager
def paused() -> Iterator[None]:
    """Inside, the index does not follow: for loaders that write thousands of rows and call `reindex` at the end."""
    token = _is_paused.set(True)
    try:
        yield
    finally:
        _is_paused.reset(token)


@transaction.atomic
def refresh(kind: str, object_ids: Iterable[int]) -> None:
    """Make the entries of these rows say what the rows say now; those of rows that are gone go."""
    keys = set(object_ids)
    if not keys:
        return
    source = _sources[kind]
    entries = [_entry(kind, source.words(row)) for row in source.rows().filter(pk__in=keys)]
    if gone := keys - {entry.object_id for entry in entries}:
        SearchEntry.objects.filter(kind=kind, object_id__in=gone).delete()
    _write(entries)


def _entry(kind: str, words: Words) -> SearchEntry:
    entry = SearchEntry(kind=kind, object_id=words.object_id, is_public=words.public is not None, fold_version=VERSION)
    for who, text in (("public", words.public or Text()), ("internal", words.internal)):
        title, body = folded(text.title), folded(text.body)
        keywords = {*text.keywords, *(word for part in (*text.title, *text.body) for word in abbreviations(part))}
        setattr(entry, f"{who}_title", title)
        setattr(entry, f"{who}_body", body)
        setattr(entry, f"{who}_terms", terms_of(title, body, keywords))
    return entry


def _write(entries: list[SearchEntry]) -> None:
    if not entries:
        return
    written = [name.attname for name in SearchEntry._meta.concrete_fields if not name.primary_key]
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=[name for name in written if name not in {"kind", "object_id"}],
    )


@transaction.atomic
def reindex(*, progress: Progress = lambda text: None) -> dict[str, int]:
    """Write every entry anew, in chunks, and remove those of rows that are gone; says how many there are of a kind.

    Repeatable. Counts the terms again.
    """
    written: dict[str, int] = {}
    SearchEntry.objects.exclude(kind__in=_sources).delete()
    for kind, source in sorted(_sources.items()):
        keys = list(source.rows().order_by("pk").values_list("pk", flat=True))
        _remove_orphans(kind, set(keys))
        done = 0
        for chunk in _chunks(keys, AT_A_TIME):
            refresh(kind, chunk)
            done += len(chunk)
            progress(f"{kind}: {done:,} of {len(keys):,}")
        written[kind] = len(keys)
    count_terms()
    return written


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk


def _remove_orphans(kind: str, keys: set[int]) -> None:
    entries = SearchEntry.objects.filter(kind=kind)
    orphans = set(entries.values_list("object_id", flat=True)) - keys
    for chunk in _chunks(sorted(orphans), AT_A_TIME):
        entries.filter(object_id__in=chunk).delete()


@transaction.atomic
def count_terms() -> None:
    """Estimate how many public entries have each term, from at most `COUNTED` of them."""
    entries = SearchEntry.objects.filter(is_public=True)
    total = entries.count()
    step = max(total // COUNTED, 1)
    sample = [
        terms
        for place, terms in enumerate(entries.order_by("pk").values_list("public_terms", flat=True).iterator())
        if place % step == 0
    ]
    counted = Counter(term for terms in sample for term in terms.split())
    scale = total / max(len(sample), 1)
    SearchTerm.objects.all().delete()
    rows = [SearchTerm(term=term, entries=round(count * scale)) for term, count in counted.items()]
    SearchTerm.objects.bulk_create([*rows, SearchTerm(term=ALL, entries=total)], batch_size=2_000)


#: The term under which the number of public entries stands.
ALL = ""


@dataclass(frozen=True)
class Count:
    """How rows and entries of a kind compare. `stale` ones were made by an older `fold` or of other terms."""

    kind: str
    rows: int
    entries: int
    stale: int

    @property
    def agrees(self) -> bool:
        return self.rows == self.entries and not self.stale


def check_counts() -> list[Count]:
    """Rows and entries of each kind, for a nightly look; where they differ, `reindex` mends it."""
    return [
        Count(
            kind,
            source.rows().count(),
            SearchEntry.objects.filter(kind=kind).count(),
            SearchEntry.objects.filter(kind=kind).exclude(fold_version=VERSION).count(),
        )
        for kind, source in sorted(_sources.items())
    ]
