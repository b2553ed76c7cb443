"""Contacts and early help. A contact that its authority numbers may be about several children; any other about one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lintel.journey.imports import keys
from lintel.journey.imports.carrying.carriage import Carriage, contents, merged, moment, numbered, recorded_at
from lintel.journey.imports.lines import Line
from lintel.steps.early_help.models import EarlyHelpEpisode
from lintel.steps.front_door.actions import load_contacts
from lintel.steps.front_door.codes import OutcomeBasis
from lintel.steps.front_door.models import ChildContact, Contact


@dataclass(frozen=True)
class ContactsMade:
    """The child contacts of a file, by key; and the keys of those whose list gives no decisions."""

    made: dict[str, ChildContact]
    undecided: frozenset[str]


def carry_contacts(carriage: Carriage, lines: Sequence[Line]) -> ContactsMade:
    """Lay down contacts, and make the child contacts of the file; `outcomes` lays these down, decided or not."""
    placed = _placed(carriage, lines)
    contacts = carriage.lay([_contact(carriage, line, key) for line, key, _ in placed], load_contacts)
    made = merged(_child_contact(carriage, line, contacts[key], child_key) for line, key, child_key in placed)
    return ContactsMade(made, frozenset(child_key for line, _, child_key in placed if "outcome" not in line.had))


def _placed(carriage: Carriage, lines: Sequence[Line]) -> list[tuple[Line, str, str]]:
    """Each row with the key of its contact and of the child in it."""
    placed = []
    alike: dict[tuple[str, date, str], list[Line]] = defaultdict(list)
    for line in lines:
        child_id, reference = line.says["child_id"], line.said("reference")
        if reference:
            placed.append((line, keys.contact(reference), keys.child_contact(reference, child_id)))
        else:
            alike[child_id, line.says["received_on"], line.said("source") or ""].append(line)
    after = _held_before(carriage, alike)
    for (child_id, day, source), same in alike.items():
        for n, line in enumerate(sorted(same, key=contents), start=1):
            n += after[child_id, day, source] if (line.sheet, line.row) in carriage.mended else 0
            key = keys.unnumbered_contact(child_id, day, source, n)
            placed.append((line, key, keys.unnumbered_child_contact(child_id, day, source, n)))
    return placed


def _held_before(carriage: Carriage, alike: dict[tuple[str, date, str], list[Line]]) -> Counter[tuple[str, date, str]]:
    """
    How many contacts of this child, day and source are held already, for rows that were mended.

    A mended row comes without the rows that stood beside it, and must not take the place of one of them.
    """
    after: Counter[tuple[str, date, str]] = Counter()
    wanted = [group for group, same in alike.items() if any((line.sheet, line.row) in carriage.mended for line in same)]
    if not wanted:
        return after
    days = {day for _, day, _ in wanted}
    held = ChildContact.objects.filter(contact__received_on__in=days, contact__reference="")
    for child_id, day, source in held.values_list("child__la_child_id", "contact__received_on", "contact__source"):
        after[str(child_id), day, source] += 1
    return after


def _contact(carriage: Carriage, line: Line, key: str) -> Contact:
    says = line.says
    return Contact(
        key=key, reference=says.get("reference", ""), source=says.get("source", ""),
        happened_on=says.get("happened_on"), happened_at=moment(says.get("happened_on"), says.get("happened_time")),
        received_on=says["received_on"], received_at=moment(says["received_on"], says.get("received_time")),
        recorded_at=recorded_at(line), **carriage.origin(line),
    )  # fmt: skip


def _child_contact(carriage: Carriage, line: Line, contact: Contact, key: str) -> ChildContact:
    says = line.says
    child_contact = ChildContact(
        key=key, contact=contact, child=carriage.people[says["child_id"]], consent=says.get("consent", ""),
        recorded_at=recorded_at(line), **carriage.origin(line),
    )  # fmt: skip
    if outcome := says.get("outcome"):
        # A list that gives decisions without their days: the day of the contact is the only one it knows.
        child_contact.outcome = outcome
        child_contact.outcome_basis = OutcomeBasis.DECIDED
        child_contact.decided_on = says.get("decided_on", says["received_on"])
        child_contact.decided_at = moment(says.get("decided_on"), says.get("decided_time"))
    return child_contact


def carry_early_help(carriage: Carriage, lines: Sequence[Line]) -> dict[str, EarlyHelpEpisode]:
    """Make the early help episodes of the file; they are laid down by `outcomes`, with the contact that led to them."""
    return merged(
        EarlyHelpEpisode(
            key=keys.early_help(line.says["child_id"], line.says["started_on"], n),
            child=carriage.people[line.says["child_id"]], started_on=line.says["started_on"],
            assessment_completed_on=line.said("completed_on"), ended_on=line.said("ended_on"),
            organisation=line.said("organisation") or "", **carriage.origin(line),
        )
        for line, n in numbered(lines, "started_on", "completed_on")
    )  # fmt: skip
