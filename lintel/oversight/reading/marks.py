"""The digest under which a sentence seen differently is kept: of the sentence and of its writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def kept_mark(mark: str, writer: User) -> str:
    """The same sentence of another writer has another one, and without the key of the house nobody can make either."""
    return salted_hmac(f"lintel.reading.{writer.pk}", mark, algorithm="sha256").hexdigest()
