"""The texts of the interface: found in the code, translated, and on every page in the language of the page."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from portal import pdf
from portal.interface_texts import (
    Catalogue,
    InterfaceText,
    Texts,
    UnreadableTexts,
    catalogues,
    find_texts,
    placeholders,
    problems,
    updated,
)
from portal.management.commands import texts
from portal.management.commands.texts import check, update
from portal.models import Agency, FiscalYear, Province, ProvinceGroup, User
from requests_registry.models import CommunityRequest
from workshops.models import Workshop

#: What Django says in English differs from version to version; the Thai catalogues are those of the locked one.
LOCKED_DJANGO = django.VERSION[:2] == (5, 2)
HEAD = (
    'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)

# ---------------------------------------------------------------------------------------------- the catalogues we have


def test_every_text_has_its_translation() -> None:
    """Fails with the list of what is missing, unused, untranslated or faulty: `manage.py texts` helps."""
    ours = [catalogue for catalogue in catalogues(settings.BASE_DIR) if catalogue.thai_msgids or LOCKED_DJANGO]

    lines = [line for catalogue in ours for line in check(catalogue, settings.BASE_DIR)]

    assert lines == [], "\n".join(["", *lines])


def test_the_english_catalogue_speaks_english_and_knows_one_and_many() -> None:
    with (settings.LOCALE_PATHS[0] / "en/LC_MESSAGES/django.mo").open("rb") as file:
        english = gettext.GNUTranslations(file)
    found, answer = "พบ %(total)s เรื่อง", "%(n)s คำตอบ"

    assert english.gettext("กลุ่มจังหวัด") == "Province groups"
    assert english.ngettext(found, found, 1) == "%(total)s request found"
    assert english.ngettext(found, found, 0) == english.ngettext(found, found, 2) == "%(total)s requests found"
    assert english.ngettext(answer, answer, 1) == "%(n)s answer"


def test_no_english_translation_has_thai_letters() -> None:
    catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / "en/LC_MESSAGES/django.po"))

    assert [
        entry.msgid for entry in catalogue if THAI.search(entry.msgstr + "".join(entry.msgstr_plural.values()))
    ] == []


# --------------------------------------------------------------------------------------------------- finding the texts


def found_in(tmp_path: Path, name: str, content: str) -> list[tuple[str | None, str, str]]:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return [(text.context, text.msgid, text.plural) for text in find_texts(tmp_path, [path.parent.name]).values()]


def test_texts_of_python_code_are_found(tmp_path: Path) -> None:
    code = """
from django.utils.translation import gettext_lazy as _, ngettext as plural, pgettext
LABEL = _("ปีงบ"
          "ประมาณ")
def sentence(n):
    return plural("%(n)s เรื่อง", "%(n)s เรื่อง", n), pgettext("เดือน", "มี.ค."), gettext(LABEL), f("ไม่ใช่")
