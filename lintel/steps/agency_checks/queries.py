"""Asking about agency checks: all of a contact for the desk, only its own for an agency, numbers for both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Min, Q, QuerySet

from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.foundation.agencies.queries import agency_of
from lintel.steps.agency_checks import permissions, rules
from lintel.steps.agency_checks.codes import ChaseMeans, Known, LawfulBasis
from lintel.steps.agency_checks.models import AgencyCheck

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.steps.front_door.models import Contact


@dataclass(frozen=True, kw_only=True)
class AboutChild:
    """One child of a check, as the agency is told who it is, and what it says of them; empty before it answers."""

    pk: int
    child_contact_id: int
    name: str
    date_of_birth: date | None
    address: str
    known: str


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """That the agency was reminded: when, how, by whom (nobody: by the clock)."""

    at: datetime
    how: str
    by: str
    words: str


@dataclass(frozen=True, kw_only=True)
class More:
    """What the agency added to its answer later, word for word."""

    words: str
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """One check as the desk reads it. `words` are the agency's own; `provenance` says whose and how they came."""

    pk: int
    contact_id: int
    agency: str
    agency_kind: str
    question: str
    basis: str
    basis_source: str
    basis_words: str
    shared_for: str
    asked_at: datetime
    asked_by: str
    due_at: datetime
    answered_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str
    about: tuple[AboutChild, ...]
    words: str
    provenance: str
    reminders: tuple[Reminder, ...]
    added: tuple[More, ...]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None

    def is_overdue(self, at: datetime) -> bool:
        return self.is_open and at > self.due_at


@dataclass(frozen=True, kw_only=True)
class AnswerTimes:
    """How one agency answers."""

    agency: str
    agency_kind: str
    lag: rules.Lag


def checks_of(contact: Contact, *, viewer: User) -> list[CheckLine]:
    """
    Every check of a contact, oldest first, for those who may read it.

    Like the contact itself, a check is shown whole or not at all: never where one child in it is kept from the viewer.
    """
    return [_line(check) for check in _seen_by(viewer).filter(contact=contact.pk).order_by("asked_at", "pk")]


def check_of(pk: int, *, viewer: User) -> CheckLine | None:
    """One check for the desk; None where it is not there or not theirs to read."""
    found = _seen_by(viewer).filter(pk=pk).first()
    return _line(found) if found else None


def checks_known(contact: Contact, *, viewer: User) -> list[dict[str, Any]]:
    """The checks of a contact as plain values, to be frozen with a decision: asked, answered, or still owed."""
    return [
        {
            "agency": each.agency, "question": each.question, "basis": each.basis,
            "asked_at": each.asked_at.isoformat(), "due_at": each.due_at.isoformat(),
            "answered_at": each.answered_at.isoformat() if each.answered_at else "",
            "known": [[about.name, Known(about.known).words if about.known else ""] for about in each.about],
            "words": each.words, "provenance": each.provenance, "shared_for": each.shared_for,
            "added": [[more.at.isoformat(), more.words] for more in each.added],
        }
        for each in checks_of(contact, viewer=viewer)
        if each.withdrawn_at is None
    ]  # fmt: skip


# --- for agencies -----------------------------------------------------------------------------------------------------


def requests_to_me(*, viewer: User) -> list[CheckLine]:
    """What the viewer's own agency is asked and still owes, the first due first."""
    return [_line(check) for check in _asked_of(viewer).owed().order_by("due_at", "pk")]


def answered_by_us(*, viewer: User, at_most: int = 50) -> list[CheckLine]:
    """What the viewer's own agency answered, the latest first."""
    found = _asked_of(viewer).filter(answered_at__isnull=False).order_by("-answered_at", "-pk")
    return [_line(check) for check in found[:at_most]]


def request_to_me(pk: int, *, viewer: User) -> CheckLine | None:
    """One request to the viewer's own agency; None where it is not there or another's."""
    found = _asked_of(viewer).filter(pk=pk).first()
    return _line(found) if found else None


def our_answer_times(*, viewer: User, since: datetime, at: datetime) -> AnswerTimes | None:
    """How the viewer's own agency answers; None for whoever answers for none. The authority is told the same."""
    if not may(viewer, WORK_FOR_AN_AGENCY):
        return None
    agency = agency_of(viewer=viewer)
    return _times_of([agency], since=since, at=at)[0] if agency else None


# --- for the authority ------------------------------------------------------------------------------------------------


def answer_times(*, viewer: User, since: datetime, at: datetime) -> list[AnswerTimes]:
    """
    How each agency answers what it was asked from a moment on, by name.

    :raises NotAllowed: if this person may not see how agencies answer.
    """
    require(viewer, permissions.SEE_ANSWER_TIMES)
    return _times_of(Agency.objects.order_by("name"), since=since, at=at)


