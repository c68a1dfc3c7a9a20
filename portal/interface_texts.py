"""The texts of the interface: found in code and templates, compared with the translation catalogues.

Texts in our code are Thai; `locale/en` translates them. `locale/th` holds Thai for the texts of installed packages
that bring no Thai of their own. Needs Babel, a dependency of development.
"""

import ast
import io
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
import polib
from babel.messages.extract import extract
from django.apps import apps
from django.template import TemplateSyntaxError
from django.utils.translation import templatize

DJANGO = Path(django.__file__).parent
SOURCES = ("portal", "workshops", "requests_registry", "templates")
TEMPLATE_SUFFIXES = frozenset({".html", ".txt", ".xml", ".svg"})
NOT_SOURCE = frozenset({"migrations", "tests", "locale", "static", "__pycache__"})
# gettext's functions; the numbers say which argument is what, "c" marks the context.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Texts of Django, by its own files, that no page of the portal shows.
NEVER_SHOWN = (
    "conf/global_settings.py",  # names of languages which the portal does not have
    "contrib/humanize/",  # numbers as words and relative times; dates are shown as dates here
    "contrib/sitemaps/",
    "contrib/staticfiles/",
    "contrib/syndication/",
    "views/",  # generic views and error pages; ours stand before them
)
# Texts whose Thai in Django reads badly; ours takes its place.
OVERRULED = frozenset(
    {
        "None available",
        "This field is required.",
        "Change history: %s",
        "%(model_name)s with this %(field_labels)s already exists.",
    }
)
THAI_LETTER = re.compile(r"[\u0e01-\u0e2e]")
PERCENT = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?(?P<kind>[a-zA-Z%])")

Key = tuple[str | None, str]  # context and msgid: what gettext looks up


class UnreadableTexts(ValueError):
    """A file from which no texts can be taken, or a text that contradicts another. The message names the file."""


@dataclass
class InterfaceText:
    """A text as the code says it. `files` come without line numbers: those would change every day."""

    msgid: str
    plural: str = ""
    context: str | None = None
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.msgid


Texts = dict[Key, InterfaceText]


@dataclass(frozen=True)
class Catalogue:
    """One `.po` file and the texts that it shall translate, into a language of so many plural forms."""

    path: Path
    texts: Texts
    plurals: int
    thai_msgids: bool

    def read(self) -> polib.POFile:
        """Raises UnreadableTexts where file or line cannot be understood."""
        try:
            return polib.pofile(str(self.path), encoding="utf-8", check_for_duplicates=True, wrapwidth=0)
        except (OSError, ValueError) as error:
            raise UnreadableTexts(f"{self.path}: {error}") from error


def catalogues(root: Path) -> list[Catalogue]:
    """The catalogues of the portal with what belongs into them now. Raises UnreadableTexts."""
    locale = root / "portal" / "locale"
    return [
        Catalogue(locale / "en/LC_MESSAGES/django.po", find_texts(root), plurals=2, thai_msgids=True),
        Catalogue(locale / "th/LC_MESSAGES/django.po", package_texts(root, "django"), plurals=1, thai_msgids=False),
        Catalogue(locale / "th/LC_MESSAGES/djangojs.po", package_texts(root, "djangojs"), plurals=1, thai_msgids=False),
    ]


# ------------------------------------------------------------------------------------------------- in the code


def find_texts(root: Path, sources: Iterable[str] = SOURCES) -> Texts:
    """Every text marked for translation below `root`, ordered by first file, then by place. Raises UnreadableTexts."""
    found: Texts = {}
    for path in _files(root, sources):
        for text in _texts_of(path, path.relative_to(root).as_posix()):
            _add(found, text)
    return found


def _files(root: Path, sources: Iterable[str]) -> list[Path]:
    wanted = TEMPLATE_SUFFIXES | {".py"}
    paths = (path for source in sources for path in (root / source).rglob("*") if path.suffix in wanted)
    return sorted(path for path in paths if NOT_SOURCE.isdisjoint(path.relative_to(root).parts))


def _add(found: Texts, text: InterfaceText) -> None:
    known = found.setdefault(text.key, text)
    if known.plural and text.plural and known.plural != text.plural:
        raise UnreadableTexts(f"{text.files[0]}: {text.msgid!r} has another plural in {known.files[0]}")
    known.plural = known.plural or text.plural
    known.files.extend(file for file in text.files if file not in known.files)


def _texts_of(path: Path, name: str) -> Iterator[InterfaceText]:
    try:
        source = path.read_text("utf-8")
        if path.suffix == ".py":
            keywords = {**KEYWORDS, **_aliases(source)}
        else:
            keywords, source = KEYWORDS, _as_python(source, name)
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords):
            singular, *plural = [message] if isinstance(message, str) else message
            yield InterfaceText(singular, plural[0] if plural else "", context, [name])
    except (OSError, SyntaxError, ValueError, TemplateSyntaxError) as error:  # a ValueError also says "not UTF-8"
        raise UnreadableTexts(f"{name}: {error}") from error


def _aliases(source: str) -> dict[str, Any]:
    """`from django.utils.translation import ngettext as plural`: `plural` is a keyword as well."""
    imports = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom))
    names = [name for node in imports if node.module == "django.utils.translation" for name in node.names]
    return {name.asname: KEYWORDS[name.name] for name in names if name.asname and name.name in KEYWORDS}


