"""Sending uploaded files: always to be saved, never to be run, under the type that the portal chose."""

from __future__ import annotations

from typing import Protocol

from django.db.models.fields.files import FieldFile
from django.http import FileResponse


class StoredFile(Protocol):
    """A row with an uploaded file; `name` and `content_type` were settled by `portal.uploads`."""

    file: FieldFile
    name: str
    content_type: str


def file_response(stored: StoredFile, *, is_public: bool) -> FileResponse:
    """The file as an attachment. What is not public is stored nowhere on the way."""
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    # Seconds; what is taken back is gone everywhere within a minute.
    response["Cache-Control"] = "public, max-age=60" if is_public else "private, no-store"
    return response
