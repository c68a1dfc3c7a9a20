"""The fonts that ours are derived from."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path


class FontChanged(Exception):
    """A source font is not built as this package expects; its derivation must be looked at before it is used."""


@dataclass(frozen=True)
class Face:
    """One font file: its name, the package that brings it and the distribution that has the version."""

    name: str
    package: str
    distribution: str

    def source(self) -> Path:
        return self._package_folder() / "files" / f"{self.name}.ttf"

    def licence(self) -> Path:
        return self._package_folder() / "LICENSE"

    def family(self) -> str:
        return self.name.partition("-")[0]

    def _package_folder(self) -> Path:
        return Path(str(import_module(self.package).__file__)).parent


FACES = (
    Face("Sarabun-Regular", "fontpkg_sarabun", "fontpkg-sarabun"),
    Face("Sarabun-SemiBold", "fontpkg_sarabun", "fontpkg-sarabun"),
    Face("Kanit-Medium", "fontpkg_kanit", "fontpkg-kanit"),
)
