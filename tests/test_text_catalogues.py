import gettext
import os
from pathlib import Path

import pytest

from portal.text_catalogues import BrokenCatalogue, compile_catalogues

pytestmark = pytest.mark.pure

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Language: en\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)
CATALOGUE = HEAD + (
    'msgid "ปีงบประมาณ"\nmsgstr "Fiscal year"\n\n'
    'msgctxt "เดือน"\nmsgid "มี.ค."\nmsgstr "Mar"\n\n'
    'msgid "%(n)s เรื่อง"\nmsgid_plural "%(n)s เรื่อง"\nmsgstr[0] "%(n)s request"\nmsgstr[1] "%(n)s requests"\n\n'
    '#, fuzzy\nmsgid "จังหวัด"\nmsgstr "Perhaps"\n\n'
    'msgid "หน่วยงาน"\nmsgstr ""\n'
)


def write_po(locale: Path, text: str, language: str = "en") -> Path:
    po = locale / language / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text(text, "utf-8")
    return po


def read_mo(po: Path) -> gettext.GNUTranslations:
    with po.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_gettext_reads_what_is_compiled(tmp_path: Path) -> None:
    po = write_po(tmp_path, CATALOGUE)

    assert compile_catalogues(tmp_path) == [po.with_suffix(".mo")]

    english = read_mo(po)
    assert english.gettext("ปีงบประมาณ") == "Fiscal year"
    assert english.pgettext("เดือน", "มี.ค.") == "Mar"
    assert english.ngettext("%(n)s เรื่อง", "%(n)s เรื่อง", 1) == "%(n)s request"
    assert english.ngettext("%(n)s เรื่อง", "%(n)s เรื่อง", 4) == "%(n)s requests"


def test_fuzzy_and_empty_translations_show_the_thai(tmp_path: Path) -> None:
    po = write_po(tmp_path, CATALOGUE)

    compile_catalogues(tmp_path)

    english = read_mo(po)
    assert english.gettext("จังหวัด") == "จังหวัด"
    assert english.gettext("หน่วยงาน") == "หน่วยงาน"


def test_current_catalogues_are_not_touched(tmp_path: Path) -> None:
    mo = write_po(tmp_path, CATALOGUE).with_suffix(".mo")
    compile_catalogues(tmp_path)
    before = mo.stat()

    assert compile_catalogues(tmp_path) == []

    assert mo.stat() == before


def test_only_the_changed_catalogue_is_compiled(tmp_path: Path) -> None:
    write_po(tmp_path, CATALOGUE, "en")
    thai = write_po(tmp_path, CATALOGUE, "th")
    compile_catalogues(tmp_path)

    thai.write_text(CATALOGUE.replace("Fiscal year", "ปี"), "utf-8")
    later = thai.with_suffix(".mo").stat().st_mtime + 1  # seconds; a fast machine writes both within one tick
    os.utime(thai, (later, later))

    assert compile_catalogues(tmp_path) == [thai.with_suffix(".mo")]
    assert read_mo(thai).gettext("ปีงบประมาณ") == "ปี"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(HEAD + 'msgid "ปี"\nmsgstring "Year"\n', id="syntax"),
        pytest.param(HEAD + 'msgid "ปี"\nmsgstr "Year"\n\nmsgid "ปี"\nmsgstr "Years"\n', id="twice"),
    ],
)
def test_a_broken_catalogue_is_named_and_changes_nothing(tmp_path: Path, broken: str) -> None:
    good = write_po(tmp_path, CATALOGUE, "en")
    bad = write_po(tmp_path, broken, "th")

    with pytest.raises(BrokenCatalogue, match=r"th/LC_MESSAGES/django\.po"):
        compile_catalogues(tmp_path)

    assert not good.with_suffix(".mo").exists()
    assert not bad.with_suffix(".mo").exists()


def test_no_half_written_file_stays_behind(tmp_path: Path) -> None:
    po = write_po(tmp_path, CATALOGUE)

    compile_catalogues(tmp_path)

    assert sorted(path.name for path in po.parent.iterdir()) == ["django.mo", "django.po"]
