"""Agencies, those who answer for them, and checks that were asked, each made on the path a real one takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lintel.foundation.access.models import User
from lintel.foundation.agencies.actions import join_agency, name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency
from lintel.steps.agency_checks.actions import Grounds, Question, ask
from lintel.steps.agency_checks.codes import Known, LawfulBasis
from lintel.steps.agency_checks.models import AgencyCheck
from tests.cast import NOW, OPENED

if TYPE_CHECKING:
    from lintel.steps.front_door.models import Contact

ORDERS = "Is an order, bail condition or warning marker in force for the home or a parent now?"
GROUNDS = Grounds(
    basis=LawfulBasis.SECTION_17, basis_words="He may be in need; his mother agreed.",
    shared_for="To decide what help or protection the child needs",
)  # fmt: skip


def agency(by: User, *members: User, key: str = "police", kind: AgencyKind = AgencyKind.POLICE) -> Agency:
    """An agency and who answers for it."""
    named = name_agency(key=key, name=f"Ravenshire {key}", kind=kind, by=by, at=OPENED)
    for member in members:
        join_agency(named, user=member, post="Safeguarding desk", by=by, at=OPENED)
    return named


def checked(
    contact: Contact, *agencies: Agency, by: User, at: datetime = NOW, words: str = ORDERS, grounds: Grounds = GROUNDS,
    children: Sequence[Any] | None = None,
) -> list[AgencyCheck]:  # fmt: skip
    """Each agency asked about every child of a contact."""
    questions = [Question(agency=each, words=words) for each in agencies]
    return ask(contact, questions, children=children or list(contact.children.all()), grounds=grounds, by=by, at=at)


def all_said(check: AgencyCheck, known: Known = Known.NO) -> dict[int, Known]:
    """The same answer for every child of a check."""
    return {each.pk: known for each in check.asked_about.all()}
