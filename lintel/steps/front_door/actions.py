"""Writing contacts and child contacts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.steps.front_door.models import ChildContact, Contact

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_contacts(records: Sequence[Contact], *, by: User, at: datetime) -> Loaded:
    """
    Lay down contacts read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


def load_child_contacts(records: Sequence[ChildContact], *, by: User, at: datetime) -> Loaded:
    """
    Lay down child contacts read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)