def answer_times_of_all(*, viewer: User, since: datetime, at: datetime) -> rules.Lag:
    """
    How all agencies together answer what they were asked from a moment on; the authority and each of them are told the
    same.

    :raises NotAllowed: if this person neither may see how agencies answer nor answers for one.
    """
    if not may(viewer, WORK_FOR_AN_AGENCY):
        require(viewer, permissions.SEE_ANSWER_TIMES)
    found = _asked_since(Agency.objects.all(), since=since)
    return rules.lag_of((each for of_one in found.values() for each in of_one), at=at)


# --- how the above look -----------------------------------------------------------------------------------------------


def _times_of(agencies: Iterable[Agency], *, since: datetime, at: datetime) -> list[AnswerTimes]:
    agencies = list(agencies)
    by_agency = _asked_since(agencies, since=since)
    return [
        AnswerTimes(
            agency=agency.name, agency_kind=AgencyKind(agency.kind).words, lag=rules.lag_of(by_agency[agency.pk], at=at)
        )
        for agency in agencies
    ]


def _asked_since(agencies: Iterable[Agency], *, since: datetime) -> dict[int, list[rules.Asked]]:
    found = AgencyCheck.objects.filter(agency__in=agencies, asked_at__gte=since).annotate(
        escalated_at=Min("chases__chased_at", filter=Q(chases__means=ChaseMeans.CLOCK))
    )
    by_agency: dict[int, list[rules.Asked]] = defaultdict(list)
    columns = ("agency_id", "asked_at", "due_at", "answered_at", "withdrawn_at", "escalated_at")
    for agency_id, *times in found.order_by("pk").values_list(*columns):
        by_agency[agency_id].append(rules.Asked(**dict(zip(columns[1:], times, strict=True))))
    return by_agency


def _seen_by(viewer: User) -> QuerySet[AgencyCheck]:
    """The checks whose contact this person may read; the same rule as for contacts."""
    if not may(viewer, permissions.SEE_CHECKS):
        return AgencyCheck.objects.none()
    seen = AgencyCheck.objects.filter(contact__children__child__in=visible_children(viewer)).values("pk")
    hidden = AgencyCheck.objects.filter(contact__children__child__in=kept_from(viewer)).values("pk")
    return _with_all(AgencyCheck.objects.filter(pk__in=seen).exclude(pk__in=hidden))


def _asked_of(viewer: User) -> Any:
    agency = agency_of(viewer=viewer) if may(viewer, WORK_FOR_AN_AGENCY) else None
    return _with_all(AgencyCheck.objects.filter(agency=agency) if agency else AgencyCheck.objects.none())


def _with_all(found: QuerySet[AgencyCheck]) -> QuerySet[AgencyCheck]:
    return found.select_related("agency", "asked_by", "answered_by", "written_down_by").prefetch_related(
        "asked_about", "chases__chased_by", "additions__added_by"
    )


def _line(check: AgencyCheck) -> CheckLine:
    basis = LawfulBasis(check.lawful_basis)
    return CheckLine(
        pk=check.pk, contact_id=check.contact_id, agency=check.agency.name,
        agency_kind=AgencyKind(check.agency.kind).words, question=check.question, basis=basis.words,
        basis_source=basis.source, basis_words=check.basis_words, shared_for=check.shared_for, asked_at=check.asked_at,
        asked_by=check.asked_by.name, due_at=check.due_at, answered_at=check.answered_at,
        withdrawn_at=check.withdrawn_at, withdrawn_because=check.withdrawn_because,
        about=tuple(
            AboutChild(
                pk=each.pk, child_contact_id=each.child_contact_id, name=each.name, date_of_birth=each.date_of_birth,
                address=each.address, known=each.known,
            )
            for each in sorted(check.asked_about.all(), key=lambda each: each.pk)
        ),
        words=check.words, provenance=_provenance(check),
        reminders=tuple(
            Reminder(
                at=chase.chased_at, how=ChaseMeans(chase.means).words, words=chase.words,
                by=chase.chased_by.name if chase.chased_by else "",
            )
            for chase in sorted(check.chases.all(), key=lambda chase: (chase.chased_at, chase.pk))
        ),
        added=tuple(
            More(words=each.words, at=each.added_at, by=each.added_by.name)
            for each in sorted(check.additions.all(), key=lambda each: (each.added_at, each.pk))
        ),
    )  # fmt: skip


def _provenance(check: AgencyCheck) -> str:
    """Whose words an answer is, and how it came; empty before it is given."""
    if check.answered_by is not None:
        return f"{check.answered_by.name}, {check.agency.name}, in the portal"
    if check.written_down_by is not None:
        return (
            f"{check.answered_by_name}, {check.agency.name}, by telephone; written down by {check.written_down_by.name}"
        )
    return ""
