"""Whether a paper is genuine and still true, by its code or by the hash of its file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.urls import reverse
from django.utils import translation

from portal.models import StoredReport

from .editions import Edition, tidy_code
from .storing import current_edition

LARGEST_FILE = 20_000_000  # bytes: no report of ours comes near


class Verdict(StrEnum):
    CURRENT = "current"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """What is known of a paper. `newer`: the report as its data stand now; None when it is not published any more."""

    verdict: Verdict
    stored: StoredReport | None = None
    newer: Edition | None = None

    @property
    def newer_address(self) -> str:
        """Of the new report, in its language; empty for drafts, which have no public address."""
        if self.newer is None or self.is_draft:
            return ""
        order = self.newer.order
        with translation.override(order.language):
            return f"{reverse(self.newer.kind.address, args=order.about)}?digits={order.digits}"

    @property
    def is_draft(self) -> bool:
        return self.stored is not None and self.stored.audience == StoredReport.Audience.STAFF


def by_code(typed: str) -> Finding:
    code = tidy_code(typed)
    return _finding(StoredReport.objects.filter(code=code).first() if code else None)


def by_hash(digest: str) -> Finding:
    return _finding(StoredReport.objects.filter(sha256=digest).first())


def _finding(stored: StoredReport | None) -> Finding:
    """Another release may draw the same data anew: what counts is whether the data are the same."""
    if stored is None:
        return Finding(Verdict.UNKNOWN)
    now = current_edition(stored)
    if now and now.data_key == stored.data_key:
        return Finding(Verdict.CURRENT, stored)
    return Finding(Verdict.SUPERSEDED, stored, now)


class HashOnly(FileUploadHandler):
    """Takes in an upload without keeping it: all that comes of the file is its hash, as its content."""

    chunk_size = 1 << 16

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.digest, self.size = sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > LARGEST_FILE:
            raise StopUpload(connection_reset=True)
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> SimpleUploadedFile | None:
        if not file_size:
            return None
        return SimpleUploadedFile("sha256", self.digest.hexdigest().encode(), "text/plain")
