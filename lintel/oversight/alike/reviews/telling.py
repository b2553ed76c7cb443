"""What a panel is told of a case: the words of the contact and the history, in order, and who is in it by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from lintel.foundation.people.models import PersonName
from lintel.foundation.workforce.models import Worker
from lintel.oversight.alike.reviews.strip import Named
from lintel.statute.calendar import local_day
from lintel.steps.front_door.models import ChildContact, Contact, Decision, Informant

MOST_OF_HISTORY = 12


def text_of(decision: Decision) -> str:
    """What stood in front of the decision maker about this child, as plain text, days told as time before."""
    known: Mapping[str, Any] = decision.known
    contact = known.get("contact", {})
    at = local_day(datetime.fromisoformat(known["at"]) if known.get("at") else decision.decided_at)
    child: Mapping[str, Any] = next(
        (each for each in known.get("children", []) if each.get("child_contact") == decision.child_contact_id), {}
    )
    parts = [contact.get("words", "")]
    if born := child.get("date_of_birth"):
        parts.append(f"Age: {_age(date.fromisoformat(born), at)}.")
    if consent := child.get("consent"):
        parts.append(f"Agreement: {consent.lower()}. {child.get('consent_reason', '')}".strip())
    parts += [f"Known already: {line}" for line in _history(child, at)]
    return "\n".join(part for part in parts if part.strip())


def people_in(decision: Decision, workers: Iterable[str]) -> list[Named]:
    """Everybody in the structured list of people of this contact, and whoever works here."""
    line = ChildContact.objects.select_related("contact").get(pk=decision.child_contact_id)
    found = [Named(names=_names_of(line.child_id), called="child")]
    others = ChildContact.objects.filter(contact=line.contact_id).exclude(pk=line.pk)
    found += [Named(names=_names_of(each.child_id), called="other child") for each in others]
    for adult in line.contact.adults.all():
        found.append(Named(names=_names_of(adult.person_id), called=adult.part.replace("_", " ")))
    known: Mapping[str, Any] = decision.known
    for child in known.get("children", []):
        for related in child.get("related", []):
            name, _, kind = related.rpartition(", ")
            found.append(Named(names=[name], called=kind or "relative"))
        found += [Named(names=[name], called="other child") for name in child.get("together", [])]
        found.append(Named(names=[child.get("name", "")], called="child"))
    found += _informants(line.contact)
    found += [Named(names=[name], called="worker", only_capitals=True) for name in workers]
    return [each for each in found if any(each.names)]


def names_of_workers() -> list[str]:
    """Everybody who works here."""
    return list(Worker.objects.order_by("pk").values_list("name", flat=True))


def _names_of(person: int) -> list[str]:
    names = PersonName.objects.filter(person=person).order_by("pk").values_list("given", "family")
    return [f"{given} {family}".strip() for given, family in names]


def _informants(contact: Contact) -> list[Named]:
    told = Informant.objects.filter(contact=contact).first()
    if told is None:
        return []
    return [
        Named(names=[told.name] if told.name else [], called="informant"),
        Named(names=[told.organisation] if told.organisation else [], called="organisation"),
    ]


def _history(child: Mapping[str, Any], at: date) -> list[str]:
    lines = child.get("chronology", [])[:MOST_OF_HISTORY]
    return [f"{each['what']} {_before(date.fromisoformat(each['on']), at)}" for each in lines]


def _before(day: date, at: date) -> str:
    months = (at - day).days // 30
    if months < 1:
        return "in the month before"
    if months < 24:
        return f"{months} month{'s' if months > 1 else ''} before"
    return f"{months // 12} years before"


def _age(born: date, at: date) -> str:
    years = at.year - born.year - ((at.month, at.day) < (born.month, born.day))
    if years < 0:
        return "unborn"
    return f"{years} years" if years >= 2 else f"{max(0, (at - born).days // 30)} months"
