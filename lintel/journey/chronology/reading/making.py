"""What every reader of lines needs to say where a record came from."""

from __future__ import annotations

from django.db.models import Model

from lintel.foundation.provenance.models import Traced
from lintel.steps.front_door.models import Contact


def record_of(row: Model) -> str:
    """What a line was read from: "front_door.childcontact/12"."""
    return f"{row._meta.label_lower}/{row.pk}"


def origin(row: Traced) -> str:
    """Which file and row, or which screen, a record came from."""
    if row.source_file is not None:
        return f"{row.source_file.name}, {row.source_sheet}, row {row.source_row}"
    return row.screen


def sentence(code: str) -> str:
    return code.replace("_", " ").capitalize()


def event_of(contact: Contact) -> str:
    """What a contact tells of, so that the notice it came in as and each child in it are one event."""
    return f"contact/{contact.pk}"


def thought_of_with(contact: Contact) -> str:
    """The event somebody thought of together with it, where it says on which day it happened."""
    first = contact.thought_of_with_id if contact.happened_on else None
    return f"contact/{first}" if first else ""
