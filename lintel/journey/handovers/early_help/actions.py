"""Between the front door and early help; everything that is held goes along, and exactly one side has the family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.reasons.actions import end_reason, give_reason
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import Relationship
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.handovers.early_help.queries import standings_of, who_has_the_family
from lintel.statute.calendar import local_day
from lintel.steps.early_help.actions import (
    AskedAlready,
    AskedTooLate,
    NothingSaid,
    StepDown,
    accept,
    ask_early_help,
    end,
    let_go,
    locked,
    mark_stepped_up,
    propose_step_down,
    record_first_met,
    send_back,
)
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.early_help.permissions import ANSWER_FOR_EARLY_HELP
from lintel.steps.early_help.rules import Holder, SteppedUp, who_has
from lintel.steps.front_door.codes import Channel, Concern, Consent, InformantKind, Part
from lintel.steps.front_door.intake.actions import InformantTold, Knock, TellsOf, receive_contact
from lintel.steps.front_door.models import ChildContact, Contact

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


PART_OF = {RelationshipKind.MOTHER: Part.MOTHER, RelationshipKind.FATHER: Part.FATHER}
WENT_ELSEWHERE = {
    SteppedUp.TO_SOCIAL_CARE: "Children’s social care has the family now, and early help has ended.",
    SteppedUp.ELSEWHERE: "The family was passed to another authority, and early help has ended.",
}  # fmt: skip


class NotWithEarlyHelp(Exception):
    """Early help does not have the family now; somebody else does, and the page says who."""


class AnsweredSince(Exception):
    """What was sent back was asked again already, or was never sent back."""


@transaction.atomic
def accept_for_early_help(
    asked: Sequence[EarlyHelpRequest], *, lead_practitioner: str, joint_visit_on: date | None = None, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """
    Accept a child, or brothers and sisters together. From now on early help has them; where they step down, from the
    day it meets them, and whoever hands them over is told who comes, and when.

    :raises: what `accept` raises.
    """
    for request in asked:
        accepted = accept(request, lead_practitioner=lead_practitioner, joint_visit_on=joint_visit_on, by=by, at=at)
        if accepted.referral_id is not None:
            visit = f"; joint visit {joint_visit_on:%-d %B}" if joint_visit_on else ""
            _tell_who_steps_down(
                accepted, "accepted", f"Early help accepts {name_of(accepted.child)}: {lead_practitioner}{visit}",
                by=by, at=at,
            )  # fmt: skip


@transaction.atomic
def send_back_to_front_door(request: EarlyHelpRequest, *, missing: str, by: User, at: datetime) -> EarlyHelpRequest:
    """
    Send a child back and say what is missing. The front door is told, and has had the family all along; early help
    no longer sees the child.

    :raises: what `send_back` raises.
    """
    request = send_back(request, missing=missing, by=by, at=at)
    line = ChildContact.objects.select_related("contact").filter(pk=request.child_contact_id or 0).first()
    tell(
        key=f"early help sent back/{request.pk}", path=f"/early-help/{request.pk}/", child_id=request.child_id,
        words=f"Early help sends {name_of(request.child)} back. Missing: {request.missing}",
        team_id=line.contact.held_by_team_id if line else None, user=None if line else request.asked_by, by=by, at=at,
    )  # fmt: skip
    end_reason(key=_reason_of(request), ends_on=local_day(at), by=by, at=at)
    return request


@transaction.atomic
def ask_early_help_again(request: EarlyHelpRequest, *, answer: str, by: User, at: datetime) -> EarlyHelpRequest:
    """
    Ask early help again with what was missing; everything said before goes along.

    :raises NotAllowed: if this person may not ask early help.
    :raises NothingSaid: if nothing is answered.
    :raises AnsweredSince: if it was not sent back, or was asked again already.
    """
    request = locked(request)
    if not answer.strip():
        raise NothingSaid
    if request.sent_back_at is None:
        raise AnsweredSince
    why = f"{request.why}\n\nEarly help asked: {request.missing}\n\n{answer.strip()}"
    try:
        again = _ask_again(request, why, by=by, at=at)
    except (AskedAlready, AskedTooLate) as already:
        raise AnsweredSince from already
    show_to_early_help(again, by=by, at=at)
    return again


@transaction.atomic
def first_met_by_early_help(asked: Sequence[EarlyHelpRequest], *, met_on: date, by: User, at: datetime) -> None:
    """
    Say on which day early help first met a family.

    :raises NotWithEarlyHelp: if somebody else has one of the children now.
    :raises: what `record_first_met` raises.
    """
    for request in asked:
        _must_have(request, by=by)
        met = record_first_met(request, met_on=met_on, by=by, at=at)
        if met.referral_id is not None:
            _tell_who_steps_down(
                met, "met", f"Early help has met {name_of(met.child)}: you can close now", by=by, at=at
            )


@transaction.atomic
def end_early_help(request: EarlyHelpRequest, *, because: str, by: User, at: datetime) -> EarlyHelpRequest:
    """
    End early help for a child, and say what came of it; early help no longer sees the child.

    :raises NotWithEarlyHelp: if somebody else has the child now.
    :raises: what `end` raises.
    """
    _must_have(request, by=by)
    request = end(request, because=because, by=by, at=at)
    end_reason(key=_reason_of(request), ends_on=local_day(at), by=by, at=at)
    return request


@transaction.atomic
def step_up(asked: Sequence[EarlyHelpRequest], *, because: str, by: User, at: datetime) -> Contact:
    """
    Take a child, or brothers and sisters together, back to the front door in one act: one contact with the children,
    the family and all that was said; on the desk at once, among what is red. From now on the front door has them.

    Agreement to early help is not agreement to this: it is not carried over, and the decision maker asks.

    :raises NotAllowed: if this person does not answer for early help.
    :raises NothingSaid: if nobody says why.
    :raises NotWithEarlyHelp: if one of them is with the front door, or with social care, already.
    """
    require(by, ANSWER_FOR_EARLY_HELP)
    if not because.strip():
        raise NothingSaid
    held = [locked(request) for request in sorted(asked, key=lambda each: each.pk)]
    if any(_stepped_up(request, by=by) for request in held):
        raise NotWithEarlyHelp
    contact = receive_contact(_stepping_up(held, because, by=by, at=at), by=by, at=at)
    for request in held:
        mark_stepped_up(request, contact_id=contact.pk, because=because, by=by, at=at)
        tell(
            key=f"step up/{request.pk}/{contact.pk}", words=f"Early help steps {name_of(request.child)} up: {because}",
            path=f"/front-door/{contact.pk}/", child_id=request.child_id, team_id=contact.held_by_team_id, by=by, at=at,
        )  # fmt: skip
    return contact


def show_to_early_help(request: EarlyHelpRequest, *, by: User, at: datetime) -> None:
    """Early help sees the child from the moment it is asked, and is told."""
    give_reason(
        child_id=request.child_id, team_id=request.team_id, basis="early help asked", key=_reason_of(request),
        begins_on=local_day(at), by=by, at=at,
    )  # fmt: skip
    tell(
        key=f"early help/{request.pk}", words=f"{name_of(request.child)} is handed to early help",
        path=f"/early-help/{request.pk}/", child_id=request.child_id, team_id=request.team_id, by=by, at=at,
    )  # fmt: skip


def say_what_became_of_the_step_up(line: ChildContact, *, by: User, at: datetime) -> None:
    """
    Tell early help, in the one sentence both sides read, what the front door decided about whom it stepped up.

    Where the family went elsewhere, early help no longer sees the child, and is told so without a name.
    """
    asked = EarlyHelpRequest.objects.filter(stepped_up_to=line.contact_id, child=line.child_id).select_related("child")
    standings = standings_of(list(asked), viewer=by)
    for request in asked:
        key, standing = f"step up decided/{request.pk}/{line.pk}", standings[request.pk]
        if gone := WENT_ELSEWHERE.get(standing.stepped_up):
            tell(
                key=key, words=f"The front door decided on {line.contact.reference}. {gone}", path="/early-help/",
                team_id=request.team_id, by=by, at=at,
            )  # fmt: skip
        else:
            says = who_has_the_family(request.child, viewer=by)
            tell(
                key=key, words=f"The front door decided. {says}", path=f"/early-help/{request.pk}/",
                child_id=line.child_id, team_id=request.team_id, by=by, at=at,
            )  # fmt: skip
        # Handed to early help anew, the child is seen and helped by the new request alone.
        if gone or standing.is_asked_again:
            end_reason(key=_reason_of(request), ends_on=local_day(at), by=by, at=at)
            let_go(request, by=by, at=at)


def _ask_again(request: EarlyHelpRequest, why: str, *, by: User, at: datetime) -> EarlyHelpRequest:
    if request.referral_id is None:
        return ask_early_help(
            child=request.child, child_contact_id=request.child_contact_id, team=request.team, why=why,
            consent=request.consent, by=by, at=at,
        )  # fmt: skip
    said = StepDown(
        plan_so_far=request.plan_so_far, worked=request.worked, remains=why, contingency=request.contingency,
        family_says=request.family_says,
    )  # fmt: skip
    return propose_step_down(
        child=request.child, referral_id=request.referral_id, team=request.team, said=said, consent=request.consent,
        by=by, at=at,
    )  # fmt: skip


def _tell_who_steps_down(request: EarlyHelpRequest, what: str, words: str, *, by: User, at: datetime) -> None:
    tell(
        key=f"step-down {what}/{request.pk}", words=words, path=f"/plans/{request.child_id}/",
        child_id=request.child_id, user=request.asked_by, by=by, at=at,
    )  # fmt: skip


def _adults_of(held: Sequence[EarlyHelpRequest]) -> list[TellsOf]:
    """The parents of children who stepped down: no contact of ours names them, the record does."""
    stepped_down = [each.child_id for each in held if each.referral_id is not None]
    ties = Relationship.objects.filter(
        to_person__in=stepped_down, kind__in=PART_OF, ended_on__isnull=True, person__is_child=False
    )
    found = {(tie.person_id, tie.kind): tie for tie in ties.select_related("person").order_by("pk")}
    return [
        TellsOf(particulars=Particulars(), person=tie.person, part=PART_OF[RelationshipKind(tie.kind)])
        for tie in found.values()
    ]


def _stepping_up(held: Sequence[EarlyHelpRequest], because: str, *, by: User, at: datetime) -> Knock:
    """The knock of a step-up: the children and adults as they are known, the concern, and what was said before."""
    of_episodes = [each.referral.child_contact_id for each in held if each.referral is not None]
    asked_for = [each.child_contact_id for each in held]
    lines = ChildContact.objects.filter(pk__in=[*asked_for, *of_episodes]).select_related("contact")
    asked_by = [line.contact for line in lines]
    adults = {
        (adult.person_id, adult.part): adult
        for contact in asked_by
        for adult in contact.adults.select_related("person").order_by("pk")
    }
    return Knock(
        channel=Channel.STEP_UP, received_at=at, once="/".join(str(each.pk) for each in held) + f" {at.isoformat()}",
        words=because.strip(), original="\n\n".join(_said_before(each) for each in held), source="5D",
        screen="early help", concerns=sorted({Concern(each) for contact in asked_by for each in contact.concerns}),
        children=[TellsOf(particulars=Particulars(), person=each.child) for each in held],
        adults=[
            TellsOf(particulars=Particulars(), person=adult.person, part=Part(adult.part)) for adult in adults.values()
        ] or _adults_of(held),
        informant=InformantTold(
            kind=InformantKind.COLLEAGUE, name=by.name, post="Early help", organisation=held[0].team.name, told_by=by
        ),
    )  # fmt: skip


def _said_before(request: EarlyHelpRequest) -> str:
    """What early help was asked and did, in words: the history that goes along."""
    accepted, met = request.accepted_at, request.first_met_at
    said = [
        f"{name_of(request.child)}: early help was asked on {local_day(request.asked_at):%-d %B %Y}.",
        f"Asked because: {request.why}",
        f"Accepted on {local_day(accepted):%-d %B %Y}; lead practitioner {request.lead_practitioner}."
        if accepted
        else "Not accepted yet.",
        f"First met on {local_day(met):%-d %B %Y}." if met else "Not met yet.",
        f"Agreement to early help: {Consent(request.consent).words.lower() if request.consent else 'not said'}.",
        f"The plan before: {request.plan_so_far}" if request.plan_so_far else "",
        f"What worked: {request.worked}" if request.worked else "",
        f"If it gets worse: {request.contingency}" if request.contingency else "",
    ]
    return "\n".join(filter(None, said))


def _must_have(request: EarlyHelpRequest, *, by: User) -> None:
    require(by, ANSWER_FOR_EARLY_HELP)
    request = locked(request)
    standing = standings_of([request], viewer=by)[request.pk]
    # A family that steps down is met while social care still has it: that is what makes the handover warm.
    is_elsewhere = standing.is_asked_again or who_has(standing) not in (
        Holder.EARLY_HELP, Holder.NOBODY, *((Holder.WHO_ASKED,) if standing.is_step_down else ()),
    )  # fmt: skip
    if request.accepted_at is not None and is_elsewhere:
        raise NotWithEarlyHelp


def _stepped_up(request: EarlyHelpRequest, *, by: User) -> bool:
    """Whether a child is with the front door or beyond it by an earlier step-up, or early help has let go of them."""
    standing = standings_of([request], viewer=by)[request.pk]
    is_gone = standing.stepped_up not in (SteppedUp.NEVER, SteppedUp.BACK_TO_EARLY_HELP)
    return is_gone or standing.is_ended or standing.is_sent_back or standing.is_asked_again


def _reason_of(request: EarlyHelpRequest) -> str:
    return f"early help request/{request.pk}"
