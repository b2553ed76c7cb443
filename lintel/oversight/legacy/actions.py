"""Drawing up a list, and closing it child by child."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note, note_each
from lintel.oversight.legacy import permissions
from lintel.oversight.legacy.codes import Finding
from lintel.oversight.legacy.drawing import found_by
from lintel.oversight.legacy.models import Cohort, CohortChild
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class NotThoseDays(Exception):
    """A list looks at days that are over, in their order."""


class NobodyOnIt(Exception):
    """Nobody waited so long, and nobody's work was tagged; there is nothing to look at."""


class NotTheirChild(Exception):
    """Somebody decides only on children they may see."""


class ReviewedAlready(Exception):
    """A colleague decided on this child first."""


@transaction.atomic
def draw_up(name: str, *, days: int, first_day: date, last_day: date, why: str, by: User, at: datetime) -> Cohort:
    """
    Draw up a list of the children one may see who waited so many days or more, or whose work in that time was tagged
    or found inadequate by an audit.

    It is frozen: nobody is added, and each child is closed by a decision of their own.

    :raises NotAllowed: if this person draws up no lists.
    :raises NothingSaid, NotThoseDays, NobodyOnIt: see there.
    """
    require(by, permissions.DRAW_UP)
    if not name.strip() or not why.strip():
        raise NothingSaid
    if not first_day <= last_day <= local_day(at):
        raise NotThoseDays
    people = found_by(by, days=days, first=first_day, last=last_day, on=local_day(at))
    if not people:
        raise NobodyOnIt
    cohort = Cohort.objects.create(
        name=name.strip(), days=days, first_day=first_day, last_day=last_day, why=why.strip(), drawn_at=at, drawn_by=by
    )
    children = CohortChild.objects.bulk_create(
        CohortChild(cohort=cohort, child_id=each.child, waited_days=each.waited_days, is_tagged=each.is_tagged)
        for each in people
    )
    note("list of earlier work drawn up", by=by, at=at, subject=cohort, children=len(children))
    note_each("put on a list of earlier work", [(each, each.child_id, {}) for each in children], by=by, at=at)
    return cohort


@transaction.atomic
def decide_on(child: CohortChild, *, finding: Finding, words: str, by: User, at: datetime) -> CohortChild:
    """
    Close a child on a list with a decision, once somebody has looked at what was done.

    :raises NotAllowed: if this person decides on nobody.
    :raises NotTheirChild, NothingSaid, ReviewedAlready: see there.
    """
    require(by, permissions.LOOK_AGAIN)
    child = CohortChild.objects.select_for_update().get(pk=child.pk)
    if not visible_children(by).filter(pk=child.child_id).exists():
        raise NotTheirChild
    if child.reviewed_at is not None:
        raise ReviewedAlready
    if not words.strip():
        raise NothingSaid
    child.finding, child.words, child.reviewed_at, child.reviewed_by = finding, words.strip(), at, by
    child.save(update_fields=["finding", "words", "reviewed_at", "reviewed_by"])
    note("earlier work looked at again", by=by, at=at, subject=child, child_id=child.child_id, finding=finding)
    return child