"""

    assert found_in(tmp_path, "portal/views.py", code) == [
        (None, "ปีงบประมาณ", ""),
        (None, "%(n)s เรื่อง", "%(n)s เรื่อง"),
        ("เดือน", "มี.ค.", ""),
    ]


def test_texts_of_templates_are_found(tmp_path: Path) -> None:
    template = """{% load i18n %}<p>คำที่ไม่ได้ทำเครื่องหมาย it's "loose</p>
        {% comment %}{% translate "ในหมายเหตุ" %}{% endcomment %}
    {% translate "หน้าหลัก" as label %}{{ value|default:_("ไม่ระบุ") }}
  {% blocktranslate trimmed with n=number %}
    ครั้งที่ {{ n }}
    ร้อยละ 5%
  {% endblocktranslate %}
{% blocktranslate count n=total trimmed %}{{ n }} เรื่อง{% plural %}{{ n }} เรื่อง{% endblocktranslate %}
{% translate "จังหวัด" context "เมนู" %}
"""

    assert found_in(tmp_path, "templates/page.html", template) == [
        (None, "หน้าหลัก", ""),
        (None, "ไม่ระบุ", ""),
        (None, "ครั้งที่ %(n)s ร้อยละ 5%%", ""),
        (None, "%(n)s เรื่อง", "%(n)s เรื่อง"),
        ("เมนู", "จังหวัด", ""),
    ]


def test_a_text_in_two_files_names_both_and_tests_are_not_read(tmp_path: Path) -> None:
    found_in(tmp_path, "portal/b.py", '_("ชื่อ")')
    found_in(tmp_path, "portal/a.py", '_("ชื่อ"); _("ชื่อ")')
    found_in(tmp_path, "portal/migrations/c.py", '_("ย้าย")')

    (text,) = find_texts(tmp_path, ["portal"]).values()

    assert text == InterfaceText("ชื่อ", files=["portal/a.py", "portal/b.py"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("portal/views.py", b"def (", id="python"),
        pytest.param("portal/page.html", b"{% blocktranslate %}{% if a %}{% endblocktranslate %}", id="template"),
        pytest.param("portal/page.txt", "ปี".encode("tis-620"), id="encoding"),
        pytest.param(
            "portal/views.py", '_("ปี"); ngettext("ปี", "ปีๆ", 2); ngettext("ปี", "หลายปี", 2)'.encode(), id="plural"
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(UnreadableTexts, match=name):
        find_texts(tmp_path, ["portal"])


# ------------------------------------------------------------------------------------------------ keeping a catalogue


def catalogue_of(tmp_path: Path, body: str, *wanted: InterfaceText) -> Catalogue:
    path = tmp_path / "django.po"
    path.write_text(HEAD + body, "utf-8")
    return Catalogue(path, Texts((text.key, text) for text in wanted), plurals=2, thai_msgids=True)


def test_update_takes_new_texts_drops_old_ones_and_keeps_translations(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        '\nmsgid "เก่า"\nmsgstr "Old"\n'
        '\n# Seen in the head.\nmsgid "ปี"\nmsgstr "Year"\n'
        '\n#~ msgid "เก่ากว่า"\n#~ msgstr "Older"\n',
        InterfaceText("ใหม่", files=["a.py"]),
        InterfaceText("ปี", files=["a.py", "b.html"]),
        InterfaceText("%(n)s ปี", plural="%(n)s ปี", context="อายุ", files=["b.html"]),
    )

    update(catalogue)

    assert catalogue.path.read_text("utf-8") == "#\n" + HEAD + (
        '\n#: a.py\nmsgid "ใหม่"\nmsgstr ""\n'
        '\n# Seen in the head.\n#: a.py b.html\nmsgid "ปี"\nmsgstr "Year"\n'
        '\n#: b.html\nmsgctxt "อายุ"\nmsgid "%(n)s ปี"\nmsgid_plural "%(n)s ปี"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )


def test_a_second_update_changes_nothing(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "", InterfaceText("ปี", files=["a.py"]))
    update(catalogue)
    before = catalogue.path.stat().st_mtime_ns, catalogue.path.read_bytes()

    update(catalogue)

    assert (catalogue.path.stat().st_mtime_ns, catalogue.path.read_bytes()) == before


def test_a_text_that_becomes_countable_is_translated_anew(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, '\nmsgid "ปี"\nmsgstr "Year"\n', InterfaceText("ปี", plural="ปี", files=["a.py"]))

    (entry,) = updated(catalogue.read(), catalogue)

    assert entry.msgstr_plural == {0: "", 1: ""}


@pytest.mark.parametrize(
    ("body", "text", "problem"),
    [
        pytest.param("", InterfaceText("ปี", files=["a.py"]), "missing: 'ปี' (a.py)", id="missing"),
        pytest.param('\nmsgid "ปี"\nmsgstr "Year"\n', None, "no longer used: 'ปี'", id="unused"),
        pytest.param('\n#~ msgid "ปี"\n#~ msgstr "Year"\n', None, "no longer used: 'ปี'", id="graveyard"),
        pytest.param('\nmsgid "ปี"\nmsgstr ""\n', InterfaceText("ปี"), "not translated: 'ปี'", id="untranslated"),
        pytest.param('\n#, fuzzy\nmsgid "ปี"\nmsgstr "Year"\n', InterfaceText("ปี"), "fuzzy: 'ปี'", id="fuzzy"),
        pytest.param(
            '\nmsgid "Year"\nmsgstr "Year"\n',
            InterfaceText("Year", files=["a.py"]),
            "not Thai: 'Year' (a.py)",
            id="not-thai",
        ),
        pytest.param(
            '\nmsgid "ปี"\nmsgid_plural "ปี"\nmsgstr[0] "Year"\n',
            InterfaceText("ปี", plural="ปี"),
            "not translated: 'ปี'",
            id="one-plural-form",
        ),
        pytest.param(
            '\nmsgid "ปี"\nmsgstr "Year"\n',
            InterfaceText("ปี", plural="ปี", files=["a.py"]),
            "other plural in the code: 'ปี' (a.py)",
            id="plural-in-code",
        ),
        pytest.param(
            '\nmsgid "ปี %(year)s"\nmsgstr "Year %(years)s"\n',
            InterfaceText("ปี %(year)s"),
            "other placeholders: 'ปี %(year)s' → 'Year %(years)s'",
            id="placeholder",
        ),
    ],
)
def test_check_says_what_is_amiss(tmp_path: Path, body: str, text: InterfaceText | None, problem: str) -> None:
    catalogue = catalogue_of(tmp_path, body, *([text] if text else []))
    before = catalogue.path.read_bytes()

    assert check(catalogue, tmp_path) == [f"django.po: {problem}"]
    assert catalogue.path.read_bytes() == before


def test_the_command_fails_on_a_problem_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = catalogue_of(tmp_path, "", InterfaceText("ปี", files=["a.py"]))
    monkeypatch.setattr(texts, "catalogues", lambda root: [catalogue])
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)

    with pytest.raises(CommandError, match="1 problems"):
        call_command("texts", "--check")

    assert capsys.readouterr().err == "django.po: missing: 'ปี' (a.py)\n"
    assert catalogue.path.read_text("utf-8") == HEAD


def test_the_command_brings_the_catalogue_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = catalogue_of(tmp_path, "", InterfaceText("ปี", files=["a.py"]))
    monkeypatch.setattr(texts, "catalogues", lambda root: [catalogue])
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)

    call_command("texts")

    assert capsys.readouterr().err == "django.po: not translated: 'ปี'\n"
    assert [entry.msgid for entry in catalogue.read()] == ["ปี"]


def test_check_wants_the_plural_forms_of_the_language(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "")
    po = catalogue.read()
    po.metadata["Plural-Forms"] = "nplurals=1; plural=0;"

    assert list(problems(po, catalogue)) == ["the Plural-Forms of the head do not say nplurals=2"]


def test_a_broken_catalogue_is_named(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, '\nmsgid "ปี"\nmsgstring "Year"\n')

    with pytest.raises(UnreadableTexts, match=r"django\.po"):
        catalogue.read()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("%(year)s ถึง %(to)d", {"%(year)s", "%(to)d"}),
        ("ร้อยละ 5%% ของ %s", {"%%", "%s"}),
        ("เพิ่ม{name} “{object}”", {"{name}", "{object}"}),
        ("วงเล็บ { เดียว ร้อยละ 5% ของ", set()),
    ],
)
def test_placeholders_are_known_by_name(text: str, names: set[str]) -> None:
    assert placeholders(text) == names


# ------------------------------------------------------------------------------------------------------ on every page

THAI = re.compile(r"[\u0e00-\u0e7f]")
ENGLISH_WORDS = re.compile(r"\b[a-z]{2,}(?: +[a-z]{2,})+\b")  # names and acronyms have capitals
SPOKEN_ATTRIBUTES = (
    "alt",
    "aria-label",
    "data-foot",
    "data-label",
    "data-report",
    "data-short",
    "placeholder",
    "title",
)
VOID = frozenset(["br", "col", "hr", "img", "input", "link", "meta", "wbr"])


class PageTexts(HTMLParser):
    """Every text of a page with the language it is said to be in: that of the nearest element with `lang`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open = [("", "")]  # elements and their languages
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        language = known.get("lang") or self.open[-1][1]
        self.texts += [(language, known.get(name) or "") for name in SPOKEN_ATTRIBUTES]
        if known.get("name") == "description":
            self.texts.append((language, known.get("content") or ""))
        if known.get("type") in ("submit", "button", "reset"):
            self.texts.append((language, known.get("value") or ""))
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in [name for name, _language in self.open]:  # Django's own admin forgets to open one now and then
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open[-1][0] not in ("script", "style"):
            self.texts.append((self.open[-1][1], data.strip()))


