"""Text typed while the keyboard stood on the other layout: Thai Kedmanee and English QWERTY, key by key."""

from __future__ import annotations

import re

_LATIN = "1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_THAI = "ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ" + '+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_THAI = str.maketrans(_LATIN, _THAI)
#: Keys whose sign stands on both layouts are left as they are when they stand in a Thai word.
_TO_LATIN = str.maketrans(_THAI, _LATIN)
#: Signs that no Thai word begins with: vowels after, above and below a letter, and its marks.
_NEVER_FIRST = re.compile("(?:^| )[\u0e2f-\u0e3a\u0e45-\u0e4e]")
_LATIN_WORDS = re.compile("[A-Za-z0-9 .&-]+")


def looks_meant(text: str) -> bool:
    """Whether words of a language may look like this: keys of the other layout seldom do."""
    return _LATIN_WORDS.fullmatch(text) is not None if text.isascii() else not _NEVER_FIRST.search(text)


def on_the_other_layout(text: str) -> str:
    """The same keys on the other layout: `d]h;p` becomes `กล้วย`, `เรหะกฟ` becomes `gistda`."""
    is_thai = any("\u0e01" <= letter <= "\u0e5b" for letter in text)
    return text.translate(_TO_LATIN if is_thai else _TO_THAI)
