"""Text typed while the keyboard stood on the other layout: Thai Kedmanee and English QWERTY, key by key."""

from __future__ import annotations

_LATIN = "1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_THAI = "ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ" + '+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_THAI = str.maketrans(_LATIN, _THAI)
#: Keys whose sign stands on both layouts are left as they are when they stand in a Thai word.
_TO_LATIN = str.maketrans(_THAI, _LATIN)


def on_the_other_layout(text: str) -> str:
    """The same keys on the other layout: `d]h;p` becomes `กล้วย`, `เรหะกฟ` becomes `gistda`."""
    is_thai = any("\u0e01" <= letter <= "\u0e5b" for letter in text)
    return text.translate(_TO_LATIN if is_thai else _TO_THAI)
