"""What stands in front of somebody who decides or signs, gathered for the page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import Http404

from lintel.foundation.agencies.queries import to_ring_now
from lintel.foundation.people.naming import name_of
from lintel.journey.handovers.early_help.queries import who_has_the_children
from lintel.journey.handovers.queries import worked_with_already
from lintel.journey.history.queries import known_as_seen_by, known_at
from lintel.oversight.thresholds.queries import in_force
from lintel.statute.calendar import local_day
from lintel.steps.front_door.codes import Channel, Consent, Identity, InformantKind, Outcome, Part
from lintel.steps.front_door.deciding.queries import Standing, people_in, standing_of
from lintel.steps.front_door.desk.page.actions import note_opened
from lintel.steps.front_door.desk.queries import together_with
from lintel.steps.front_door.models import ChildContact, Contact, Decision
from lintel.steps.front_door.queries import clock_of, contacts
from lintel.web.deciding.forms import Levels, Line

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

INFORMANTS = {
    InformantKind.PROFESSIONAL: "a professional", InformantKind.POLICE: "the police",
    InformantKind.PUBLIC: "a member of the public", InformantKind.FAMILY: "somebody of the family",
    InformantKind.CHILD: "the child", InformantKind.COLLEAGUE: "a colleague",
}  # fmt: skip
OUTCOMES = {outcome.value: outcome.words for outcome in Outcome}
PARTS = {
    Part.MOTHER: "mother", Part.FATHER: "father", Part.PARTNER: "partner of a parent", Part.CARER: "carer",
    Part.RELATIVE: "relative", Part.SAID_TO_HAVE_HARMED: "said to have harmed somebody",
    Part.SAID_TO_BE_HARMED: "said to have been harmed", Part.OTHER: "other",
}  # fmt: skip
AS_TOLD = {
    "given": "First name", "family": "Family name", "known_as": "Known as", "date_of_birth": "Born", "sex": "Sex",
    "address": "Address", "postcode": "Postcode", "school": "School", "words": "What was said of them",
}  # fmt: skip


NOT_SHOWN = "Must be kept secret. It is with the child’s own record."


def contact_of(pk: int, *, viewer: User) -> Contact:
    """
    A contact that came in here and that this viewer may read.

    :raises Http404: if there is none; the answer is the same where it is not theirs.
    """
    found = contacts(viewer=viewer).filter(pk=pk, held_by_team__isnull=False)
    contact = found.select_related("held_by", "held_by_team", "thought_of_with").first()
    if contact is None:
        raise Http404
    return contact


def in_front_of(contact: Contact, *, viewer: User, at: datetime) -> dict[str, Any]:
    """Everything the page of a contact says, before and after it is decided; that it was opened is written down."""
    note_opened(contact, by=viewer, at=at)
    standings = standing_of(contact, viewer=viewer)
    known = known_at(contact, viewer=viewer, at=at)
    return {
        "contact": contact, "standings": standings,
        "names": {each.line.pk: name_of(each.line.child) for each in standings},
        "known": shown(known), "clocks": clocks(standings, viewer=viewer, at=at),
        "together": together_with(contact, viewer=viewer),
        "holding": who_has_the_children(contact, viewer=viewer),
        "is_danger_open": contact.danger_flagged_at is not None and contact.danger_cleared_at is None,
        "to_ring": to_ring_now(viewer=viewer), "not_identified": _not_identified(standings),
        "outcome_words": OUTCOMES, "worked_with": worked_with_already(contact, viewer=viewer, on=local_day(at)),
        "unanswered": [each["agency"] for each in known["checks"] if not each["answered_at"]],
    }  # fmt: skip


def shown(known: dict[str, Any]) -> dict[str, Any]:
    """What was known, frozen or of this moment, in the words of the page."""
    contact, children = known.get("contact", {}), known.get("children", [])
    channel, informant = contact.get("channel", ""), contact.get("informant", "")
    return known | {
        "channel": Channel(channel).words if channel in set(Channel) else "",
        "informant": INFORMANTS.get(informant, "").capitalize() if informant else "",
        "contact": contact, "children": children,
        "told": {str(child.get("child_contact")): _as_told(child) for child in children},
        "adults": [each | {"part": PARTS.get(each.get("part", ""), "other")} for each in known.get("adults", [])],
        "received_at": _moment(contact.get("received_at", "")), "happened_at": _moment(contact.get("happened_at", "")),
        "known_at": _moment(known.get("at", "")),
        "remarks": [each | {"at": _moment(each.get("at", ""))} for each in known.get("remarks", [])],
        "checks": [each | {"due_at": _moment(each["due_at"])} for each in known.get("checks", [])],
        "histories": {str(child.get("child_contact")): _history(child) for child in children},
        "born": {str(child.get("child_contact")): _day(child.get("date_of_birth")) for child in children},
    }  # fmt: skip


def shown_again(decision: Decision, *, viewer: User, at: datetime) -> dict[str, Any]:
    """What was known when it was decided, as this viewer may read it; that it was opened is written down."""
    contact = decision.child_contact.contact
    note_opened(contact, by=viewer, at=at)
    return shown(known_as_seen_by(decision.known, contact, viewer=viewer))


def lines_to_decide(standings: list[Standing]) -> list[Line]:
    return [
        Line(
            child_contact=each.line, name=name_of(each.line.child), returned=each.returned,
            consent=Consent(each.line.consent) if each.line.consent else None,
        )
        for each in standings
    ]  # fmt: skip


def levels_on(day: date, *, viewer: User) -> Levels:
    return Levels(in_force(viewer=viewer, on=day))


def people_of(contact: Contact, *, viewer: User) -> dict[int, Any]:
    return {person.pk: (person, name_of(person)) for person in people_in(contact, viewer=viewer)}


def clocks(standings: list[Standing], *, viewer: User, at: datetime) -> list[dict[str, Any]]:
    """The clock of every child about whom nothing holds yet: by when, and how long that is from now, in words."""
    return [
        {"pk": each.line.pk, "name": name_of(each.line.child), **_clock(each.line, viewer=viewer, at=at)}
        for each in standings
        if each.line.decided_on is None
    ]


def clock_in_words(line: ChildContact, *, viewer: User, at: datetime) -> str:
    found = _clock(line, viewer=viewer, at=at)
    return f"{found['says']}; the clock began on {local_day(found['started_at']):%-d %B %Y}"


def _clock(line: ChildContact, *, viewer: User, at: datetime) -> dict[str, Any]:
    clock = clock_of(line, viewer=viewer)
    left = clock.left(at)
    return {
        "due_at": clock.hours_due_at, "is_over": clock.is_over(at), "started_at": clock.started_at,
        "runs_on": line.continues is not None, "working_day": clock.working_day_due_on,
        "is_over_by_working_days": clock.is_over_by_working_days(at),
        "says": f"overdue by {in_words(-left)}" if clock.is_over(at) else f"{in_words(left)} left",
    }  # fmt: skip


def in_words(span: timedelta) -> str:
    """3 hours, 12 minutes, 4 days: one unit, so that it is read at a glance."""
    minutes = int(span.total_seconds() // 60)
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= 2 * size or (size < 24 * 60 and minutes >= size):
            number = minutes // size
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "less than a minute"


def _not_identified(standings: list[Standing]) -> list[str]:
    return [name_of(each.line.child) for each in standings if each.line.identity in ("", Identity.NOT_CHECKED)]


def _as_told(child: dict[str, Any]) -> list[tuple[str, str]]:
    said = child.get("as_told") or {}
    born = _day(said.get("date_of_birth"))
    said = said | {"date_of_birth": f"{born:%-d %B %Y}"} if born else said
    told = [(words, str(said[name])) for name, words in AS_TOLD.items() if said.get(name)]
    return [*told, (AS_TOLD["address"], NOT_SHOWN)] if said.get("is_address_confidential") else told


def _history(child: dict[str, Any]) -> list[dict[str, Any]]:
    lines = child.get("chronology", [])
    return [line | {"on": _day(line.get("on")), "until": _day(line.get("until"))} for line in lines]


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
