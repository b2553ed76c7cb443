"""Strategy discussions on the real path: stamped, asked for, the parties asked, held, decided."""

from datetime import timedelta

from lintel.foundation.agencies.actions import join_agency, name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.steps.enquiries.actions import stamp_reasonable_cause
from lintel.steps.enquiries.codes import Attendance, Conduct, Party, Purpose
from lintel.steps.enquiries.discussing.actions import Asked, TaskSaid, TookPart, ask_for_discussion, decide, record_held
from lintel.steps.enquiries.discussing.rules import Answered, Decided
from lintel.steps.enquiries.discussing.slots.actions import Asking, ask_party
from tests.cast import NOW, OPENED

HOUR = timedelta(hours=1)
ASKED = Asked(dial_in="0300 000 0000, code 12")
NAMES = {Party.SOCIAL_CARE: "Priya Nair", Party.POLICE: "Hart Lowe", Party.HEALTH: "Named nurse"}
SETTLED = dict.fromkeys(Purpose, Answered(answer="Agreed.")) | {
    Purpose.CRIMINAL_INVESTIGATION: Answered(set_aside_because="No offence is alleged.")
}
PRESENT = TookPart(how=Attendance.PRESENT, view="Known since 2023.")
NO_ENQUIRY = Decided(is_enquiry=False, because="The mark is a birthmark.", safety_tonight="At home with his mother.")
VISIT_FIRST = TaskSaid(party=Party.POLICE, who="Hart Lowe", what="Check who lives there.", due_at=NOW + 5 * HOUR)


def agency_of(member, *, by, key="police", kind=AgencyKind.POLICE):
    """An agency, and somebody who signs in for it."""
    named = name_agency(key=key, name=f"Ravenshire {key}", kind=kind, by=by, at=OPENED)
    join_agency(named, user=member, by=by, at=OPENED)
    return named


def enquiry_decided(at):
    """A decision for a joint enquiry, whole."""
    return Decided(
        is_enquiry=True, because="The bruise is unexplained.", safety_tonight="She stays at her aunt’s.",
        conduct=Conduct.JOINT, is_medical_needed=True, who_speaks="Priya Nair", speaks_at=at + 4 * HOUR,
    )  # fmt: skip


def caused(child, *, by, at=NOW):
    """Reasonable cause for a child."""
    return stamp_reasonable_cause(child=child, reason="An unexplained bruise.", known_since=at - HOUR, by=by, at=at)


def asked_for(children, *, by, at=NOW, reconvenes=None):
    """A discussion with its three safeguarding partners asked, of children whose cause is stamped in the same hour."""
    causes = [] if reconvenes else [caused(child, by=by, at=at) for child in children]
    meeting = ask_for_discussion(causes, asked=ASKED, reconvenes=reconvenes, by=by, at=at)
    for party, name in NAMES.items():
        ask_party(meeting, asking=Asking(party=party, name=name, email="asked@ravenshire.example"), by=by, at=at)
    return meeting


def held(meeting, *, by, at, without=(), urgent_because=""):
    """It was held an hour before `at`, with all who were asked but those left out."""
    there = {each.pk: PRESENT for each in meeting.parties.exclude(party__in=without)}
    return record_held(
        meeting, parties=there, chaired_by="Marcus Reed", held_at=at - HOUR, urgent_because=urgent_because, by=by, at=at
    )


def decided(meeting, *, by, at, children):
    """It decided so for each child; the police check first."""
    return decide(meeting, purposes=SETTLED, children=children, tasks=[VISIT_FIRST], by=by, at=at)


def decided_for(children, *, is_enquiry, by, at):
    """A whole discussion on one day, for an enquiry into each child or against one."""
    meeting = held(asked_for(children, by=by, at=at - 2 * HOUR), by=by, at=at)
    what = enquiry_decided(at) if is_enquiry else NO_ENQUIRY
    return decided(meeting, by=by, at=at, children={child.pk: what for child in children})
