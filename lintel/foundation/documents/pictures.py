"""Pictures: whether one opens, when it was taken, and a small one drawn anew for the screen. Plain Python."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime

from PIL import Image, ImageOps, UnidentifiedImageError

from lintel.foundation.documents import refusals
from lintel.foundation.documents.refusals import NotTaken

KINDS = ("PNG", "JPEG")
MOST_DOTS = 64_000_000
ON_SCREEN = (1_600, 1_600)
BREAKS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, OverflowError)
TAKEN = (36867, 306)  # DateTimeOriginal, DateTime
EXIF = 0x8769


def check(raw: bytes, kind: str) -> None:
    """
    Open a picture in full.

    :raises NotTaken: if it does not open, is too large to, or carries something after its end.
    """
    picture = _opened(raw, kind)
    if kind == "PNG" and not raw.endswith(b"IEND\xaeB`\x82"):
        raise NotTaken(refusals.TWO_THINGS)
    try:
        _drawn(picture)
    except BREAKS as broken:
        raise NotTaken(refusals.BROKEN) from broken


def on_screen(raw: bytes) -> bytes:
    """
    The picture drawn anew as a JPEG of a screen's size, the right way up: its dots, and nothing else it carried.

    :raises NotTaken: if it does not open.
    """
    try:
        picture = ImageOps.exif_transpose(_drawn(_opened(raw, *KINDS)))
        picture.thumbnail(ON_SCREEN)
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
        drawn = io.BytesIO()
        paper.save(drawn, "JPEG", quality=82)
    except BREAKS as broken:
        raise NotTaken(refusals.BROKEN) from broken
    return drawn.getvalue()


def taken_on(raw: bytes) -> date | None:
    """The day a camera says it took a picture."""
    try:
        exif = _opened(raw, *KINDS).getexif()
        said = [str(kept.get(tag, "")) for kept in (exif.get_ifd(EXIF), exif) for tag in TAKEN]
        return next((datetime.strptime(each[:10], "%Y:%m:%d").date() for each in said if each), None)  # noqa: DTZ007
    except (*BREAKS, NotTaken):
        return None


def _opened(raw: bytes, *kinds: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(raw), formats=kinds)
    except Image.DecompressionBombError as bomb:
        raise NotTaken(refusals.BOMB) from bomb
    except BREAKS as broken:
        raise NotTaken(refusals.BROKEN) from broken
    if picture.width * picture.height > MOST_DOTS:
        raise NotTaken(refusals.BOMB)
    return picture


def _drawn(picture: Image.Image) -> Image.Image:
    """Its dots; a JPEG is drawn no larger than a screen needs, which costs a tenth."""
    picture.draft("RGB", ON_SCREEN)
    picture.load()
    has_holes = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return picture.convert("RGBA" if has_holes else "RGB")
