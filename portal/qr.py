"""QR codes: as one SVG path for pages, as a picture for PDFs, of which it makes the smaller and quicker ones."""

from functools import cached_property, lru_cache

import segno

QUIET_ZONE = 4  # modules of white around the code, as the standard asks
PIXELS = 4  # of a module in the picture: its edges stay sharp where viewers smooth pictures


class QrCode:
    """The code of a text, with error correction M. Each way of drawing it is made when it is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._code = segno.make(text, error="m", micro=False)

    @property
    def view_box(self) -> str:
        side = len(self._code.matrix) + 2 * QUIET_ZONE
        return f"{-QUIET_ZONE} {-QUIET_ZONE} {side} {side}"

    @cached_property
    def path(self) -> str:
        """What fills the dark modules, one unit each."""
        rows = enumerate(self._code.matrix)
        return "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in rows for x, length in _dark_runs(list(row)))

    @cached_property
    def picture(self) -> str:
        """A small PNG as an address that holds it."""
        return str(self._code.png_data_uri(scale=PIXELS, border=QUIET_ZONE, dark="#14232b", light="#ffffff"))


@lru_cache(maxsize=1_000)  # the address of a page stays when what it says changes
def qr_code(text: str) -> QrCode:
    """The code of an address."""
    return QrCode(text)


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
