"""Boxes, lengths as text, estimated widths of words, colours: what every drawing needs."""

import unicodedata
from dataclasses import dataclass

INK, PAPER = "#14232b", "#ffffff"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in SVG units."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: "Box") -> bool:
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom

    def widened(self, across: float, down: float) -> "Box":
        return Box(self.left - across, self.top - down, self.right + across, self.bottom + down)

    def grown(self, by: float) -> "Box":
        return self.widened(by, by)

    @property
    def view_box(self) -> str:
        return " ".join(map(units, (self.left, self.top, self.width, self.height)))


def units(value: float) -> str:
    """A length to one decimal without needless zeros: 12.0 is `12`, -0.04 is `0`."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


# Advance widths of Sarabun SemiBold, in parts of its size: the narrow letters, the wide ones, all others.
NARROW, NARROW_WIDTH = frozenset(" '!|ij,.:;lIๅเ[]-{}()_fr\\โ`tใไs*/"), 0.4
WIDE, WIDE_WIDTH = frozenset("ฌญmWฒณ%๚๛M@๗"), 0.9
OTHER_WIDTH = 0.64


def text_width(text: str, size: float) -> float:
    """Width of a line of Sarabun at `size`, estimated on the safe side; marks above and below take no room."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0.0
    if letter in NARROW:
        return NARROW_WIDTH
    return WIDE_WIDTH if letter in WIDE else OTHER_WIDTH


def diamond(x: float, y: float, radius: float) -> str:
    """Path data of the knot: a square standing on its corner."""
    r = units(radius)
    return f"M{units(x)} {units(y - radius)}l{r} {r}-{r} {r}-{r}-{r}z"
