"""From the front door onward: what a decision opens, with everything it holds carried over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies.models import Agency
from lintel.foundation.agencies.queries import to_ring_now
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.registering.actions import set_safe_contact
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Team
from lintel.journey.allocating.actions import begin_waiting
from lintel.journey.allocating.answering import team_to_allocate
from lintel.journey.handovers.early_help.actions import say_what_became_of_the_step_up, show_to_early_help
from lintel.journey.handovers.queries import NOBODY_HOLDS
from lintel.journey.history.queries import known_at
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.early_help.actions import AskedAlready, ask_early_help
from lintel.steps.enquiries.actions import stamp_reasonable_cause
from lintel.steps.front_door.codes import Channel, Consent, Outcome
from lintel.steps.front_door.deciding import actions as deciding
from lintel.steps.front_door.desk.actions import flag_danger
from lintel.steps.front_door.intake.actions import record_consent
from lintel.steps.front_door.models import ChildContact, Contact, Decision
from lintel.steps.front_door.permissions import DECIDE_CONTACT
from lintel.steps.front_door.rules import Chosen
from lintel.steps.referrals.actions import open_referral
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NoEarlyHelp(Exception):
    """There is no early help team to hand a family to. Load the staff list or name one first."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What was said about agreement for one child, as the decision maker asked it."""

    child_contact_id: int
    consent: Consent
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SafeWay:
    """
    How somebody in the contact may safely be reached, in words; and whether letters are out of the question: all of
    them, or those to one address.
    """

    person: Person
    words: str
    never_write: bool
    address: str = ""


@transaction.atomic
def decide_with_what_was_said(
    contact: Contact, chosen: Sequence[Chosen], *, said: Sequence[Agreement] = (), safe_ways: Sequence[SafeWay] = (),
    by: User, at: datetime,
) -> list[Decision]:  # fmt: skip
    """
    Write down what was said about agreement and safe contact, then decide: all of it, or none.

    In this order, because what was said is part of what was known, and policy asks for a signature by it.

    :raises: what `decide_contact` and `record_consent` raise.
    """
    require(by, DECIDE_CONTACT)
    lines = {line.pk: line for line in contact.children.all()}
    for each in said:
        record_consent(lines[each.child_contact_id], consent=each.consent, reason=each.reason, by=by, at=at)
    for way in safe_ways:
        set_safe_contact(way.person, words=way.words, never_write=way.never_write, address=way.address, by=by, at=at)
    return decide_contact(contact, chosen, by=by, at=at)


@transaction.atomic
def decide_contact(contact: Contact, chosen: Sequence[Chosen], *, by: User, at: datetime) -> list[Decision]:
    """
    Decide for the children of a contact, frozen with what is known, and open whatever each decision leads to.

    What needs a manager's signature opens when it is signed.

    :raises: what `deciding.record_decisions` raises, and NoEarlyHelp.
    """
    require(by, DECIDE_CONTACT)
    known = known_at(contact, viewer=by, at=at)
    decisions = deciding.record_decisions(contact, chosen, known=known, by=by, at=at)
    for decision in decisions:
        if not decision.signature_asked_because:
            _carry_on(decision, by=by, at=at)
    return decisions


@transaction.atomic
def sign_decision(decision: Decision, *, by: User, at: datetime) -> Decision:
    """
    Sign a decision and open what it leads to.

    :raises: what `deciding.sign` raises, and NoEarlyHelp.
    """
    decision = deciding.sign(decision, by=by, at=at)
    _carry_on(decision, by=by, at=at)
    return decision


@transaction.atomic
def return_decision(decision: Decision, *, because: str, by: User, at: datetime) -> Decision:
    """
    Return a decision unsigned, with the reason, and tell whoever made it; the clock never stopped.

    :raises: what `deciding.return_to_decider` raises.
    """
    decision = deciding.return_to_decider(decision, because=because, by=by, at=at)
    line = decision.child_contact
    tell(
        key=f"decision returned/{decision.pk}", words=f"Your decision about {name_of(line.child)} came back: {because}",
        path=f"/front-door/{line.contact_id}/decide/", child_id=line.child_id, user=decision.decided_by, by=by, at=at,
    )  # fmt: skip
    return decision


