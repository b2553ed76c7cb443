"""Enquiries: one that is being written beside the child's history, one that was signed with something uncovered."""

from __future__ import annotations

from datetime import datetime, timedelta

from lintel.demo.live.protecting import Family
from lintel.journey.chronology.reading.making import record_of
from lintel.journey.enquiring.actions import open_to_write, send_to_manager, sign_enquiry
from lintel.statute.calendar import local_day
from lintel.steps.chronology_entries.actions import Happened, mark, write_event
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.enquiries.models import Section47Enquiry
from lintel.steps.enquiry_work.actions import weigh_item, write_passage
from lintel.steps.enquiry_work.codes import Outcome, Section
from lintel.steps.enquiry_work.models import EnquiryWork
from lintel.steps.enquiry_work.signing.actions import conclude

HAPPENED = (
    (ItemKind.INJURY, 400, "A bruise on the cheek, seen at nursery; told as a fall.", "The first of them."),
    (ItemKind.PARTNER_CHANGE, 310, "He moved in.", "What is worrying begins within weeks of it."),
    (ItemKind.MISSED_HEALTH, 190, "Not brought to the hearing test, twice.", "Nobody asked why."),
    (ItemKind.INCIDENT, 45, "He broke the kitchen door; the children were behind it.", "They were in danger."),
)
SAID = {
    Section.PATTERN: "When he is in the house something happens within weeks, and it is told as an accident.",
    Section.TRIED: "A safety plan in spring kept him away for a month. When nobody asked any more he was back.",
    Section.CHILD_SAID: "“I put my shoes by the window in case.” To the class teacher, and to us on Tuesday.",
    Section.CHANGE_OUR_MIND: "If the marks were older than the doctor says, or if Nan had been there all along.",
    Section.CONCLUSION: "The child is likely to be hurt again while he comes and goes and Mum is alone with it.",
}


def begin_to_write(family: Family, enquiry: Section47Enquiry, at: datetime) -> EnquiryWork:
    """The first two headings, beside four items that matter: one used, one set aside."""
    records = []
    for kind, days, words, because in HAPPENED:
        happened = Happened(on=local_day(at - timedelta(days=days)), kind=kind, words=words, told_by="The school")
        event = write_event(happened, children=[family.child], by=family.worker, at=at)
        mark(family.child, record=record_of(event), because=because, by=family.worker, at=at)
        records.append(record_of(event))
    work = open_to_write(enquiry, by=family.worker, at=at)
    for section in (Section.PATTERN, Section.TRIED):
        write_passage(work, section=section, words=SAID[section], read_version=0, by=family.worker, at=at)
    weigh_item(work, record=records[1], section=Section.PATTERN, by=family.worker, at=at)
    weigh_item(work, record=records[2], set_aside_because="Sent to the old address.", by=family.worker, at=at)
    return work


def have_it_signed(family: Family, enquiry: Section47Enquiry, at: datetime) -> None:
    """Written to its end but for what is not known, and signed as it is: that and two items stay uncovered."""
    work = begin_to_write(family, enquiry, at - timedelta(days=1))
    for section in (Section.CHILD_SAID, Section.CHANGE_OUR_MIND, Section.CONCLUSION):
        write_passage(work, section=section, words=SAID[section], read_version=0, by=family.worker, at=at)
    conclude(work, outcome=Outcome.CONFERENCE, by=family.worker, at=at)
    send_to_manager(work, by=family.worker, at=at)
    sign_enquiry(enquiry, by=family.manager, at=at)
