"""Words without an address that must be kept secret. A page, a print and a list say the same (hard stop 11)."""

from __future__ import annotations

import re
from collections.abc import Iterable

LEFT_OUT = "[an address that is kept secret]"


class Openly:
    """Leaves addresses out of words."""

    def __init__(self, secret: Iterable[tuple[str, str]]) -> None:
        """:param secret: the lines and the postcode of each address that is held as secret."""
        texts = {text for lines, postcode in secret for text in (*_pieces(lines), postcode)}
        # "-", where a file had nothing to say, is no address: it would be found between any two words.
        shapes = [_shape(text) for text in sorted(texts, key=len, reverse=True) if re.search(r"\w", text)]
        self._pattern = re.compile("|".join(shapes), re.IGNORECASE) if shapes else None

    def __call__(self, words: str) -> str:
        if self._pattern is None:
            return words
        return self._pattern.sub(LEFT_OUT, words)


def _pieces(lines: str) -> list[str]:
    """The address whole, and its first line where that has a number: "4 Wren Close" gives a home away by itself."""
    parts = [part.strip() for part in re.split(r"[\n,]", lines) if part.strip()]
    street = " ".join(parts[:2]) if parts and parts[0].isdigit() else (parts[0] if parts else "")
    return [lines, *([street] if re.search(r"\d", street) and re.search(r"[^\W\d]", street) else [])]


def _shape(text: str) -> str:
    """The same letters, whatever signs and spaces stand between them."""
    return r"(?<!\w)" + r"[\W_]*".join(re.escape(letters) for letters in re.findall(r"\w+", text)) + r"(?!\w)"
