"""Asking for whom one visit is, what the form is prepared for, and who answers for a visit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from, team_line, visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import HouseholdMembership, Person, Relationship
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.rules import age_in_words
from lintel.journey.allocating.dues.queries import Mine, my_children
from lintel.journey.allocating.loads.reading import family_of, may_belong_to
from lintel.journey.allocating.waiting.reading import next_check, without_a_worker
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.statute.ages import age_on
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Cover, Involvement
from lintel.steps.allocation.permissions import HOLD_WAITING
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import FamilyVisit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# Below this age what was observed is asked for instead of what the child said.
SPEAKS_AT = 2
FORMS_AT_MOST = 12


@dataclass(frozen=True, kw_only=True)
class Visited:
    """A child as the form of a visit shows them."""

    pk: int
    name: str
    age: str
    is_unborn: bool
    speaks: bool


@dataclass(frozen=True, kw_only=True)
class Family:
    """
    Those whom one visit is about.

    :param adults: who may be met, in words: "Ruth Bell, mother".
    :param next_check: where some of the children wait for a worker and the viewer holds such children: the day somebody
        would look again.
    """

    children: Sequence[Visited]
    adults: Sequence[str] = ()
    next_check: date | None = None


def family_of_visit(child: int, *, viewer: User, on: date) -> Family:
    """
    A child with the brothers and sisters a visit is about as well, eldest first.

    :raises ChildNotVisible: if there is no such child, or none this viewer may see.
    """
    seen = visible_children(viewer, on=on).filter(is_child=True)
    if not seen.filter(pk=child).exists():
        raise ChildNotVisible
    near = set(seen.filter(pk__in=may_belong_to([child]), died_on__isnull=True).values_list("pk", flat=True)) | {child}
    families = family_of(near)
    together = [pk for pk in near if families[pk] == families[child]]
    waiting = may(viewer, HOLD_WAITING) and without_a_worker(Referral.objects.filter(child__in=together), on).exists()
    return Family(
        children=_children(together, on), adults=_adults(together, viewer),
        next_check=next_check(all_limits(), on)[0] if waiting else None,
    )  # fmt: skip


def family_as_sent(children: Collection[int], *, viewer: User, on: date) -> Family:
    """
    Those whom a form was about that comes in now. Whom the viewer may see no longer stands in it without a name, since
    what was written about them must not be lost.

    :raises ChildNotVisible: if one of them was never the viewer's to see.
    """
    seen = set(visible_children(viewer, on=on).filter(pk__in=children, is_child=True).values_list("pk", flat=True))
    mine = Q(worker=viewer.worker_id, worker__isnull=False) | Q(team__in=team_line(viewer))
    once = set(ReasonToSee.objects.filter(mine, child__in=children).values_list("child_id", flat=True))
    if not children or set(children) - seen - once:
        raise ChildNotVisible
    lost = [replace(each, name="A child you no longer see", age="") for each in _children(set(children) - seen, on)]
    return Family(children=[*_children(seen, on), *lost], adults=_adults(seen, viewer))


def forms_to_prepare(*, viewer: User, on: date, mine: Mine | None = None) -> list[int]:
    """
    A child of each family the viewer holds or covers, what is due first first: a telephone keeps a form for each.

    :param mine: what `my_children` said, where it was asked already.
    """
    mine = mine or my_children(viewer=viewer, on=on, today=on)
    families = sorted((*mine.families, *mine.covered), key=lambda each: each.comes_first)
    return [family.children[0] for family in families[:FORMS_AT_MOST]]


def who_answers(visit: FamilyVisit, *, viewer: User) -> str:
    """In words: whose children they were on the day of the visit, and whether whoever went covered for somebody."""
    day = local_day(visit.visited_at)
    children = visible_children(viewer).filter(visits__family_visit=visit)
    held = Involvement.objects.in_force(day).filter(child__in=children).select_related("worker").order_by("pk")
    whose = {each.pk: each.worker for each in held}
    covers = Cover.objects.in_force(day).filter(involvement__in=whose, worker=visit.worker_id)
    if (cover := covers.select_related("involvement__worker").first()) is not None:
        return f"{visit.worker}, covering for {cover.involvement.worker}"
    names = dict.fromkeys(str(worker) for worker in whose.values())
    return ", ".join(names) or "Nobody held them on that day"


def _children(wanted: Collection[int], on: date) -> list[Visited]:
    people = Person.objects.filter(pk__in=wanted).prefetch_related("names").order_by("date_of_birth", "pk")
    return [_visited(person, on) for person in people]


def _visited(person: Person, on: date) -> Visited:
    born, certainty = person.date_of_birth, person.birth_date_certainty
    return Visited(
        pk=person.pk, name=name_of(person), age=age_in_words(born, certainty=certainty, on=on),
        is_unborn=certainty == BirthDateCertainty.EXPECTED, speaks=born is None or age_on(born, on) >= SPEAKS_AT,
    )  # fmt: skip


def _adults(children: Collection[int], viewer: User) -> list[str]:
    """Those who are related to the children, and the adults they live with; nobody whom the viewer is kept from."""
    hidden = kept_from(viewer).values("pk")
    adults = Person.objects.filter(is_child=False, merged_into__isnull=True, died_on__isnull=True).exclude(
        pk__in=hidden
    )
    ties = Relationship.objects.filter(to_person__in=children, person__in=adults, ended_on__isnull=True)
    home = HouseholdMembership.objects.filter(left_on__isnull=True)
    lives = home.filter(household__in=home.filter(person__in=children).values("household"), person__in=adults)
    kinds = {tie.person_id: tie.kind.replace("_", " ") for tie in ties.order_by("-pk")}
    named = adults.filter(pk__in={*kinds, *lives.values_list("person_id", flat=True)}).prefetch_related("names")
    return [", ".join(filter(None, (name_of(person), kinds.get(person.pk)))) for person in named.order_by("pk")]
