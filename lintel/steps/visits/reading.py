"""Reading visits off the record as plain values."""

from __future__ import annotations

from lintel.steps.visits import rules
from lintel.steps.visits.codes import Seen
from lintel.steps.visits.models import FamilyVisit, Visit
from lintel.steps.visits.rules import OfChild, Said


def said_of(visit: FamilyVisit) -> Said:
    """A visit as it stands, as what was said of it."""
    return Said(
        visited_at=visit.visited_at, way=visit.way, seen_and_heard=visit.seen_and_heard, went_with=visit.went_with,
        met=visit.met, next_step=visit.next_step, purposes=tuple(visit.purposes),
        children=tuple(
            OfChild(
                child_id=each.child_id, seen=_seen(each), why_not=each.why_not, own_words=each.own_words,
                observed=each.observed,
            )
            for each in visit.visits.order_by("pk")
        ),
    )  # fmt: skip


def at_about_the_same_time(said: Said) -> FamilyVisit | None:
    """A visit somebody wrote down that may be the same event."""
    about = (said.visited_at - rules.ABOUT_THE_SAME_TIME, said.visited_at + rules.ABOUT_THE_SAME_TIME)
    found = FamilyVisit.objects.filter(visited_at__range=about, visits__child__in=said.child_ids)
    return next((each for each in found.distinct().order_by("pk") if rules.may_be_the_same(said_of(each), said)), None)


def _seen(visit: Visit) -> Seen | None:
    if visit.child_seen is None:
        return None
    if not visit.child_seen:
        return Seen.NOT
    return Seen.ALONE if visit.seen_alone else Seen.SEEN
