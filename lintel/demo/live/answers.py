"""What others make of the morning's contacts: early help at every stage, agencies that are asked and answer."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from lintel.demo.live import words
from lintel.demo.live.people import AtTheDoor
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import AgencyMember
from lintel.journey.handovers.early_help import actions as early_help
from lintel.statute.calendar import local_day
from lintel.steps.agency_checks.actions import Grounds, Question, answer, ask
from lintel.steps.agency_checks.codes import Known, LawfulBasis
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.front_door.models import Contact

QUESTIONS = {
    AgencyKind.POLICE: "Have officers been called to this address since June, and for what?",
    AgencyKind.HEALTH: "Was the child brought to the last three appointments, and who came along?",
    AgencyKind.SCHOOL: "How many days has the child missed this half-term, and what was said about it?",
}
GROUNDS = Grounds(
    basis=LawfulBasis.PUBLIC_TASK, basis_words="To decide whether the child needs an assessment under section 17.",
    shared_for="Deciding on this contact within the day.",
)  # fmt: skip


def answer_for_early_help(people: AtTheDoor, *, delivered: str, now: datetime) -> None:
    """The families handed over on this day, one at each stage: asked, accepted, met, sent back, stepped up."""
    asked: dict[int, list[EarlyHelpRequest]] = defaultdict(list)
    requests = EarlyHelpRequest.objects.filter(child_contact__contact__key__contains=delivered)
    for request in requests.select_related("child_contact").order_by("pk"):
        asked[request.child_contact.contact_id].append(request)
    by, families = people.early_help, list(asked.values())
    for family in families[1:3] + families[4:5]:
        at = min(now, family[0].asked_at + timedelta(hours=2))
        early_help.accept_for_early_help(family, lead_practitioner="Fenella Birchover", by=by, at=at)
    for family in families[2:3]:
        early_help.first_met_by_early_help(family, met_on=local_day(now), by=by, at=now)
    for family in families[3:4]:
        for request in family:
            early_help.send_back_to_front_door(request, missing=words.MISSING, by=by, at=now)
    for family in families[4:5]:
        name = "The older child" if len(family) > 1 else "The child"
        early_help.step_up(family, because=words.STEP_UP.replace("{child}", name), by=by, at=now)


def ask_agencies(people: AtTheDoor, contacts: list[Contact], *, now: datetime) -> None:
    """Some of what waits is asked of police, health or school; the police answer every second time."""
    members = {m.agency_id: m.user for m in AgencyMember.objects.filter(ended_at__isnull=True).select_related("user")}
    for number, contact in enumerate(contacts):
        kinds = list(QUESTIONS)[: 1 + number % 3]
        questions = [Question(agency=people.agencies[kind], words=QUESTIONS[kind]) for kind in kinds]
        children = list(contact.children.order_by("pk"))
        assert contact.received_at is not None
        at = min(now, contact.received_at + timedelta(minutes=40))
        police, *_ = ask(contact, questions, children=children, grounds=GROUNDS, by=people.screener, at=at)
        if number % 2:
            known = dict.fromkeys(police.asked_about.values_list("pk", flat=True), Known.YES)
            answer(
                police, known=known, words=words.POLICE_ANSWER, by=members[police.agency_id],
                at=min(now, at + timedelta(hours=1)),
            )  # fmt: skip
