"""Writing early help episodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.statute.calendar import LONDON, local_day
from lintel.steps.early_help import permissions
from lintel.steps.early_help.models import EarlyHelpEpisode, EarlyHelpRequest
from lintel.steps.early_help.rules import moment_met

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.workforce.models import Team


def load_early_help_episodes(records: Sequence[EarlyHelpEpisode], *, by: User, at: datetime) -> Loaded:
    """
    Lay down early help episodes read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


class AskedAlready(Exception):
    """Early help was asked about this child already."""


@transaction.atomic
def ask_early_help(
    *, child: Person, team: Team, why: str, consent: str, child_contact_id: int | None = None, by: User, at: datetime
) -> EarlyHelpRequest:
    """
    Ask early help to take a child on; whoever asks holds the child until they accept.

    :raises NotAllowed: if this person may not ask early help.
    :raises AskedAlready: if the same contact asked already and was not sent back.
    """
    require(by, permissions.ASK_EARLY_HELP)
    if child_contact_id is not None:
        held = EarlyHelpRequest.objects.select_for_update().filter(
            child_contact=child_contact_id, sent_back_at__isnull=True
        )
        if held.exists():
            raise AskedAlready
    request = EarlyHelpRequest.objects.create(
        child=child, child_contact_id=child_contact_id, team=team, why=why.strip(), consent=consent, asked_at=at,
        asked_by=by,
    )  # fmt: skip
    note("early help asked", by=by, at=at, subject=request, child_id=child.pk)
    return request


class AskedTooLate(Exception):
    """The episode is over: there is nothing to step down from."""


@dataclass(frozen=True, kw_only=True)
class StepDown:
    """
    What goes along when a family steps down, written with them.

    :param family_says: who of the family agrees, in which words. Agreement is asked for, never assumed.
    """

    plan_so_far: str
    worked: str
    remains: str
    contingency: str
    family_says: str


@transaction.atomic
def propose_step_down(
    *, child: Person, referral_id: int, team: Team, said: StepDown, consent: str, by: User, at: datetime
) -> EarlyHelpRequest:
    """
    Ask early help to go on with a family; social care keeps the child until early help has met them (hard stop 9).

    :raises NotAllowed: if this person may not ask early help.
    :raises NothingSaid: if it is not said what remains, what the family does if it gets worse, or that they agree.
    :raises AskedAlready: if early help was asked about this episode already and did not send it back.
    :raises AskedTooLate: if the episode is over.
    """
    require(by, permissions.ASK_EARLY_HELP)
    words = {name: getattr(said, name).strip() for name in StepDown.__dataclass_fields__}
    if not (words["remains"] and words["contingency"] and words["family_says"]):
        raise NothingSaid
    # The child is the lock, as it is for whoever closes the episode.
    child = Person.objects.select_for_update(no_key=True).get(pk=child.pk)
    under_way = EarlyHelpRequest.objects.filter(referral=referral_id, sent_back_at__isnull=True)
    if under_way.filter(ended_at__isnull=True, stepped_up_at__isnull=True).exists():
        raise AskedAlready
    if not child.referrals.filter(pk=referral_id, closed_on__isnull=True).exists():
        raise AskedTooLate
    request = EarlyHelpRequest.objects.create(
        child=child, referral_id=referral_id, team=team, why=words["remains"], consent=consent, asked_at=at,
        asked_by=by, **words,
    )  # fmt: skip
    note("step-down proposed", by=by, at=at, subject=request, child_id=child.pk)
    return request


class AnsweredAlready(Exception):
    """A colleague accepted it, or sent it back, first."""


class NotAcceptedYet(Exception):
    """Early help does not have this family yet."""


class NotMetYet(Exception):
    """Early help does not end, and nobody lets go, before the family was met (hard stop 9)."""


