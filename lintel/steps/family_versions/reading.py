"""Reading who is around a child and whoever is written to, for queries and for the checks of actions alike."""

from __future__ import annotations

from django.db.models import Q

from lintel.foundation.people.models import Address, HouseholdMembership, Relationship, SafeContact
from lintel.steps.family_versions.rules import SafeRule, Secret


def people_around(child_id: int, to_id: int) -> set[int]:
    """The child, whoever is written to, whoever is or was related to either, and whoever lives with either."""
    two = (child_id, to_id)
    ties = Relationship.objects.filter(Q(person__in=two) | Q(to_person__in=two)).values_list("person", "to_person")
    homes = HouseholdMembership.objects.filter(left_on__isnull=True)
    together = homes.filter(household__in=homes.filter(person__in=two).values("household"))
    return {*two, *(each for tie in ties for each in tie), *together.values_list("person", flat=True)}


def rules_around(child_id: int, to_id: int) -> list[tuple[int, SafeRule]]:
    """Every safe-contact rule in force about anybody of them, with whose it is; the reader's own come first."""
    found = SafeContact.objects.filter(person__in=people_around(child_id, to_id), ended_at__isnull=True).order_by("pk")
    rules = [
        (
            each.person_id,
            SafeRule(
                words=each.words, never_write=each.never_write, is_theirs=each.person_id == to_id, address=each.address
            ),
        )
        for each in found
    ]
    return sorted(rules, key=lambda rule: not rule[1].is_theirs)


def secret_from(child_id: int, to_id: int) -> list[Secret]:
    """The confidential addresses of everybody around them that the reader does not live at themselves."""
    own = Address.objects.filter(person=to_id, lived_until__isnull=True)
    theirs = {_where(each) for each in own}
    around = Address.objects.filter(person__in=people_around(child_id, to_id), is_confidential=True)
    return [Secret(each.lines, each.postcode) for each in around if _where(each) not in theirs]


def own_secret(to_id: int) -> list[Secret]:
    """The reader's own confidential addresses: a letter may go there, and no page says where that is."""
    return [Secret(each.lines, each.postcode) for each in Address.objects.filter(person=to_id, is_confidential=True)]


def _where(address: Address) -> str:
    return " ".join(f"{address.lines} {address.postcode}".lower().replace(",", " ").split())
