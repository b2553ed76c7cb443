"""Reading who is in and around a child's household, without anybody who is kept from the viewer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.people.models import Address, HouseholdMembership, Person, Relationship

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

STEPS, AT_MOST = 3, 40


@dataclass
class Around:
    """
    Everybody around a child whom the viewer may know of: people by id, ties, stays in households.

    :param seen: the children among them whose own record the viewer may open.
    """

    people: dict[int, Person] = field(default_factory=dict)
    ties: list[Relationship] = field(default_factory=list)
    stays: list[HouseholdMembership] = field(default_factory=list)
    seen: frozenset[int] = frozenset()


def around(child: Person, *, viewer: User) -> Around:
    """
    Read the family, some steps out from the child.

    Of children whose record the viewer has no reason to open, brothers and sisters and those of the same household are
    named all the same: nobody can work with one child and not know of the others. Whoever is kept from the viewer by a
    restriction or an exclusion is not read at all, and nothing is read by way of them.
    """
    kept = set(kept_from(viewer).values_list("pk", flat=True))
    home = list(HouseholdMembership.objects.filter(person=child).values_list("household_id", flat=True))
    near = _allowed({child.pk, *_living_in(home)}, kept)
    found, frontier, seen = dict(near), set(near), _seen(near, viewer)
    for step in range(STEPS):
        named = {pk for pk in frontier if not found[pk].is_child or pk in seen}
        others = _allowed(_tied_to(named) - found.keys(), kept)
        visible = _seen(others, viewer)
        # Brothers and sisters are found at the second step, by way of a parent; or said outright at the first.
        known = {pk: one for pk, one in others.items() if not one.is_child or pk in visible or step < 2}
        frontier, seen = set(known), seen | visible
        found.update(known)
        if len(found) >= AT_MOST or not frontier:
            break
    ties = Relationship.objects.filter(person__in=found, to_person__in=found).order_by("ended_on", "pk")
    together = _near_or_seen(found, list(ties), child.pk, set(near), seen)
    return Around(
        people=together, seen=frozenset(seen & together.keys()),
        ties=[tie for tie in ties if tie.person_id in together and tie.to_person_id in together],
        stays=list(
            HouseholdMembership.objects.filter(person__in=together, household__in=home)
            .select_related("household")
            .order_by("joined_on", "pk")
        ),
    )  # fmt: skip


def homes_to_be_kept_secret(ids: Iterable[int]) -> set[int]:
    """Those of these people who have a confidential address today, or live with somebody who has."""
    wanted = set(ids)
    now = HouseholdMembership.objects.filter(left_on__isnull=True)
    secret = Address.objects.filter(is_confidential=True, lived_until__isnull=True)
    kept = now.filter(person__in=secret.values("person")).values("household")
    found = set(secret.filter(person__in=wanted).values_list("person_id", flat=True))
    return found | set(now.filter(person__in=wanted, household__in=kept).values_list("person_id", flat=True))


def _living_in(households: Iterable[int]) -> set[int]:
    stays = HouseholdMembership.objects.filter(household__in=list(households))
    return set(stays.values_list("person_id", flat=True))


def _tied_to(ids: Iterable[int]) -> set[int]:
    wanted = list(ids)
    ties = Relationship.objects.filter(Q(person__in=wanted) | Q(to_person__in=wanted))
    return {pk for both in ties.values_list("person_id", "to_person_id") for pk in both}


def _allowed(ids: Iterable[int], kept: set[int]) -> dict[int, Person]:
    people = Person.objects.filter(pk__in=set(ids) - kept, merged_into__isnull=True)
    return {one.pk: one for one in people.prefetch_related("names")}


def _seen(people: dict[int, Person], viewer: User) -> set[int]:
    children = [pk for pk, one in people.items() if one.is_child]
    return set(visible_children(viewer).filter(pk__in=children).values_list("pk", flat=True)) if children else set()


def _near_or_seen(
    found: dict[int, Person], ties: list[Relationship], child: int, near: set[int], seen: set[int]
) -> dict[int, Person]:
    """Without children who are neither to be seen nor near: another family's, met by way of a partner."""
    parents: dict[int, set[int]] = {}
    said = set[int]()
    for tie in ties:
        if tie.kind in ("mother", "father", "parent"):
            parents.setdefault(tie.to_person_id, set()).add(tie.person_id)
        if child in (tie.person_id, tie.to_person_id):
            said |= {tie.person_id, tie.to_person_id}
    mine = parents.get(child, set())
    return {
        pk: one
        for pk, one in found.items()
        if not one.is_child or pk in seen or pk in near or pk in said or mine & parents.get(pk, set())
    }