class OverAlready(Exception):
    """Early help has ended for this child."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class NotOnThatDay(Exception):
    """A family is not met before early help was asked, nor tomorrow; nobody books a visit for yesterday."""


@transaction.atomic
def accept(
    request: EarlyHelpRequest, *, lead_practitioner: str, joint_visit_on: date | None = None, by: User, at: datetime
) -> EarlyHelpRequest:
    """
    Accept a child for early help, and name a lead practitioner: from now on early help has them or, where they step
    down, from the day it meets them.

    :param joint_visit_on: the day booked to meet the family together with whoever hands them over.
    :raises NotAllowed: if this person does not answer for early help.
    :raises NothingSaid: if nobody is named.
    :raises AnsweredAlready: if a colleague answered first.
    :raises NotOnThatDay: if the joint visit is booked for a day that is over.
    """
    require(by, permissions.ANSWER_FOR_EARLY_HELP)
    request = _to_answer(request, said=lead_practitioner)
    if joint_visit_on is not None and joint_visit_on < local_day(at):
        raise NotOnThatDay
    request.accepted_at, request.accepted_by, request.lead_practitioner = at, by, lead_practitioner.strip()[:120]
    request.joint_visit_on = joint_visit_on
    request.save(update_fields=["accepted_at", "accepted_by", "lead_practitioner", "joint_visit_on"])
    note("early help accepted", by=by, at=at, subject=request, child_id=request.child_id)
    return request


@transaction.atomic
def send_back(request: EarlyHelpRequest, *, missing: str, by: User, at: datetime) -> EarlyHelpRequest:
    """
    Send a child back to whoever asked, and say what is missing; whoever asked has had them all along.

    :raises NotAllowed: if this person does not answer for early help.
    :raises NothingSaid: if nothing is said to be missing.
    :raises AnsweredAlready: if a colleague answered first.
    """
    require(by, permissions.ANSWER_FOR_EARLY_HELP)
    request = _to_answer(request, said=missing)
    request.sent_back_at, request.sent_back_by, request.missing = at, by, missing.strip()
    request.save(update_fields=["sent_back_at", "sent_back_by", "missing"])
    note("early help sent back", by=by, at=at, subject=request, child_id=request.child_id)
    return request


@transaction.atomic
def record_first_met(request: EarlyHelpRequest, *, met_on: date, by: User, at: datetime) -> EarlyHelpRequest:
    """
    Say on which day early help first met the family; the episode of early help begins on that day.

    :raises NotAllowed: if this person does not answer for early help.
    :raises NotAcceptedYet: if early help does not have the family.
    :raises NotOnThatDay: if it is before early help was asked, or in the future.
    """
    require(by, permissions.ANSWER_FOR_EARLY_HELP)
    request = _with_early_help(request)
    if request.first_met_at is not None:
        return request
    if not local_day(request.asked_at) <= met_on <= local_day(at):
        raise NotOnThatDay
    request.first_met_at = moment_met(met_on, at=at.astimezone(LONDON))
    request.episode = EarlyHelpEpisode.objects.create(
        key=f"early help request/{request.pk}", screen="early help", recorded_at=at, child_id=request.child_id,
        child_contact_id=request.child_contact_id, organisation=request.team.name, started_on=met_on,
    )  # fmt: skip
    request.save(update_fields=["first_met_at", "episode"])
    note("family first met by early help", by=by, at=at, subject=request, child_id=request.child_id)
    return request


@transaction.atomic
def end(request: EarlyHelpRequest, *, because: str, by: User, at: datetime) -> EarlyHelpRequest:
    """
    End early help, and say what came of it.

    :raises NotAllowed: if this person does not answer for early help.
    :raises NothingSaid: if nobody says what came of it.
    :raises NotAcceptedYet: if early help does not have the family.
    :raises NotMetYet: if the family was never met: step it up instead, so that nobody is let go of unseen.
    """
    require(by, permissions.ANSWER_FOR_EARLY_HELP)
    if not because.strip():
        raise NothingSaid
    request = _with_early_help(request)
    if request.first_met_at is None:
        raise NotMetYet
    request.ended_at, request.ended_because = at, because.strip()
    request.save(update_fields=["ended_at", "ended_because"])
    _end_episode(request, at=at)
    note("early help ended", by=by, at=at, subject=request, child_id=request.child_id)
    return request


@transaction.atomic
def let_go(request: EarlyHelpRequest, *, by: User, at: datetime) -> None:
    """
    End the episode of a child whom a decision about a step-up took from early help; ended already, it stays as it is.

    It follows from an act that was allowed (the front door decided), so there is no permission of its own.
    """
    request = locked(request)
    if _end_episode(request, at=at):
        note("early help let go", by=by, at=at, subject=request, child_id=request.child_id)


@transaction.atomic
def mark_stepped_up(
    request: EarlyHelpRequest, *, contact_id: int, because: str, by: User, at: datetime
) -> EarlyHelpRequest:
    """
    Write down that a child was stepped up, and which contact the front door decides. The journey makes the contact.

    :raises NotAllowed: if this person does not answer for early help.
    :raises NothingSaid: if nobody says why.
    :raises OverAlready: if early help has ended, or sent the child back.
    """
    require(by, permissions.ANSWER_FOR_EARLY_HELP)
    request = locked(request)
    if not because.strip():
        raise NothingSaid
    if request.ended_at or request.sent_back_at:
        raise OverAlready
    request.stepped_up_at, request.stepped_up_by, request.stepped_up_because = at, by, because.strip()
    request.stepped_up_to_id = contact_id
    request.save(update_fields=["stepped_up_at", "stepped_up_by", "stepped_up_because", "stepped_up_to"])
    note("early help stepped up", by=by, at=at, subject=request, child_id=request.child_id, contact=contact_id)
    return request


def locked(request: EarlyHelpRequest) -> EarlyHelpRequest:
    """The request as it stands now, held until the transaction is over."""
    return EarlyHelpRequest.objects.select_for_update(of=("self",)).select_related("team", "child").get(pk=request.pk)


def _to_answer(request: EarlyHelpRequest, *, said: str) -> EarlyHelpRequest:
    if not said.strip():
        raise NothingSaid
    request = locked(request)
    if request.accepted_at or request.sent_back_at:
        raise AnsweredAlready
    return request


def _end_episode(request: EarlyHelpRequest, *, at: datetime) -> bool:
    """End what is open; whether there was anything."""
    if request.episode is None or request.episode.ended_on is not None:
        return False
    request.episode.ended_on = local_day(at)
    request.episode.save(update_fields=["ended_on"])
    return True


def _with_early_help(request: EarlyHelpRequest) -> EarlyHelpRequest:
    request = locked(request)
    if request.accepted_at is None:
        raise NotAcceptedYet
    if request.ended_at is not None:
        raise OverAlready
    return request
