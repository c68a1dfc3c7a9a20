"""Files on disk and on their way out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile

from portal.files import StoredFile, file_response
from portal.storage import DurableFileSystemStorage


class Stored:
    """A row with a file, as `file_response` takes it."""

    def __init__(self, content: bytes) -> None:
        self.file = cast("FieldFile", ContentFile(content))
        self.name, self.content_type = "แผนงาน ๒๕๖๙.pdf", "application/pdf"


@pytest.fixture
def storage(tmp_path: Path) -> DurableFileSystemStorage:
    return DurableFileSystemStorage(location=tmp_path)


def test_a_file_is_stored_whole_under_its_name(storage: DurableFileSystemStorage, tmp_path: Path) -> None:
    name = storage.save("2569/11/a.pdf", ContentFile(b"%PDF-" + bytes(200_000)))

    assert name == "2569/11/a.pdf"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.pdf"]
    assert storage.size(name) == 200_005


def test_a_name_that_is_taken_is_not_written_over(storage: DurableFileSystemStorage) -> None:
    names = [storage.save("a.pdf", ContentFile(content)) for content in (b"first", b"second")]

    assert names[0] == "a.pdf" != names[1]
    assert [Path(storage.path(name)).read_bytes() for name in names] == [b"first", b"second"]


def test_what_breaks_off_leaves_no_file_of_that_name(storage: DurableFileSystemStorage) -> None:
    class BreaksOff(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"half"
            raise OSError("the line is down")

    with pytest.raises(OSError, match="line is down"):
        storage.save("a.pdf", BreaksOff(b"half of it"))

    assert list(Path(storage.location).iterdir()) == []


def test_the_disk_has_a_file_before_it_has_its_name(
    storage: DurableFileSystemStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        seen.append((tmp_path / "a.pdf").exists())
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)

    storage.save("a.pdf", ContentFile(b"content"))

    assert seen == [False, True], "the file before it has its name, then the folder that holds the name"


@pytest.mark.parametrize(("is_public", "cache"), [(True, "public, max-age=60"), (False, "private, no-store")])
def test_a_file_is_saved_by_the_browser_and_never_shown(is_public: bool, cache: str) -> None:
    stored = cast("StoredFile", Stored(b"%PDF-"))

    response = file_response(stored, is_public=is_public)

    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E0%B9%81")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == cache
