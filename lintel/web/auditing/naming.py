"""What a child is called on the pages of audits: by name only to who may see the record, also long after the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.queries import child_lines
from lintel.oversight.audits.queries import audited_by

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

SOMEBODY = "A child"


def names_for(children: Iterable[int], *, viewer: User) -> Callable[[Person], str]:
    """
    What to call each of these children for this viewer: "A child" whom they may not see, or may see no longer. Whoever
    audited a record still knows whose it is.
    """
    lines, own = child_lines(children, viewer=viewer), audited_by(viewer=viewer)
    return lambda child: name_of(child) if child.pk in lines or child.pk in own else SOMEBODY
