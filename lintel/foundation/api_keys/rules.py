"""What a key looks like, and how it is held against what is kept of it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

_SHAPE = re.compile(r"lintel_([a-z0-9]{10})_([A-Za-z0-9_-]{43})")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Presented:
    """A key as it was shown to us: the part it is found by, and the whole of it."""

    prefix: str
    whole: str


def new_key() -> Presented:
    """A key nobody can guess: 256 bits of it are secret."""
    prefix = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return Presented(prefix, f"lintel_{prefix}_{secrets.token_urlsafe(32)}")


def read_key(text: str) -> Presented | None:
    """What was shown, if it looks like one of our keys."""
    found = _SHAPE.fullmatch(text)
    return Presented(found[1], text) if found else None


def hash_of(whole: str) -> str:
    """What is kept of a key. It is too long to guess, so a plain hash is enough."""
    return hashlib.sha256(whole.encode()).hexdigest()


def is_the_same(kept: str, whole: str) -> bool:
    """Whether a key is the one of which this hash is kept; takes as long whatever differs."""
    return hmac.compare_digest(kept, hash_of(whole))
