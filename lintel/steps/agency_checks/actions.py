"""Asking agencies, reminding them, and writing down what they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies.models import Agency, AgencyMember
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.rules import called
from lintel.statute.calendar import local_day
from lintel.steps.agency_checks import permissions, rules
from lintel.steps.agency_checks.codes import BY_HAND, ChaseMeans, Known, LawfulBasis
from lintel.steps.agency_checks.models import Addition, AgencyCheck, AskedAbout, Chase
from lintel.steps.agency_checks.questions import is_open_ended

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.people.models import Person
    from lintel.steps.front_door.models import ChildContact, Contact


class NothingAsked(Exception):
    """A check asks somebody a question about a child, on a basis that is said and for a purpose."""


class OpenEnded(Exception):
    """A question names what is to be looked up; “any concerns?” cannot be answered by looking."""


class NotAsked(Exception):
    """Checks are not sent to this agency."""


class NotOfThisContact(Exception):
    """A check was to ask about a child who is not in the contact."""


class NotYours(Exception):
    """This is asked of another agency."""


class AlreadyAnswered(Exception):
    """The agency answered already; more can be added beside the answer."""


class AlreadyWithdrawn(Exception):
    """The question was taken back; no answer is owed any more."""


class NotAnsweredYet(Exception):
    """There is no answer yet to add to."""


class AnswerIncomplete(Exception):
    """An answer says of every child whether they are known and, where something is held, what."""


class NoReasonGiven(Exception):
    """A question is taken back for a reason."""


class NotByHand(Exception):
    """Only the clock reminds by the clock."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What one agency is to be asked."""

    agency: Agency
    words: str


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """On what basis agencies are asked, why it holds here, what answers are for, and whether the address is given."""

    basis: LawfulBasis
    basis_words: str
    shared_for: str
    with_address: bool = False


@transaction.atomic
def ask(
    contact: Contact, questions: Sequence[Question], *, children: Sequence[ChildContact], grounds: Grounds, by: User,
    at: datetime,
) -> list[AgencyCheck]:  # fmt: skip
    """
    Ask several agencies at once about children of a contact, each its own question; all are sent, or none.

    :raises NotAllowed: if this person may not ask agencies.
    :raises NothingAsked: if a question, a child, the basis or the purpose is missing.
    :raises OpenEnded: if a question asks for whatever there is.
    :raises NotAsked: if checks are not sent to one of the agencies.
    :raises NotOfThisContact: if one of the children is not in the contact.
    """
    require(by, permissions.ASK_AGENCIES)
    said = [grounds.basis_words, grounds.shared_for, *(question.words for question in questions)]
    if not questions or not children or not all(words.strip() for words in said):
        raise NothingAsked
    if any(is_open_ended(question.words) for question in questions):
        raise OpenEnded
    if any(not question.agency.is_asked for question in questions):
        raise NotAsked
    if any(child.contact_id != contact.pk for child in children):
        raise NotOfThisContact
    return [_ask(contact, question, children, grounds, by=by, at=at) for question in questions]


@transaction.atomic
def answer(check: AgencyCheck, *, known: Mapping[int, Known], words: str = "", by: User, at: datetime) -> AgencyCheck:
    """
    Answer for the agency that was asked; the words are kept as they are.

    :param known: of each child asked about (by the id of `AskedAbout`) whether the agency knows them.
    :raises NotAllowed: if this person does not answer for an agency.
    :raises NotYours: if another agency was asked.
    :raises AnswerIncomplete: if a child is left out, or something is held and not said.
    :raises AlreadyAnswered: if a colleague answered first.
    :raises AlreadyWithdrawn: if the question was taken back.
    """
    require(by, WORK_FOR_AN_AGENCY)
    check = _owed(check)
    if not _answers_for(by, check):
        raise NotYours
    check.answered_by = by
    return _take_down(check, known=known, words=words, by=by, at=at)


@transaction.atomic
def answer_by_telephone(
    check: AgencyCheck, *, known: Mapping[int, Known], words: str = "", told_by: str, by: User, at: datetime
) -> AgencyCheck:
    """
    Write down what somebody at the agency answered by telephone, in their words, and who they were.

    :raises NotAllowed: if this person may not ask agencies.
    :raises AnswerIncomplete: if nobody is named, a child is left out, or something is held and not said.
    :raises AlreadyAnswered: if there is an answer already.
    :raises AlreadyWithdrawn: if the question was taken back.
    """
    require(by, permissions.ASK_AGENCIES)
    check = _owed(check)
    if not told_by.strip():
        raise AnswerIncomplete
    check.answered_by_name, check.written_down_by = told_by.strip()[:120], by
    return _take_down(check, known=known, words=words, by=by, at=at)


