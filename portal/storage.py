"""Files on disk, uploaded ones and reports: complete or not there at all, and gone when no row names them."""

import os
import threading
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

A_DAY = timedelta(days=1)


class DurableFileSystemStorage(FileSystemStorage):
    """Writes under a temporary name, waits for the disk, and only then gives the file its name.

    So the row that names a file, which is committed afterwards, never names half a file after a power cut. What a
    transaction leaves behind that was rolled back is swept by `manage.py nightly`.
    """

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
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


def sweep(storage: Storage, folder: str, *, named: Collection[str], at: datetime) -> int:
    """Delete files of a folder that no row names, older than a day; says how many. A younger one may get a row yet."""
    if not storage.exists(folder):
        return 0
    swept = 0
    for path in sorted({f"{folder}/{name}" for name in storage.listdir(folder)[1]} - set(named)):
        if storage.get_modified_time(path) < at - A_DAY:
            storage.delete(path)
            swept += 1
    return swept
