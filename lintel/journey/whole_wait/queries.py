"""Asking how long a child waited and who held the next step."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.whole_wait.reading import stories_of
from lintel.journey.whole_wait.rules import moment_looked_at
from lintel.journey.whole_wait.stories import Wait, waits_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def waits_of_child(person: Person, *, viewer: User, day: date, now: datetime) -> list[Wait]:
    """
    The waits of a child as they stood at the end of a day or, on a day that is not over, now; the latest first.

    :raises ChildNotVisible: if this viewer may not see the child.
    """
    if not visible_children(viewer).filter(pk=person.pk).exists():
        raise ChildNotVisible
    until = moment_looked_at(day, now)
    return list(reversed(waits_of(stories_of([person.pk])[person.pk], until=until)))