@transaction.atomic
def add(check: AgencyCheck, *, words: str, by: User, at: datetime) -> Addition:
    """
    Add to one's agency's answer; what was answered stays as it was.

    :raises NotAllowed: if this person does not answer for an agency.
    :raises NotYours: if another agency was asked.
    :raises AnswerIncomplete: if nothing is added.
    :raises NotAnsweredYet: if there is no answer yet.
    """
    require(by, WORK_FOR_AN_AGENCY)
    check = AgencyCheck.objects.select_for_update().get(pk=check.pk)
    if not _answers_for(by, check):
        raise NotYours
    if not words.strip():
        raise AnswerIncomplete
    if check.answered_at is None:
        raise NotAnsweredYet
    addition = Addition.objects.create(check_asked=check, words=words, added_at=at, added_by=by)
    note("agency check added to", by=by, at=at, subject=check)
    _tell_whoever_asked(check, f"added/{addition.pk}", "added to its answer", by=by, at=at)
    return addition


@transaction.atomic
def chase(check: AgencyCheck, *, means: ChaseMeans, words: str = "", by: User, at: datetime) -> Chase:
    """
    Write down that the agency was reminded; its members find a notice.

    :raises NotAllowed: if this person may not ask agencies.
    :raises NotByHand: if it is said to have been the clock.
    :raises AlreadyAnswered: if there is an answer already.
    :raises AlreadyWithdrawn: if the question was taken back.
    """
    require(by, permissions.ASK_AGENCIES)
    if means not in BY_HAND:
        raise NotByHand
    check = _owed(check)
    made = Chase.objects.create(check_asked=check, means=means, words=words.strip()[:300], chased_at=at, chased_by=by)
    note("agency chased", by=by, at=at, subject=check, agency=check.agency.key, means=str(means))
    _tell_members(check, f"chase/{made.pk}", "You are asked again for an answer", by=by, at=at)
    return made


@transaction.atomic
def withdraw(check: AgencyCheck, *, because: str, by: User, at: datetime) -> AgencyCheck:
    """
    Take a question back. One that was late already stays late in the agency's numbers.

    :raises NotAllowed: if this person may not ask agencies.
    :raises NoReasonGiven: if no reason is given.
    :raises AlreadyAnswered: if there is an answer already.
    :raises AlreadyWithdrawn: if it was taken back already.
    """
    require(by, permissions.ASK_AGENCIES)
    if not because.strip():
        raise NoReasonGiven
    check = _owed(check)
    check.withdrawn_at, check.withdrawn_by, check.withdrawn_because = at, by, because.strip()
    check.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    note("agency check withdrawn", by=by, at=at, subject=check, agency=check.agency.key)
    return check


@transaction.atomic
def escalate_overdue(*, by: User | None, at: datetime) -> list[Chase]:
    """
    Remind every agency whose time is over, and tell whoever must know on that rung; each rung once.

    Done by the clock, so there is nobody to ask for permission. First the agency and the front-door managers; when as
    much time again has gone, the head of service as well.
    """
    climbed = []
    owed = AgencyCheck.objects.owed().filter(due_at__lt=at).select_related("agency", "contact")
    for check in owed.select_for_update(of=("self",), skip_locked=True).order_by("pk"):
        reached = rules.rung_reached(rules.Asked(asked_at=check.asked_at, due_at=check.due_at), at=at)
        done = set(check.chases.filter(rung__isnull=False).values_list("rung", flat=True))
        climbed += [_climb(check, rung, by=by, at=at) for rung in rules.RUNGS if rung <= reached and rung not in done]
    return climbed


# --- the steps of the actions above -----------------------------------------------------------------------------------


