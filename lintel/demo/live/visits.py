"""Visits of the last day: three families of one worker, and one that a manager has written down as well."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import cycle
from uuid import NAMESPACE_URL, uuid5

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role
from lintel.journey.visiting.actions import visit_family
from lintel.journey.visiting.queries import Visited, family_of_visit, forms_to_prepare
from lintel.statute.calendar import local_day
from lintel.steps.visits.codes import Seen
from lintel.steps.visits.rules import OfChild, Said

HEARD = (
    "The flat was warm and there was food in. Mum had slept; she had rung the number we gave her on Sunday and says it "
    "helped. The back door still does not lock.",
    "Nobody argued while we were there. The younger ones went in and out of the kitchen. Dad came late and stayed in "
    "the hall; he says he has work from Monday.",
    "The beds we asked for have come. School bags were packed by the door. Gran does the mornings now.",
)
OWN_WORDS = (
    "I like it when Gran is here because then nobody shouts.", "I sleep with my shoes next to the bed.",
    "My teacher says I read better. I read to the rabbit.", "I don’t want to talk about Dad today.",
)  # fmt: skip
OBSERVED = "Awake, reaching for her mother; settles in her arms. Clean, and feeding well."
NEXT = ("Ring the landlord about the lock.", "See Dad on his own next week.", "")
SAME_VISIT = "I joined for the last half hour. The children were playing; Mum asked who would come next time."


def families_are_visited(*, now: datetime) -> None:
    """Let a worker who can sign in visit three families since yesterday; asked again on the same day, nothing."""
    grants = RoleGrant.objects.filter(role=Role.SOCIAL_WORKER, ended_at__isnull=True, user__worker__isnull=False)
    grant = grants.order_by("pk").first()
    if grant is None:
        return
    worker, said = grant.user, cycle(OWN_WORDS)
    for number, child in enumerate(forms_to_prepare(viewer=worker, on=local_day(now))[:3]):
        at = now - timedelta(hours=20 - 6 * number)
        children = family_of_visit(child, viewer=worker, on=local_day(at)).children
        visit = Said(
            visited_at=at, way="home", seen_and_heard=HEARD[number], next_step=NEXT[number], purposes=("support",),
            children=tuple(_of(each, next(said), is_alone=number == 0) for each in children),
        )  # fmt: skip
        visit_family(visit, sent_once=uuid5(NAMESPACE_URL, f"visit/{child}/{local_day(now)}"), by=worker, at=at)
        if number == 2 and (manager := _manager_of(worker)) is not None:
            again = Said(
                visited_at=at + timedelta(minutes=30), way="home", seen_and_heard=SAME_VISIT, children=visit.children
            )
            once = uuid5(NAMESPACE_URL, f"visit by the manager/{child}/{local_day(now)}")
            visit_family(again, sent_once=once, by=manager, at=at + timedelta(hours=2))


def _of(child: Visited, words: str, *, is_alone: bool) -> OfChild:
    if child.is_unborn:
        return OfChild(child_id=child.pk, seen=None, observed="The midwife is content; the bag is packed.")
    if not child.speaks:
        return OfChild(child_id=child.pk, seen=Seen.SEEN, observed=OBSERVED)
    return OfChild(child_id=child.pk, seen=Seen.ALONE if is_alone else Seen.SEEN, own_words=words)


def _manager_of(worker: User) -> User | None:
    teams = worker.worker.appointments.filter(ends_on__isnull=True).values("team") if worker.worker else []
    grant = RoleGrant.objects.filter(role=Role.TEAM_MANAGER, team__in=teams, ended_at__isnull=True).order_by("pk")
    found = grant.first()
    return found.user if found else None
