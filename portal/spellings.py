"""Finding what somebody means by a name as people write it: `จ.เลย`, `เลย`, `Loei` and `42` are one province."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Generic, TypeVar

from portal.bilingual import in_language
from portal.models import District, Province
from portal.thai import normalise

Thing = TypeVar("Thing")
BANGKOK = "10"
#: How like a name must be to be offered (0 to 1): `ภูหลวงง` is 0.9 like `ภูหลวง`.
ALIKE = 0.6
#: Longer names are not compared letter by letter.
LONGEST = 120


class Spellings(Generic[Thing]):
    """Things by all their names. `prefix`: words in front of a name that say only what kind of thing it is."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = re.compile(f"^(?:{prefix})") if prefix else None
        self._things: dict[str, Thing] = {}
        self._labels: dict[str, str] = {}

    def add(self, thing: Thing, label: str, *names: str) -> None:
        """`label` is a name too, and what is offered for those that are like one; a name keeps its first thing."""
        for name in (label, *names):
            if key := _key(name):
                self._things.setdefault(key, thing)
                self._labels.setdefault(key, label)

    def find(self, typed: str) -> Thing | None:
        return next((self._things[key] for key in self._keys(typed) if key in self._things), None)

    def near(self, typed: str) -> str:
        """The label of what may have been meant; empty when nothing is like it."""
        for key in self._keys(typed[:LONGEST]):
            if found := get_close_matches(key, self._things, n=1, cutoff=ALIKE):
                return self._labels[found[0]]
        return ""

    def _keys(self, typed: str) -> list[str]:
        """As it was typed, then without the word in front of the name: จันทบุรี begins with จ, too."""
        names = [typed, self._prefix.sub("", normalise(typed))] if self._prefix else [typed]
        return [key for name in names if (key := _key(name))]


def _names(place: Province | District) -> tuple[str, str, str]:
    return place.name_th, place.name_en, place.code


def _key(name: str) -> str:
    return re.sub(r"[\s.ฯ'’-]", "", normalise(name))


def spelled_provinces(provinces: Iterable[Province]) -> Spellings[Province]:
    """Provinces by code and by their names in both languages."""
    spellings = Spellings[Province](r"จังหวัด|จ\.|จว\.")
    for province in provinces:
        more = ["กทม", "กรุงเทพ", "bkk"] if province.code == BANGKOK else []
        spellings.add(province, in_language(province, "name").text, *_names(province), *more)
    return spellings


def spelled_districts(districts: Iterable[District]) -> Spellings[District]:
    """Districts of one province, which need not be fetched; the one of its capital is `เมือง` as well."""
    spellings = Spellings[District](r"อำเภอ|อ\.|เขต|กิ่งอำเภอ|กิ่งอ\.")
    for district in districts:
        capital = ["เมือง", "muang", "mueang"] if district.code.endswith("01") and district.code[:2] != BANGKOK else []
        spellings.add(district, in_language(district, "name").text, *_names(district), *capital)
    return spellings
