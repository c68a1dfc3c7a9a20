"""The one fallback rule for texts that exist in Thai and perhaps in English."""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Localised:
    """A text and the language it is really in; `is_fallback` when that is not the language asked for."""

    text: str
    lang: str
    is_fallback: bool = False

    def __str__(self) -> str:
        return self.text


def in_language(obj: object, field: str, language: str | None = None) -> Localised:
    """`<field>_en` on English pages where it is filled, else `<field>_th`; without `language` that of the page.

    Thai is the original: a missing translation shows the Thai text, said to be Thai, never nothing.
    Raises AttributeError when `obj` has no such pair of fields.
    """
    thai, english = getattr(obj, f"{field}_th"), getattr(obj, f"{field}_en")
    if not (language or get_language() or "th").startswith("en"):
        return Localised(thai, "th")
    if english:
        return Localised(english, "en")
    return Localised(thai, "th", is_fallback=bool(thai))
