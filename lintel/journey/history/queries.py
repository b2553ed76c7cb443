"""Asking for everything that is known of a child and the family, as plain values that can be shown and frozen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.people.models import Person, Relationship
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.queries import child_lines
from lintel.journey.chronology.queries import children_of_the_same_household, chronology
from lintel.statute.calendar import local_day
from lintel.steps.agency_checks.queries import checks_known
from lintel.steps.front_door.codes import Concern, Consent, Part
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.front_door.queries import adults_in, children_in, informant_of, secret_addresses_in
from lintel.steps.front_door.remarks.queries import remarks_on
from lintel.steps.front_door.rules import told_openly

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

LINES_AT_MOST = 200
# Under these stand names in words, and under the same with "_people" whose they are.
AMONG = ("together", "related")


def known_at(contact: Contact, *, viewer: User, at: datetime) -> dict[str, Any]:
    """
    All that stands in front of a decision maker, as plain values: what was told, of whom, agreement, every child's
    history. A sealed informant stays sealed in it, so that it can be shown to a second decision maker.

    Only texts, numbers, lists and dictionaries, so that it can be frozen and hashed. Whoever is named stands in it
    with their id, so that it can be shown to somebody else (`known_as_seen_by`); an address to be kept secret does not.
    """
    informant, secret = informant_of(contact, viewer=viewer), secret_addresses_in(contact, viewer=viewer)
    return {
        "at": at.isoformat(),
        "contact": {
            "reference": contact.reference, "channel": contact.channel, "words": contact.words,
            "received_at": contact.received_at.isoformat() if contact.received_at else "",
            "happened_at": contact.happened_at.isoformat() if contact.happened_at else "",
            "concerns": [Concern(each).words for each in contact.concerns],
            "priority": contact.priority, "priority_reason": contact.priority_reason,
            "informant": informant.kind if informant else "",
        },
        "adults": [
            {
                "person": adult.person_id, "name": name_of(adult.person), "part": Part(adult.part).value,
                "as_told": told_openly(adult.as_told, secret=secret),
            }
            for adult in adults_in(contact, viewer=viewer)
        ],
        "remarks": [
            {"words": each.words, "by": each.made_by.name, "at": each.made_at.isoformat()}
            for each in remarks_on(contact, viewer=viewer)
        ],
        "children": [child_known(line, viewer=viewer, at=at) for line in children_in(contact, viewer=viewer)],
        "checks": checks_known(contact, viewer=viewer),
    }  # fmt: skip


def child_known(line: ChildContact, *, viewer: User, at: datetime) -> dict[str, Any]:
    """One child of a contact: who they are, agreement, brothers and sisters, who is involved, and their chronology."""
    child = line.child
    today = local_day(at)
    together = child_lines([s.pk for s in children_of_the_same_household(child, viewer=viewer)], viewer=viewer)
    ties = _ties(child, viewer=viewer)
    return {
        "child_contact": line.pk, "child": child.pk, "name": name_of(child),
        "as_told": told_openly(line.as_told, secret=secret_addresses_in(line.contact, viewer=viewer)),
        "identity": line.identity, "date_of_birth": child.date_of_birth.isoformat() if child.date_of_birth else "",
        "consent": Consent(line.consent).words if line.consent else "", "consent_reason": line.consent_reason,
        "together": [each.name for each in together.values()], "together_people": list(together),
        "related": [_in_words(tie) for tie in ties], "related_people": [tie.person_id for tie in ties],
        "chronology": [
            {
                "on": each.on.isoformat(), "what": each.what, "detail": each.detail,
                "until": each.until.isoformat() if each.until else "", "step": each.step,
            }
            for each in chronology(child, viewer=viewer, day=today)[:LINES_AT_MOST]
            if not (each.step == "contact" and each.pk == line.pk)
        ],
    }  # fmt: skip


def related_to(child: Person, *, viewer: User) -> list[str]:
    """Who is related to a child, in words: "Ruth Bell, mother"; nobody whom this viewer may not see."""
    return [_in_words(tie) for tie in _ties(child, viewer=viewer)]


def known_as_seen_by(known: dict[str, Any], contact: Contact, *, viewer: User) -> dict[str, Any]:
    """
    What was known when it was decided, as somebody else may read it: without anybody whom they may not see, and without
    an address that must be kept secret. What is frozen stays as it is.
    """
    lines = {line.pk for line in children_in(contact, viewer=viewer)}
    shown = [each for each in known.get("children", []) if each.get("child_contact") in lines]
    hidden = {each.get("name") for each in known.get("children", []) if each not in shown}
    ids = {pk for each in shown for among in AMONG for pk in each.get(f"{among}_people", [])}
    adults = known.get("adults", [])
    allowed = _may_be_named(ids | {each["person"] for each in adults if "person" in each}, viewer=viewer)
    # Decisions frozen before the ids were have names alone.
    unnamed = hidden | {name_of(each) for each in kept_from(viewer).prefetch_related("names")}
    secret = secret_addresses_in(contact, viewer=viewer)

    def seen(each: dict[str, Any]) -> dict[str, Any]:
        named = {among: _named(each, among, allowed, unnamed) for among in AMONG}
        return each | named | {"as_told": told_openly(each.get("as_told") or {}, secret=secret)}

    return known | {
        "children": [seen(each) for each in shown],
        "adults": [
            each | {"as_told": told_openly(each.get("as_told") or {}, secret=secret)}
            for each in adults
            if (each["person"] in allowed if "person" in each else each.get("name") not in unnamed)
        ],
        "checks": [
            each | {"known": [[name, word] for name, word in each.get("known", []) if name not in hidden]}
            for each in known.get("checks", [])
        ],
    }


def _named(each: dict[str, Any], among: str, allowed: Collection[int], unnamed: Collection[str | None]) -> list[str]:
    words, ids = each.get(among, []), each.get(f"{among}_people")
    if ids is None:
        return [said for said in words if said not in unnamed and said.rsplit(", ", 1)[0] not in unnamed]
    return [said for said, pk in zip(words, ids, strict=True) if pk in allowed]


def _may_be_named(ids: Iterable[int], *, viewer: User) -> set[int]:
    """Those of some people whom this viewer may see; somebody merged since is whoever holds their record now."""
    now = {pk: pk for pk in ids}
    while moved := dict(
        Person.objects.filter(pk__in=now.values(), merged_into__isnull=False).values_list("pk", "merged_into")
    ):
        now = {pk: moved.get(held) or held for pk, held in now.items()}
    seen = set(_to_be_seen(viewer).filter(pk__in=now.values()).values_list("pk", flat=True))
    return {pk for pk, held in now.items() if held in seen}


def _to_be_seen(viewer: User) -> QuerySet[Person]:
    """Children this viewer may see, and grown-ups whom nothing keeps from them."""
    people = Person.objects.filter(Q(is_child=False) | Q(pk__in=visible_children(viewer).values("pk")))
    return people.exclude(pk__in=kept_from(viewer).values("pk"))


def _ties(child: Person, *, viewer: User) -> list[Relationship]:
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return []
    ties = Relationship.objects.filter(to_person=child, ended_on__isnull=True, person__in=_to_be_seen(viewer))
    return list(ties.select_related("person").prefetch_related("person__names").order_by("pk"))


def _in_words(tie: Relationship) -> str:
    return f"{name_of(tie.person)}, {tie.kind.replace('_', ' ')}"
