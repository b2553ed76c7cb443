"""Which children are on the unassessed-risk clock, and who holds the next step; only children the viewer may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.journey.allocating.many import any_of
from lintel.journey.unassessed_risk.reading import known_of
from lintel.journey.unassessed_risk.rules import Holder, Known, Spell, spell_under_way, spells, who_holds_the_next_step
from lintel.statute.calendar import local_day
from lintel.steps.agency_checks.models import AgencyCheck
from lintel.steps.allocation.models import Involvement
from lintel.steps.enquiries.models import ReasonableCause
from lintel.steps.safety_plans.permissions import SEE_UNASSESSED_RISK

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class OnTheClock:
    """
    One child whom nobody has yet both seen and made safe.

    :param holds: who holds the next step, in words: a team or an agency by kind.
    """

    child: Person
    name: str
    since: datetime
    hours: float
    is_over: bool
    is_seen: bool
    is_made_safe: bool
    holder: Holder
    holds: str


def children_at_unassessed_risk(*, viewer: User, at: datetime) -> list[OnTheClock]:
    """Children on the clock whom this viewer may see, whoever has been on it longest first."""
    if not may(viewer, SEE_UNASSESSED_RISK):
        return []
    causes = list(_causes(visible_children(viewer), at=at))
    children = {cause.child_id: cause.child for cause in causes}
    known = _known(causes, at=at)
    under_way = {pk: spell for pk in children if (spell := spell_under_way(known[pk], at=at))}
    holders = _holders([cause for cause in causes if cause.child_id in under_way], at=at)
    limit = time_limit_in_force("unassessed_risk", on=local_day(at))
    found = [
        OnTheClock(
            child=children[pk], name=name_of(children[pk]), since=spell.began_at, hours=spell.hours(at),
            is_over=at > limit.due_at(spell.began_at), is_seen=any(m >= spell.began_at for m in known[pk].seen),
            is_made_safe=any(m >= spell.began_at for m in known[pk].made_safe), holder=holders[pk][0],
            holds=holders[pk][1],
        )
        for pk, spell in under_way.items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.since, each.child.pk))


def over_the_limit_by_holder(*, viewer: User, at: datetime) -> dict[Holder, list[OnTheClock]]:
    """Children on the clock for longer than the limit (24 hours unless set otherwise), by who holds the next step."""
    over = [each for each in children_at_unassessed_risk(viewer=viewer, at=at) if each.is_over]
    return {holder: [each for each in over if each.holder is holder] for holder in Holder}


def spells_of(child_id: int, *, viewer: User, at: datetime) -> list[Spell]:
    """A child's times on the clock, for those who may see the child and the clock; the first one first."""
    if not may(viewer, SEE_UNASSESSED_RISK):
        return []
    causes = list(_causes(visible_children(viewer).filter(pk=child_id), at=at))
    return spells(_known(causes, at=at).get(child_id, Known()), at=at)


def _causes(children: QuerySet[Person], *, at: datetime) -> Sequence[ReasonableCause]:
    found = ReasonableCause.objects.filter(child__in=children, stamped_at__lte=at)
    needed = found.select_related("child", "child_contact__contact__held_by_team", "discussion")
    return list(needed.prefetch_related("child__names").order_by("pk"))


def _known(causes: Sequence[ReasonableCause], *, at: datetime) -> Mapping[int, Known]:
    told: dict[int, list[datetime]] = defaultdict(list)
    for cause in causes:
        told[cause.child_id].append(cause.known_since)
    return known_of(told, at=at)


def _holders(causes: Sequence[ReasonableCause], *, at: datetime) -> dict[int, tuple[Holder, str]]:
    """Who holds the next step for each child, and what they are called."""
    children = {cause.child_id for cause in causes}
    teams = _teams(causes, on=at)
    owing = _owing(causes)
    # The latest cause says whether the agencies have met since; an earlier meeting knew nothing of it.
    discussed = {cause.child_id: cause.discussion is not None for cause in causes}
    found = {}
    for pk in children:
        holder = who_holds_the_next_step(
            owing=owing.get(pk, ()), has_team=pk in teams, is_discussed=discussed.get(pk, False)
        )
        found[pk] = (holder, teams[pk] if holder is Holder.TEAM else holder.words)
    return found


def _teams(causes: Sequence[ReasonableCause], *, on: datetime) -> dict[int, str]:
    """By child: the desk that holds the contact, or the team that holds the child, which comes before it."""
    teams = {}
    for cause in causes:
        contact = cause.child_contact.contact if cause.child_contact else None
        if contact is not None and contact.held_by_team is not None:
            teams[cause.child_id] = contact.held_by_team.name
    held = Involvement.objects.in_force(local_day(on)).filter(child__in=any_of({cause.child_id for cause in causes}))
    for child, team, worker in held.order_by("began_on", "pk").values_list("child_id", "team__name", "worker__name"):
        teams[child] = team or worker
    return teams


def _owing(causes: Sequence[ReasonableCause]) -> dict[int, set[str]]:
    """By child: the kinds of agencies that were asked in the contact the cause stands in, and have not answered."""
    about = [cause.child_contact_id for cause in causes if cause.child_contact_id]
    owed = AgencyCheck.objects.owed().filter(asked_about__child_contact__in=about)
    found: dict[int, set[str]] = defaultdict(set)
    for child, kind in owed.values_list("asked_about__child_contact__child_id", "agency__kind"):
        found[child].add(kind)
    return found