@transaction.atomic
def cannot_wait(contact: Contact, *, reason: str, by: User, at: datetime) -> list[Agency]:
    """
    The "now" button: a child is in danger. The contact stands first, reasonable cause is stamped for each child as of
    when it was first known, the front door's managers are told, and who to ring comes back: police and health first.

    :raises NotAllowed: if this person may not say so.
    :raises NoReasonGiven: if they do not say why.
    """
    contact = flag_danger(contact, reason=reason, by=by, at=at)
    for line in contact.children.select_related("child").order_by("pk"):
        _stamp(line, reason=reason, by=by, at=at)
    tell(
        # Flagged again after it was cleared, it is told again.
        key=f"cannot wait/{contact.pk}/{contact.danger_flagged_at:%Y%m%d%H%M%S%f}",
        words=f"Cannot wait: contact {contact.reference}",
        path=f"/front-door/{contact.pk}/", team_id=contact.held_by_team_id,
        role=Role.FRONT_DOOR_MANAGER, by=by, at=at,
    )  # fmt: skip
    return to_ring_now(viewer=by)


def _carry_on(decision: Decision, *, by: User, at: datetime) -> None:
    line = ChildContact.objects.select_related("child", "contact").get(pk=decision.child_contact_id)
    outcome = Outcome(decision.outcome)
    if outcome.is_statutory:
        _refer(line, by=by, at=at)
    if outcome is Outcome.STRATEGY_DISCUSSION:
        _stamp(line, reason=decision.rationale, by=by, at=at)
    if outcome is Outcome.EARLY_HELP:
        _hand_to_early_help(line, decision, by=by, at=at)
    if outcome is Outcome.TO_ALLOCATED_WORKER:
        tell_the_workers_of(line, by=by, at=at)
    if line.contact.channel == Channel.STEP_UP:
        say_what_became_of_the_step_up(line, by=by, at=at)


def _refer(line: ChildContact, *, by: User, at: datetime) -> None:
    """
    Open an episode of need; where one is open already there is no second, and whoever works with the child is told.
    """
    # Two contacts about one child may be decided at the same moment.
    Person.objects.select_for_update(no_key=True).get(pk=line.child_id)
    is_open = Referral.objects.open_on(local_day(at)).filter(child=line.child_id).exclude(child_contact=line.pk)
    if is_open.exists():
        tell_the_workers_of(line, by=by, at=at)
    else:
        team = team_to_allocate(line.child, on=local_day(at)) or line.contact.held_by_team
        referral = open_referral(
            child=line.child, child_contact_id=line.pk, source=line.contact.source, team_id=team.pk if team else None,
            by=by, at=at,
        )  # fmt: skip
        begin_waiting(referral, by=by, at=at)


def tell_the_workers_of(line: ChildContact, *, by: User, at: datetime) -> int:
    """
    Tell the allocated worker of a child, and the managers of their team, that there is a contact; and again, once it is
    decided, what was decided and by whom. Where nobody holds the child then, the front door's managers are told so.

    :return: how many workers were told.
    """
    key, words = f"contact/{line.pk}", f"New contact about {name_of(line.child)}"
    decision = line.decisions.filter(returned_at__isnull=True).select_related("decided_by").first()
    is_decided = decision is not None and line.decided_on is not None
    if decision is not None and is_decided:
        key = f"contact decided/{line.pk}/{decision.pk}"
        words = f"Decided about {name_of(line.child)}: {Outcome(decision.outcome).words}, {decision.decided_by.name}"
    held = Involvement.objects.in_force(local_day(at)).filter(child=line.child_id).select_related("worker", "team")
    for involvement in held:
        tell(
            key=f"{key}/{involvement.pk}", words=words, path=f"/front-door/{line.contact_id}/",
            child_id=line.child_id, worker_id=involvement.worker_id, team_id=involvement.team_id, by=by, at=at,
        )  # fmt: skip
    if is_decided and not held:
        tell(
            key=NOBODY_HOLDS.format(line.pk), path=f"/front-door/{line.contact_id}/", child_id=line.child_id,
            words=f"Nobody works with {name_of(line.child)} to be told of it. {words}", role=Role.FRONT_DOOR_MANAGER,
            by=by, at=at,
        )  # fmt: skip
    return len(held)


def _stamp(line: ChildContact, *, reason: str, by: User, at: datetime) -> None:
    contact = line.contact
    known_since = contact.happened_at or contact.received_at or at
    stamp_reasonable_cause(
        child=line.child, child_contact_id=line.pk, reason=reason, known_since=known_since, by=by, at=at
    )


def _hand_to_early_help(line: ChildContact, decision: Decision, *, by: User, at: datetime) -> None:
    team = Team.objects.filter(kind=TeamKind.EARLY_HELP).order_by("pk").first()
    if team is None:
        raise NoEarlyHelp
    try:
        request = ask_early_help(
            child=line.child, child_contact_id=line.pk, team=team, why=decision.rationale, consent=line.consent,
            by=by, at=at,
        )  # fmt: skip
    except AskedAlready:
        return
    show_to_early_help(request, by=by, at=at)
