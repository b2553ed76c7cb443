"""
Working out what followed the contacts whose file does not say what was decided, and which contact led to what.

The rules are in `imports.rules`. Everything known of the children in hand is looked at, from this file and from those
before it: what followed a contact of last month may be in this month's file, or in the census.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from lintel.foundation.provenance.models import SourceFile, Traced
from lintel.journey.imports.carrying.carriage import KEYS_AT_ONCE, Carriage
from lintel.journey.imports.carrying.contacts import ContactsMade
from lintel.journey.imports.carrying.episodes import Episodes
from lintel.journey.imports.models import Kind
from lintel.journey.imports.rules import ContactMade, Episode, what_followed
from lintel.steps.early_help.actions import load_early_help_episodes
from lintel.steps.early_help.models import EarlyHelpEpisode
from lintel.steps.front_door.actions import load_child_contacts
from lintel.steps.front_door.codes import Outcome, OutcomeBasis
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.referrals.models import Referral

Record = TypeVar("Record", bound=Traced)


def carry_outcomes(
    carriage: Carriage, contacts: ContactsMade, early_help: dict[str, EarlyHelpEpisode], episodes: Episodes
) -> None:
    """Lay down the child contacts, early help and referrals of a file, each with what it followed or led to."""
    held = _held(ChildContact, carriage)
    _give_contacts(held)
    help_of = _by_child({**_held(EarlyHelpEpisode, carriage), **early_help})
    contacts_of = _by_child({**held, **_with_decisions_held(contacts, held)})
    until = _data_until(carriage)
    changed: dict[str, ChildContact] = {}
    for person in carriage.people.values():
        of_child = contacts_of.get(person.pk, [])
        to_work_out = [one for one in of_child if _is_worked_out(one, contacts)]
        referrals = episodes.of(str(person.la_child_id))
        changed |= _work_out(to_work_out, referrals, help_of.get(person.pk, []), until)
    carriage.lay(contacts.made.values(), load_child_contacts)
    # What we worked out ourselves we may work out better, even from an older file.
    worked_out_anew = [one for key, one in changed.items() if key not in contacts.made]
    carriage.lay(worked_out_anew, load_child_contacts, overrules=True)
    for person in carriage.people.values():
        of_child = contacts_of.get(person.pk, [])
        for referral in _led_to(of_child, Outcome.REFERRAL, episodes.of(str(person.la_child_id)), "referred_on"):
            episodes.touch(referral)
        for one in _led_to(of_child, Outcome.EARLY_HELP, help_of.get(person.pk, []), "started_on"):
            early_help[one.key] = one
    carriage.lay(early_help.values(), load_early_help_episodes)
    episodes.lay()


def _held(model: type[Record], carriage: Carriage) -> dict[str, Record]:
    """What is held of the children in hand, by key."""
    children = [person.pk for person in carriage.people.values()]
    found: dict[str, Record] = {}
    for start in range(0, len(children), KEYS_AT_ONCE):
        some = model._default_manager.filter(child__in=children[start : start + KEYS_AT_ONCE])
        found |= {record.key: record for record in some}
    return found


def _give_contacts(held: dict[str, ChildContact]) -> None:
    """Fetch the contacts of child contacts by themselves: a join would be planned before these tables were counted."""
    wanted = list({one.contact_id for one in held.values()})
    contacts: dict[int, Contact] = {}
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        contacts |= Contact.objects.in_bulk(wanted[start : start + KEYS_AT_ONCE])
    for one in held.values():
        one.contact = contacts[one.contact_id]


def _by_child(records: dict[str, Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key in sorted(records):
        found[records[key].child_id].append(records[key])
    return found


def _with_decisions_held(contacts: ContactsMade, held: dict[str, ChildContact]) -> dict[str, ChildContact]:
    """A decision that an earlier file gave outlives a file whose list gives none."""
    for key, one in contacts.made.items():
        before = held.get(key)
        if before and not one.outcome and before.outcome_basis == OutcomeBasis.DECIDED:
            one.outcome, one.outcome_basis = before.outcome, before.outcome_basis
            one.decided_on, one.decided_at = before.decided_on, before.decided_at
    return contacts.made


def _is_worked_out(one: ChildContact, contacts: ContactsMade) -> bool:
    if one.outcome_basis == OutcomeBasis.DECIDED:
        return False
    return one.outcome_basis == OutcomeBasis.INFERRED or one.key in contacts.undecided


def _data_until(carriage: Carriage) -> date:
    """How far the lists of contacts reach; a census read before or after them says nothing about that."""
    lists = SourceFile.objects.filter(kind=Kind.ANNEX_A, data_until__isnull=False)
    return max([day for day in lists.values_list("data_until", flat=True) if day], default=carriage.data_until)


def _work_out(
    contacts: Sequence[ChildContact],
    referrals: Sequence[Referral],
    early_help: Sequence[EarlyHelpEpisode],
    until: date,
) -> dict[str, ChildContact]:
    """Let contacts say what followed them; return those that now say something else."""
    if not contacts:
        return {}
    followed = what_followed(
        [ContactMade(one.key, one.contact.received_on) for one in contacts],
        episodes=[Episode(one.key, one.referred_on, one.closed_on, bool(one.is_nfa)) for one in referrals],
        early_help=[one.started_on for one in early_help],
        data_until=until,
    )
    changed = {}
    for one in contacts:
        found = followed.get(one.key)
        if found and (one.outcome, one.decided_on) != (found.outcome, found.on):
            one.outcome, one.outcome_basis, one.decided_on = found.outcome, OutcomeBasis.INFERRED, found.on
            changed[one.key] = one
    return changed


def _led_to(contacts: Iterable[ChildContact], outcome: Outcome, records: Sequence[Any], day: str) -> list[Any]:
    """Records whose contact is found, or found to be another: the latest of that outcome before; each leads to one."""
    leading = {one.key: one for one in contacts if one.outcome == outcome}
    if not leading or not records:
        return []
    led = what_followed(
        [ContactMade(key, one.contact.received_on) for key, one in leading.items()],
        episodes=[Episode(record.key, getattr(record, day), None, False) for record in records],
        early_help=(), data_until=date.min,
    )  # fmt: skip
    by_record = {found.referral: leading[key] for key, found in led.items() if found.referral}
    changed = []
    for record in records:
        contact = by_record.get(record.key)
        if contact is not None and record.child_contact_id != contact.pk:
            record.child_contact = contact
            changed.append(record)
    return changed
