"""QR codes as one SVG path, for pages and PDFs."""

from dataclasses import dataclass
from functools import lru_cache

import segno

QUIET_ZONE = 4  # modules of white around the code, as the standard asks


@dataclass(frozen=True)
class QrCode:
    """What the partial draws: `path` fills the dark modules, one unit each."""

    view_box: str
    path: str
    text: str


@lru_cache(maxsize=1_000)  # the address of a page stays when what it says changes
def qr_code(text: str) -> QrCode:
    """The code of an address, with error correction M."""
    matrix = segno.make(text, error="m", micro=False).matrix
    side = len(matrix) + 2 * QUIET_ZONE
    runs = [f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(matrix) for x, length in _dark_runs(list(row))]
    return QrCode(f"{-QUIET_ZONE} {-QUIET_ZONE} {side} {side}", "".join(runs), text)


def _dark_runs(row: list[int]) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules in a row."""
    runs: list[tuple[int, int]] = []
    for x, module in enumerate(row):
        if not module:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
