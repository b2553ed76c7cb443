"""Brothers and sisters of a child, each with an episode of their own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import Person, Relationship
from lintel.foundation.people.naming import name_of
from lintel.journey.allocating.loads.reading import family_of, may_belong_to
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def episodes_beside(child: Person, *, viewer: User, on: date) -> list[Referral]:
    """The episodes under way of brothers and sisters whom this viewer may see; the eldest first."""
    near = may_belong_to([child.pk]) | {child.pk}
    family = family_of(near)
    theirs = [pk for pk in near if pk != child.pk and family[pk] == family[child.pk]]
    seen = visible_children(viewer).filter(pk__in=theirs)
    found = Referral.objects.open_on(on).filter(child__in=seen).select_related("child", "team")
    return list(found.order_by("child__date_of_birth", "pk"))


def mother_of(child: Person, *, viewer: User) -> str:
    """The mother's name; empty where the record names none, or none this viewer may see."""
    ties = Relationship.objects.filter(to_person=child, kind=RelationshipKind.MOTHER, ended_on__isnull=True)
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return ""
    mother = ties.select_related("person").first()
    return name_of(mother.person) if mother else ""
