"""The search index: what each thing says, folded, public and internal words apart."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """What search knows of one row of another table. Written by `portal.search` alone, with the row it tells of.

    `*_title` and `*_body` are folded (`portal.thai.fold`) and never shown; `*_terms` are the grams of both in ASCII,
    from which the database itself keeps its full-text index: triggers into FTS5 tables on SQLite, generated columns on
    PostgreSQL (migration 0004). So index and entry cannot disagree. SQLite drops triggers when a migration rebuilds
    the table: one that alters this model must make them again.

    Of what is not public the `public_*` texts are empty: nobody's mistake in a query can let it out.
    """

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    is_public = models.BooleanField(default=False)
    public_title = models.TextField(blank=True)
    public_body = models.TextField(blank=True)
    public_terms = models.TextField(blank=True)
    internal_title = models.TextField(blank=True)
    internal_body = models.TextField(blank=True)
    internal_terms = models.TextField(blank=True)
    fold_version = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("รายการในดัชนีค้นหา")
        verbose_name_plural = _("รายการในดัชนีค้นหา")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_tells_of_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchTerm(models.Model):
    """How many public entries have a term, as last counted: rare ones tell more. May be out of date without harm."""

    term = models.CharField(max_length=120, primary_key=True)
    entries = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("คำในดัชนีค้นหา")
        verbose_name_plural = _("คำในดัชนีค้นหา")

    def __str__(self) -> str:
        return self.term
