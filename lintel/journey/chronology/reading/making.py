"""What every reader of lines needs to say where a record came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model

from lintel.foundation.access.visibility import kept_from
from lintel.foundation.provenance.models import Traced
from lintel.steps.front_door.models import Contact

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

MOST_WORDS = 600


def record_of(row: Model) -> str:
    """What a line was read from: "front_door.childcontact/12"."""
    return f"{row._meta.label_lower}/{row.pk}"


def origin(row: Traced) -> str:
    """Which file and row, or which screen, a record came from."""
    if row.source_file is not None:
        return f"{row.source_file.name}, {row.source_sheet}, row {row.source_row}"
    return row.screen


def short(words: str) -> str:
    """As much of what somebody wrote as a line can hold."""
    words = " ".join(words.split())
    return words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS].rsplit(' ', 1)[0]} …"


def said(words: str) -> str:
    """Somebody's own words, between marks that say so."""
    words = short(words)
    return words if not words or words[0] in '“"‘' else f"“{words}”"


def joined(*parts: str) -> str:
    """Sentences one after another; what is empty is left out, and each ends."""
    ended = [part if part[-1] in ".!?”…:" else f"{part}." for part in (each.strip() for each in parts) if part]
    return " ".join(ended)


def kept_together_with(model: type[Model], child: str, *by: str, viewer: User) -> set[tuple[object, ...]]:
    """
    By when and by whom, what somebody wrote in one act of several children, one of whom is kept from this viewer:
    the same words stand with each of them and speak of all.
    """
    rows = model._default_manager.filter(**{f"{child}__in": kept_from(viewer)})
    return set(rows.values_list(*by))


def sentence(code: str) -> str:
    return code.replace("_", " ").capitalize()


def event_of(contact: Contact) -> str:
    """What a contact tells of, so that the notice it came in as and each child in it are one event."""
    return f"contact/{contact.pk}"


def thought_of_with(contact: Contact) -> str:
    """The event somebody thought of together with it, where it says on which day it happened."""
    first = contact.thought_of_with_id if contact.happened_on else None
    return f"contact/{first}" if first else ""
