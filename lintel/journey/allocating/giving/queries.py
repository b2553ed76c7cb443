"""Asking what was given to workers, and who may answer for going above the ceiling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from, sees_whole_service, team_line, visible_children
from lintel.foundation.workforce.models import Team
from lintel.journey.allocating.giving.above import Above
from lintel.steps.allocation.models import Allocation
from lintel.steps.allocation.permissions import ANSWER_OVER_THE_CEILING, SEE_WAITING

if TYPE_CHECKING:
    from collections.abc import Sequence


def unanswered(referrals: Collection[int], *, viewer: User, on: date) -> list[Allocation]:
    """What was given of these episodes and not answered yet, as far as the viewer may see the children."""
    if not may(viewer, SEE_WAITING):
        return []
    seen = Allocation.objects.to_answer(on).filter(
        referral__in=referrals, child__in=visible_children(viewer, on=on)
    )  # fmt: skip
    return list(seen.select_related("worker", "given_by").order_by("child_id", "pk"))


def offered_to(referrals: Collection[int], *, viewer: User, on: date) -> dict[int, str]:
    """Of the children of these episodes, those given to a worker who has not answered: the worker's name, by child."""
    return {each.child_id: each.worker.name for each in unanswered(referrals, viewer=viewer, on=on)}


def given_above(*, viewer: User, on: date) -> list[Above]:
    """
    What was given above the ceiling and still stands: not declined, not taken back, and the worker holds the child.

    Of the viewer's teams and what they are named for; everything for those who see the whole service. Only children the
    viewer may see. Reviews first that are due first, so what is overdue stands at the head.
    """
    if not may(viewer, SEE_WAITING):
        return []
    stands = Q(accepted_at__isnull=True) | Q(involvement__ended_on__isnull=True) | Q(involvement__ended_on__gt=on)
    found = Allocation.objects.filter(
        stands, over_manager__isnull=False, declined_at__isnull=True, withdrawn_at__isnull=True,
        child__in=visible_children(viewer, on=on),
    )  # fmt: skip
    if not sees_whole_service(viewer):
        found = found.filter(Q(team__in=team_line(viewer)) | Q(over_manager=viewer))
    rows = found.select_related("worker", "team", "given_by", "over_manager").order_by("given_at", "worker_id", "pk")
    acts: dict[tuple[object, ...], list[Allocation]] = defaultdict(list)
    for row in rows:
        acts[row.given_at, row.worker_id, row.over_manager_id, row.over_reason, row.over_review_on].append(row)
    return sorted(map(_act, acts.values()), key=lambda act: (act.review_on, act.given_at, act.worker_id))


def who_may_answer(team_id: int, children: Iterable[int], *, viewer: User) -> list[User]:
    """
    The managers who may answer for a worker of a team holding more than was agreed.

    Those above the viewer first, the nearest at the head; then the others of the line; the viewer last. Nobody who is
    kept from one of the children: they could not read what they answer for.
    """
    if not may(viewer, ANSWER_OVER_THE_CEILING):
        return []
    places = _places(team_id)
    mine = places.get(viewer, -1)
    wanted = set(children)
    others = sorted(
        (user for user in places if user != viewer and not kept_from(user).filter(pk__in=wanted).exists()),
        key=lambda user: (places[user] <= mine, places[user] if places[user] > mine else -places[user], user.name),
    )
    return [*others, viewer] if viewer in places else others


def _places(team_id: int) -> dict[User, int]:
    """Who answers for a team, with how far above it they stand; the head of service above everybody."""
    parts = dict(Team.objects.values_list("pk", "part_of_id"))
    line: list[int] = []
    above: int | None = team_id
    while above is not None and above not in line:
        line.append(above)
        above = parts.get(above)
    held = RoleGrant.objects.filter(
        ended_at__isnull=True, user__is_active=True, role__in=ANSWER_OVER_THE_CEILING.held_by
    )  # fmt: skip
    places: dict[User, int] = {}
    for grant in held.select_related("user").order_by("granted_at", "pk"):
        if grant.team_id is None or grant.team_id in line:
            place = len(line) if grant.team_id is None else line.index(grant.team_id)
            places[grant.user] = max(place, places.get(grant.user, 0))
    return places


def _act(those: Sequence[Allocation]) -> Above:
    first = those[0]
    manager, review_on = first.over_manager, first.over_review_on
    # Of what was given above the ceiling, the database holds every row to both.
    assert manager is not None
    assert review_on is not None
    return Above(
        worker_id=first.worker_id, worker=first.worker.name, team_id=first.team_id, team=first.team.name,
        given_at=first.given_at, given_by=first.given_by.name, manager_id=manager.pk, manager=manager.name,
        reason=first.over_reason, review_on=review_on, children=tuple(each.child_id for each in those),
        after=first.children_after, most=float(first.ceiling), is_accepted=all(each.accepted_at for each in those),
    )  # fmt: skip
