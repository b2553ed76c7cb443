"""Documents for tests, attached the way a worker attaches them."""

from __future__ import annotations

from datetime import datetime

from lintel.foundation.access.models import User
from lintel.foundation.documents.actions import Said, attach, read_words
from lintel.foundation.documents.models import Document
from lintel.foundation.documents.tests import samples
from lintel.foundation.people.models import Person
from tests.cast import NOW


def attached(
    *about: Person, by: User, raw: bytes = samples.TEXT, name: str = "letter_from-school.txt",
    said: Said | None = None, is_read: bool = True, at: datetime = NOW,
) -> Document:  # fmt: skip
    """A document about these children; its words are read as the worker in the background reads them."""
    document = attach(raw, name=name, about=about, said=said, by=by, at=at)
    if is_read:
        read_words(document, at=at)
    return document
