"""Uploaded files on disk: complete or not there at all."""

import os
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DurableFileSystemStorage(FileSystemStorage):
    """Writes under a temporary name, waits for the disk, and only then gives the file its name.

    So the row that names a file, which is committed afterwards, never names half a file after a power cut. What a
    transaction leaves behind that was rolled back is swept by `manage.py nightly`.
    """

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            self._write(unfinished, content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        _wait_for_folder(path.parent)
        return name

    def _write(self, path: Path, content: File) -> None:
        with path.open("xb") as target:
            for chunk in content.chunks():
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        if self.file_permissions_mode is not None:
            path.chmod(self.file_permissions_mode)


def _wait_for_folder(folder: Path) -> None:
    """The name of a new file is part of its folder, which has to reach the disk as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