def foreign_texts(page: str, *, language: str) -> set[str]:
    """Texts that are neither in the language of the page nor said to be in the other one."""
    foreign, other = (THAI, "th") if language == "en" else (ENGLISH_WORDS, "en")
    return {text for lang, text in PageTexts(page).texts if lang != other and foreign.search(text)}


def test_the_sweep_sees_foreign_texts() -> None:
    page = (
        '<html lang="th"><title>ปี</title><p>the year</p><img alt="the map"><p lang="en">the <b>fiscal year</b></p>'
        '<p>แผนที่: MapSVG<br>OTOP PDF</p><svg><path d="M1"/></svg><p title="two words">Ban Chiang</p></html>'
    )

    assert foreign_texts(page, language="th") == {"the year", "the map", "two words"}
    assert foreign_texts(page.replace('lang="th"', 'lang="en"'), language="en") == {"ปี", "แผนที่: MapSVG"}


def public_addresses() -> Iterator[str]:
    """Every kind of public page, in every state that we can bring about; without the prefix of a language."""
    yield from ("/", "/about/", "/years/", "/workshops/", "/requests/", "/groups/", "/provinces/", "/agencies/")
    yield from ("/account/login/", "/nowhere/", "/years/2699/", "/requests/2552-999/")
    yield from ("/requests/?q=zzz&status=assigned&province=42", "/requests/?year=2552&sort=province&agency=DSS")
    yield from ("/groups/?on=32/13/2551", "/groups/?on=1/1/2500", "/groups/?on=1/1/2555")
    yield from (f"/years/{year.year_be}/" for year in FiscalYear.objects.all())
    yield from (f"/workshops/{workshop.fiscal_year_id}/{workshop.number}/" for workshop in Workshop.objects.public())
    yield from (f"/groups/{group.slug}/" for group in ProvinceGroup.objects.all())
    invited_or_peculiar = Q(workshop_targets__isnull=False) | Q(code__in=("10", "38"))  # in no group; in none at first
    yield from (f"/provinces/{place.code}/" for place in Province.objects.filter(invited_or_peculiar).distinct())
    yield from (f"/agencies/{agency.acronym}/" for agency in Agency.objects.all())


