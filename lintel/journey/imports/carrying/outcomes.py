"""Working out what followed the contacts whose file does not say what was decided; the rules are in `imports.rules`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from lintel.journey.imports.carrying.carriage import KEYS_AT_ONCE, Carriage
from lintel.journey.imports.models import Kind
from lintel.journey.imports.rules import ContactMade, Episode, what_followed
from lintel.foundation.provenance.models import SourceFile
from lintel.steps.early_help.actions import load_early_help_episodes
from lintel.steps.early_help.models import EarlyHelpEpisode
from lintel.steps.front_door.actions import load_child_contacts
from lintel.steps.front_door.codes import Outcome, OutcomeBasis
from lintel.steps.front_door.models import ChildContact
from lintel.steps.referrals.actions import load_referrals
from lintel.steps.referrals.models import Referral


def carry_outcomes(carriage: Carriage, undecided: set[str]) -> None:
    """
    Work out anew what followed the contacts of every child in hand, and which contact led to which referral.

    :param undecided: keys of child contacts of this file whose list gives no decisions. Contacts that were worked out
        before are worked out again, for what followed them may only now be known.
    """
    children = [person.pk for person in carriage.people.values()]
    contacts, decided = _contacts(children, undecided)
    if not contacts and not decided:
        return
    referrals, early_help = _of_child(Referral, children), _of_child(EarlyHelpEpisode, children)
    until = _data_until(carriage)
    changed: list[ChildContact] = []
    for child, of_child in contacts.items():
        changed += _work_out(of_child, referrals[child], early_help[child], until)
    carriage.lay(changed, load_child_contacts)
    _link(carriage, contacts, decided, referrals, early_help)


def _contacts(
    children: list[int], undecided: set[str]
) -> tuple[dict[int, list[ChildContact]], dict[int, list[ChildContact]]]:
    """The contacts to work out, and those whose decision is known, by child."""
    to_work_out: dict[int, list[ChildContact]] = defaultdict(list)
    decided: dict[int, list[ChildContact]] = defaultdict(list)
    for one in _in_pieces(ChildContact.objects.select_related("contact"), children):
        if one.outcome_basis == OutcomeBasis.DECIDED:
            decided[one.child_id].append(one)
        elif one.outcome_basis == OutcomeBasis.INFERRED or one.key in undecided:
            to_work_out[one.child_id].append(one)
    return to_work_out, decided


def _in_pieces(records: QuerySet[Any], children: list[int]) -> Iterable[Any]:
    for start in range(0, len(children), KEYS_AT_ONCE):
        yield from records.filter(child__in=children[start : start + KEYS_AT_ONCE]).order_by("key")


def _of_child(model: Any, children: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for record in _in_pieces(model.objects.all(), children):
        found[record.child_id].append(record)
    return found


def _data_until(carriage: Carriage) -> date:
    """How far the lists of contacts reach; a census read before or after them says nothing about that."""
    lists = SourceFile.objects.filter(Q(kind=Kind.ANNEX_A) & Q(data_until__isnull=False))
    return max([day for day in lists.values_list("data_until", flat=True) if day] or [carriage.data_until])


def _work_out(
    contacts: list[ChildContact], referrals: list[Referral], early_help: list[EarlyHelpEpisode], until: date
) -> list[ChildContact]:
    followed = what_followed(
        [ContactMade(one.key, one.contact.received_on) for one in contacts],
        episodes=[Episode(one.key, one.referred_on, one.closed_on, bool(one.is_nfa)) for one in referrals],
        early_help=[one.started_on for one in early_help],
        data_until=until,
    )
    changed = []
    for one in contacts:
        found = followed.get(one.key)
        if found and (one.outcome, one.decided_on) != (found.outcome, found.on):
            one.outcome, one.outcome_basis, one.decided_on = found.outcome, OutcomeBasis.INFERRED, found.on
            changed.append(one)
    return changed


def _link(
    carriage: Carriage,
    contacts: dict[int, list[ChildContact]],
    decided: dict[int, list[ChildContact]],
    referrals: dict[int, list[Referral]],
    early_help: dict[int, list[EarlyHelpEpisode]],
) -> None:
    """Say of each referral and early help episode which contact led to it: the latest of that outcome before it."""
    linked_referrals, linked_help = [], []
    for child in {*contacts, *decided}:
        known = [*contacts.get(child, []), *decided.get(child, [])]
        linked_referrals += _led_to(known, Outcome.REFERRAL, referrals[child], "referred_on")
        linked_help += _led_to(known, Outcome.EARLY_HELP, early_help[child], "started_on")
    carriage.lay(linked_referrals, load_referrals)
    carriage.lay(linked_help, load_early_help_episodes)


def _led_to(contacts: list[ChildContact], outcome: Outcome, records: list[Any], day: str) -> list[Any]:
    """Records whose contact is found, or found to be another; each contact leads to one."""
    leading = [one for one in contacts if one.outcome == outcome and one.decided_on]
    made = [ContactMade(one.key, one.contact.received_on) for one in leading]
    episodes = [Episode(record.key, getattr(record, day), None, False) for record in records]
    led = what_followed(made, episodes=episodes, early_help=(), data_until=date.min)
    by_record = {found.referral: key for key, found in led.items() if found.referral}
    by_key = {one.key: one for one in leading}
    changed = []
    for record in records:
        contact = by_key.get(by_record.get(record.key, ""))
        if contact is not None and record.child_contact_id != contact.pk:
            record.child_contact = contact
            changed.append(record)
    return changed
