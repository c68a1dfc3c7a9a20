"""Reading the 150 invented needs, checked against the places, agencies and categories that there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from requests_registry.models import HelpKind, Indicator
from workshops.models import Sector

from .data_files import DATA_DIR, Record, read
from .sample_subjects import SUBJECTS, Subject
from .sample_texts import REQUESTERS, Pair

FILE = "sample_needs.json"
#: "gain knowledge" of the data file is counted as people trained.
INDICATORS = {**{indicator.value: indicator for indicator in Indicator}, "KNO": Indicator.TRAINED}


@dataclass(frozen=True)
class Codes:
    """The codes that a need may name."""

    provinces: frozenset[str]
    districts: frozenset[str]
    agencies: frozenset[str]
    categories: frozenset[int]


@dataclass(frozen=True, slots=True)
class Need:
    """One invented need. `key` is its `id` in the file, where it is unique."""

    key: str
    title_th: str
    title_en: str
    text_th: str
    category: int
    province: str
    district: str
    sector: Sector
    requester: Pair
    agencies: tuple[str, ...]
    kind: HelpKind
    indicator: Indicator
    duplicate_of: str
    subject: Subject


def read_needs(codes: Codes, *, directory: Path = DATA_DIR) -> list[Need]:
    """All needs in the order of the file. Raises `DataError` (file, record, field) at the first that is wrong."""
    file = read(FILE, directory=directory)
    if not file.boolean("invented"):
        raise file.error("invented", "only needs that are said to be invented are sample data")
    needs = [_need(record, codes) for record in file.records("needs", once=("id",))]
    keys = {need.key for need in needs}
    for record, need in zip(file.records("needs"), needs, strict=True):
        if need.duplicate_of and (need.duplicate_of not in keys or need.duplicate_of == need.key):
            raise record.error("duplicate_of", f"there is no other need {need.duplicate_of!r}")
    if file.integer("count") != len(needs):
        raise file.error("count", f"says {file.integer('count')}, but there are {len(needs)} needs")
    return needs


def _need(record: Record, codes: Codes) -> Need:
    key, text = record.text("id"), record.text("description_th")
    if key not in SUBJECTS:
        raise record.error("id", f"sample_subjects.py has no words for {key!r}")
    sector, requester = _requester(record, text)
    return Need(
        key=key,
        title_th=record.text("title_th"),
        title_en=record.optional_text("title_en"),
        text_th=text,
        category=_category(record, codes),
        province=_known(record, "province_code", codes.provinces),
        district=_district(record, codes),
        sector=sector,
        requester=requester,
        agencies=tuple(_agencies(record, codes)),
        kind=HelpKind(_known(record, "response_type", frozenset(HelpKind.values))),
        indicator=INDICATORS[_known(record, "expected_outcome", frozenset(INDICATORS))],
        duplicate_of=record.optional_text("duplicate_of"),
        subject=SUBJECTS[key],
    )


def _known(record: Record, field: str, codes: frozenset[str]) -> str:
    found = record.text(field)
    if found not in codes:
        raise record.error(field, f"{found!r} is not known")
    return found


def _category(record: Record, codes: Codes) -> int:
    found = record.integer("category")
    if found not in codes.categories:
        raise record.error("category", f"there is no category {found}")
    return found


def _district(record: Record, codes: Codes) -> str:
    found = _known(record, "district_code", codes.districts)
    if not found.startswith(record.text("province_code")):
        raise record.error("district_code", f"{found!r} is not in province {record.text('province_code')!r}")
    return found


def _agencies(record: Record, codes: Codes) -> Iterator[str]:
    found = record.texts("suggested_agencies")
    if not found:
        raise record.error("suggested_agencies", "one or more agencies were expected")
    for acronym in found:
        if acronym not in codes.agencies:
            raise record.error("suggested_agencies", f"{acronym!r} is not an agency that answers requests")
        yield acronym


def _requester(record: Record, text: str) -> tuple[Sector, Pair]:
    """The sector, and the name that the need's own words suggest, such as a co-operative among farmers' groups."""
    sector, name, by_word = REQUESTERS[_known(record, "requester_type", frozenset(REQUESTERS))]
    return sector, next((special for word, special in by_word.items() if word in text), name)
