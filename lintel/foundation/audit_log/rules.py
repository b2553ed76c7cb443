"""How entries are hashed onto one another. Plain values in, hashes out; the same values give the same hash for ever."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

# What the first seal is hashed onto.
NOTHING_BEFORE = "0" * 64

# A seal is one transaction: small enough to finish in well under a second, large enough to catch up after a pause.
MOST_IN_A_SEAL = 5_000


def digest_of(entry: Mapping[str, Any]) -> str:
    """The hash of one entry: SHA-256 over the canonical JSON of every column."""
    return _hash({column: _plain(value) for column, value in entry.items()})


def root_of(*, previous: str, sealed_at: datetime, sealed_before: int, digests: Sequence[str]) -> str:
    """The hash of a batch: over the root before it, when it was sealed, how far it reaches, its entries in order."""
    return _hash([previous, _plain(sealed_at), sealed_before, list(digests)])


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    # One moment has many spellings; the hash knows only the one in UTC, to the microsecond.
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
