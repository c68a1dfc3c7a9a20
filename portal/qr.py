"""QR codes: as one SVG path for pages, as a picture for PDFs, of which it makes the smaller and quicker ones."""

from dataclasses import dataclass

import segno

PIXELS = 4  # of a module in the picture: its edges stay sharp where viewers smooth pictures
QUIET_ZONE = 4  # modules of white around the code, as the standard asks


@dataclass(frozen=True)
class QrCode:
    """What the partial draws: `path` fills the dark modules, one unit each. `picture` is the same as an address."""

    view_box: str
    path: str
    text: str
    picture: str


def qr_code(text: str) -> QrCode:
    """The code of an address, with error correction M."""
    code = segno.make(text, error="m", micro=False)
    matrix = code.matrix
    side = len(matrix) + 2 * QUIET_ZONE
    runs = [f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(matrix) for x, length in _dark_runs(list(row))]
    picture = code.png_data_uri(scale=PIXELS, border=QUIET_ZONE, dark="#14232b", light="#ffffff")
    return QrCode(f"{-QUIET_ZONE} {-QUIET_ZONE} {side} {side}", "".join(runs), text, picture)


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
