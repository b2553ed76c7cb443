"""Natural identities as text: the same parts make the same key wherever a record comes from."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

LONGEST = 160


def key_of(*parts: str | date | int) -> str:
    """The parts with colons between them, at most 160 characters; a longer one ends in a digest of the whole."""
    text = ":".join(part.isoformat() if isinstance(part, date) else str(part) for part in parts)
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 33]}~{sha256(text.encode()).hexdigest()[:32]}"