def assert_in_language(language: str, browser: Client, addresses: Iterable[str]) -> None:
    found = []
    for address in addresses:
        response = browser.get(f"/en{address}" if language == "en" else address)
        assert response["Content-Type"].startswith("text/html"), f"{address}: {response.status_code}"
        found += [f"{address}: {text}" for text in sorted(foreign_texts(response.content.decode(), language=language))]
    assert found == [], "\n".join(["", *found])


LANGUAGES = pytest.mark.parametrize("language", ["th", "en"])


@LANGUAGES
@pytest.mark.django_db
def test_public_pages_are_in_their_language(facts: None, nobody: Client, language: str) -> None:
    assert_in_language(language, nobody, public_addresses())


@LANGUAGES
@pytest.mark.django_db
def test_pages_with_sample_data_are_in_their_language(facts: None, nobody: Client, language: str) -> None:
    """Requests in every status, and the pages on which they show."""
    call_command("load_samples", "--on", "2026-11-22", verbosity=0)
    by_status = {request.status: request for request in CommunityRequest.objects.public().order_by("pk")}
    sheets = [f"/requests/{request.reference}/" for request in by_status.values()]
    lists = ["/", "/requests/", "/workshops/", "/years/", "/years/2569/", "/provinces/", "/agencies/DSS/"]

    assert_in_language(language, nobody, lists + sheets)


@LANGUAGES
@pytest.mark.django_db
def test_desks_are_in_their_language(
    facts: None,
    ministry: User,
    province_officer: User,
    agency_officer: User,
    client_of: Callable[[User], Client],
    language: str,
) -> None:
    for person in (ministry, province_officer, agency_officer):
        assert_in_language(language, client_of(person), ["/desk/"])


@LANGUAGES
@pytest.mark.django_db
def test_reports_are_in_their_language(
    facts: None, nobody: Client, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes into the PDFs; that it comes out of them again is tested with the seed."""
    pages: list[str] = []

    def keep(page: str, **options: object) -> bytes:
        pages.append(page)
        return b"%PDF-"

    monkeypatch.setattr(pdf, "render", keep)

    for address in ("/years/2552.pdf", "/requests/2552-001.pdf"):
        nobody.get(f"/en{address}" if language == "en" else address)

    assert len(pages) == 2
    assert [foreign_texts(page, language=language) for page in pages] == [set(), set()]


@pytest.mark.django_db
def test_the_admin_is_in_thai(facts: None, admin_user: User, client_of: Callable[[User], Client]) -> None:
    """Lists and forms of everything; what Django says in English only stands in our Thai catalogue."""
    models = [f"admin:{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
    lists = [reverse(f"{name}_changelist") for name in models]
    browser = client_of(admin_user)

    assert_in_language("th", browser, [reverse("admin:index"), *lists])
    assert_in_language("th", browser, [f"{address}?q=zzz" for address in lists])
    assert json.dumps("วันจันทร์") in browser.get(reverse("admin:jsi18n")).content.decode()
    forms = [address for name in models if browser.get(address := reverse(f"{name}_add")).status_code == 200]
    assert_in_language("th", browser, forms)