def _as_python(template: str, name: str) -> str:
    """Django's own reading of a template. Without indentation, at which the tokenizer would stumble."""
    python: str = templatize(template, origin=name)
    return "\n".join(line.lstrip() for line in python.split("\n"))


# --------------------------------------------------------------------------------------- in installed packages


def package_texts(root: Path, domain: str) -> Texts:
    """The texts of Django and of the installed apps that are not ours, and that none of them has in Thai."""
    places = [DJANGO / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    foreign = [place for place in places if place.parent != root and place.parent.parent != root]
    found: Texts = {}
    for place in foreign:
        for text in _package_texts_of(place, domain):
            _add(found, text)
    in_thai = {key for place in foreign for key in _translated(place / f"locale/th/LC_MESSAGES/{domain}.po")}
    return {
        key: text for key, text in found.items() if text.msgid in OVERRULED or (*key, bool(text.plural)) not in in_thai
    }


def _package_texts_of(place: Path, domain: str) -> Iterable[InterfaceText]:
    """From the English catalogue of the package; from its code where it brings none."""
    english = place / f"locale/en/LC_MESSAGES/{domain}.po"
    if not english.exists():
        has_code = domain == "django" and not place.is_relative_to(DJANGO)  # Django's small apps are in its catalogue
        return find_texts(place.parent, [place.name]).values() if has_code else ()
    entries = [(entry, sorted({file for file, _line in entry.occurrences})) for entry in polib.pofile(str(english))]
    return [
        InterfaceText(entry.msgid, entry.msgid_plural, entry.msgctxt, [f"django/{file}" for file in files])
        for entry, files in entries
        if not all(file.startswith(NEVER_SHOWN) for file in files)
    ]


def _translated(path: Path) -> Iterable[tuple[str | None, str, bool]]:
    """With whether the translation is one of two forms: that of a text that has none yet is not found by gettext."""
    entries = polib.pofile(str(path)).translated_entries() if path.exists() else ()
    return [(*_key(entry), bool(entry.msgid_plural)) for entry in entries]


# ---------------------------------------------------------------------------------------------- the catalogues


def updated(old: polib.POFile, catalogue: Catalogue) -> polib.POFile:
    """The same with exactly the texts of the code, in their order. Translations stay; new texts are empty."""
    known = {_key(entry): entry for entry in old if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=0)
    fresh.header, fresh.metadata = old.header, old.metadata
    fresh.extend(_entry(text, known.get(key), catalogue.plurals) for key, text in catalogue.texts.items())
    return fresh


def _entry(text: InterfaceText, old: polib.POEntry | None, plurals: int) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.msgid, msgctxt=text.context, occurrences=[(file, "") for file in text.files])
    if text.plural:
        entry.msgid_plural, entry.msgstr_plural = text.plural, dict.fromkeys(range(plurals), "")
    if old is None:
        return entry
    entry.flags, entry.tcomment = old.flags, old.tcomment
    if bool(old.msgid_plural) == bool(text.plural):  # else nothing of it fits: one form is not two
        entry.msgstr, entry.msgstr_plural = old.msgstr, old.msgstr_plural
    return entry


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def problems(po: polib.POFile, catalogue: Catalogue) -> Iterator[str]:
    """What is amiss, one line each: texts missing and unused, and faulty translations."""
    entries = {_key(entry): entry for entry in po if not entry.obsolete}
    for key, text in catalogue.texts.items():
        if key not in entries:
            yield f"missing: {text.msgid!r} ({', '.join(text.files)})"
        elif entries[key].msgid_plural != text.plural:
            yield f"other plural in the code: {text.msgid!r} ({', '.join(text.files)})"
        if catalogue.thai_msgids and not THAI_LETTER.search(text.msgid):
            yield f"not Thai: {text.msgid!r} ({', '.join(text.files)})"
    for _context, msgid in [key for key in entries if key not in catalogue.texts]:
        yield f"no longer used: {msgid!r}"
    for entry in po.obsolete_entries():
        yield f"no longer used: {entry.msgid!r}"
    if f"nplurals={catalogue.plurals};" not in po.metadata.get("Plural-Forms", ""):
        yield f"the Plural-Forms of the head do not say nplurals={catalogue.plurals}"
    for entry in entries.values():
        yield from _faults(entry, catalogue.plurals)


def _faults(entry: polib.POEntry, plurals: int) -> Iterator[str]:
    translations = [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]
    if entry.fuzzy:
        yield f"fuzzy: {entry.msgid!r}"
    if not all(translations) or len(translations) != (plurals if entry.msgid_plural else 1):
        yield f"not translated: {entry.msgid!r}"
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    for translation in filter(None, translations):
        if placeholders(translation) != wanted:
            yield f"other placeholders: {entry.msgid!r} → {translation!r}"


def placeholders(text: str) -> set[str]:
    """What is filled in: `%(name)s`, `%s`, `{name}`. A text that is no format has none."""
    percent = {match.group() for match in PERCENT.finditer(text) if match["kind"] in "sdrf%"}
    try:
        braces = {
            f"{{{name}}}" for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None
        }
    except ValueError:  # a lonely brace
        braces = set()
    return percent | braces
