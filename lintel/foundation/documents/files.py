"""Where the files lie: outside everything that is served, named by what is in them, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings


class FileIsGone(Exception):
    """The file is not where it was put, or is not what was put there any more."""


def put(raw: bytes) -> str:
    """Keep these bytes and return their hash. The same bytes are kept once."""
    digest = sha256(raw).hexdigest()
    path = _path(digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written beside its place and moved there: nobody ever finds half of it, and a power cut leaves all or nothing.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="being-written-")
    try:
        with os.fdopen(descriptor, "wb") as kept:
            os.fchmod(kept.fileno(), 0o600)
            kept.write(raw)
            kept.flush()
            os.fsync(kept.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return digest


def get(digest: str) -> bytes:
    """
    The bytes that were kept under this hash, looked at again.

    :raises FileIsGone: if they are not there, or are others.
    """
    try:
        raw = _path(digest).read_bytes()
    except OSError as missing:
        raise FileIsGone from missing
    if sha256(raw).hexdigest() != digest:
        raise FileIsGone
    return raw


def untouched_since(moment: datetime) -> Iterator[str]:
    """The names of the files that nobody has put here again since; what was left half written is among them."""
    for path in Path(settings.DOCUMENTS_ROOT).glob("??/*"):
        if path.stat().st_mtime < moment.timestamp():
            yield path.name


def remove(names: Iterable[str]) -> None:
    """Remove files that no record speaks of."""
    for name in names:
        (Path(settings.DOCUMENTS_ROOT) / name[:2] / name).unlink(missing_ok=True)
        for half in Path(settings.DOCUMENTS_ROOT).glob(f"??/{name}") if name.startswith("being-written-") else ():
            half.unlink(missing_ok=True)


def _path(digest: str) -> Path:
    return Path(settings.DOCUMENTS_ROOT) / digest[:2] / digest
