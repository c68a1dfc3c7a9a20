"""Pictures for paper: written anew, no larger than they are printed."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from portal.uploads import MOST_PIXELS

LONGEST_SIDE = 760  # pixels: 77 mm at 250 dots per inch
FORMATS = ("JPEG", "PNG", "WEBP")


def for_paper(content: bytes) -> bytes:
    """The picture as a small JPEG in RGB, on white where it was transparent. Raises `ValueError` for a huge one."""
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError(f"a picture of {picture.width} × {picture.height} pixels")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = Image.new("RGB", picture.size, "white")
        layered = picture.convert("RGBA")
        plain.paste(layered, mask=layered.getchannel("A"))
    target = BytesIO()
    plain.save(target, "JPEG", quality=82, optimize=True)
    return target.getvalue()