def _ask(
    contact: Contact, question: Question, children: Sequence[ChildContact], grounds: Grounds, *, by: User, at: datetime
) -> AgencyCheck:
    limit = all_limits().time_limit("agency_check", on=local_day(at))
    check = AgencyCheck.objects.create(
        contact=contact, agency=question.agency, question=question.words.strip(), lawful_basis=grounds.basis,
        basis_words=grounds.basis_words.strip(), shared_for=grounds.shared_for.strip()[:200], asked_at=at, asked_by=by,
        due_at=limit.due_at(at),
    )  # fmt: skip
    for line in children:
        AskedAbout.objects.create(
            check_asked=check, child_contact=line, name=_name_of(line.child), date_of_birth=line.child.date_of_birth,
            address=_address_of(line.child) if grounds.with_address else "",
        )  # fmt: skip
        note(
            "agency asked", by=by, at=at, subject=check, child_id=line.child_id, agency=question.agency.key,
            basis=str(grounds.basis),
        )  # fmt: skip
    _tell_members(check, "asked", "An answer is needed from you", by=by, at=at)
    return check


def _owed(check: AgencyCheck) -> AgencyCheck:
    check = AgencyCheck.objects.select_for_update(of=("self",)).select_related("agency", "contact").get(pk=check.pk)
    if check.answered_at is not None:
        raise AlreadyAnswered
    if check.withdrawn_at is not None:
        raise AlreadyWithdrawn
    return check


def _answers_for(user: User, check: AgencyCheck) -> bool:
    return AgencyMember.objects.filter(user=user, agency=check.agency_id, ended_at__isnull=True).exists()


def _take_down(check: AgencyCheck, *, known: Mapping[int, Known], words: str, by: User, at: datetime) -> AgencyCheck:
    asked_about = list(check.asked_about.select_related("child_contact").order_by("pk"))
    if set(known) != {each.pk for each in asked_about}:
        raise AnswerIncomplete
    if Known.YES in known.values() and not words.strip():
        raise AnswerIncomplete
    # The words are kept exactly as they came, spaces and all: they are the agency's.
    check.words, check.answered_at = words, at
    check.save(update_fields=["words", "answered_at", "answered_by", "answered_by_name", "written_down_by"])
    for each in asked_about:
        each.known = known[each.pk]
        each.save(update_fields=["known"])
        note(
            "agency check answered", by=by, at=at, subject=check, child_id=each.child_contact.child_id,
            agency=check.agency.key, known=str(each.known),
        )  # fmt: skip
    _tell_whoever_asked(check, "answered", "has answered", by=by, at=at)
    return check


def _climb(check: AgencyCheck, rung: int, *, by: User | None, at: datetime) -> Chase:
    made = Chase.objects.create(check_asked=check, means=ChaseMeans.CLOCK, rung=rung, chased_at=at)
    note("agency check escalated", by=by, at=at, subject=check, agency=check.agency.key, rung=rung)
    _tell_members(check, f"rung {rung}", "An answer from you is overdue", by=by, at=at)
    roles = [Role.FRONT_DOOR_MANAGER] if rung == 1 else [Role.FRONT_DOOR_MANAGER, Role.HEAD_OF_SERVICE]
    for role in roles:
        tell(
            key=f"agency check/{check.pk}/rung {rung}/{role}",
            words=f"{check.agency.name} owes an answer about contact {check.contact.reference}: its time is over.",
            path=f"/front-door/{check.contact_id}/", role=role, by=by, at=at,
        )  # fmt: skip
    return made


def _tell_members(check: AgencyCheck, why: str, words: str, *, by: User | None, at: datetime) -> None:
    """A notice to everybody who answers for the agency. It names no child: it may be read over a shoulder."""
    members = AgencyMember.objects.filter(agency=check.agency_id, ended_at__isnull=True).select_related("user")
    for member in members.order_by("pk"):
        tell(
            key=f"agency check/{check.pk}/{why}/{member.user_id}", words=f"{words}: request {check.pk}.",
            path=f"/partners/requests/{check.pk}/", user=member.user, by=by, at=at,
        )  # fmt: skip


def _tell_whoever_asked(check: AgencyCheck, why: str, what: str, *, by: User, at: datetime) -> None:
    tell(
        key=f"agency check/{check.pk}/{why}",
        words=f"{check.agency.name} {what} about contact {check.contact.reference}.",
        path=f"/front-door/{check.contact_id}/", user=check.asked_by, by=by, at=at,
    )  # fmt: skip


def _name_of(person: Person) -> str:
    return called([(n.kind, n.given, n.family) for n in person.names.all()], la_child_id="")


def _address_of(person: Person) -> str:
    """Where they live now; nothing where it is confidential, even if another address is not."""
    held = person.addresses.filter(lived_until__isnull=True)
    if held.filter(is_confidential=True).exists():
        return ""
    address = held.order_by("-lived_from", "-pk").first()
    return ", ".join(filter(None, [address.lines, address.postcode])) if address else ""
