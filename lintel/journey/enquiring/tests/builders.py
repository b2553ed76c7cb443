"""An enquiry about Mia and Noah, as far along as a test asks; through the same actions as everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from lintel.foundation.access.models import User
from lintel.foundation.people.models import Person
from lintel.journey.chronology.reading.making import record_of
from lintel.journey.enquiring.actions import decide_and_begin, open_to_write, send_to_manager, sign_enquiry
from lintel.journey.enquiring.queries import enquiry_page
from lintel.steps.chronology_entries.actions import Happened, mark, write_event
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.enquiries.models import DiscussionMeeting, Section47Enquiry
from lintel.steps.enquiries.tests.builders import SETTLED, VISIT_FIRST, asked_for, enquiry_decided, held
from lintel.steps.enquiry_work.actions import weigh_item, write_passage
from lintel.steps.enquiry_work.codes import Outcome, Section
from lintel.steps.enquiry_work.models import EnquiryWork
from lintel.steps.enquiry_work.signing.actions import conclude
from tests.cast import NOW, Bells, Cast

HOUR = timedelta(hours=1)
# Every item of Mia's chronology that the enquiry did not make itself, and how many of them matter.
ITEMS, SIGNIFICANT = 14, 5
HAPPENED = (
    (ItemKind.INJURY, date(2021, 3, 8), "A burn on her hand that nobody could explain."),
    (ItemKind.MOVE, date(2021, 9, 1), "They moved in with an aunt, and out again."),
    (ItemKind.MISSED_HEALTH, date(2022, 1, 17), "She was not brought to her hearing test."),
    (ItemKind.PARTNER_CHANGE, date(2022, 6, 4), "Her father moved out."),
    (ItemKind.INCIDENT, date(2022, 11, 20), "Shouting in the night; the neighbours rang the police."),
    (ItemKind.MISSED_HEALTH, date(2023, 2, 6), "Nobody came to the door for the school nurse."),
    (ItemKind.INJURY, date(2023, 10, 12), "Bruises on both arms, seen at swimming."),
    (ItemKind.PARTNER_CHANGE, date(2024, 4, 2), "Her father moved back in."),
    (ItemKind.MOVE, date(2024, 8, 30), "They moved to Quay Street."),
    (ItemKind.INCIDENT, date(2024, 12, 27), "Owen smashed the kitchen door."),
    (ItemKind.OTHER, date(2025, 1, 15), "She stopped going to choir."),
    (ItemKind.OTHER, date(2025, 1, 30), "A teacher saw her asleep in class."),
    (ItemKind.OTHER, date(2025, 2, 5), "The rent is three months behind."),
)  # fmt: skip
MATTERS = HAPPENED[0:10:2]


def discussed(cast: Cast, children: Sequence[Person], *, at: datetime = NOW, **how: object) -> DiscussionMeeting:
    """A discussion about these children, held an hour before and decided now: an enquiry into each."""
    meeting = held(asked_for(children, by=cast.priya, at=at - 2 * HOUR), by=cast.marcus, at=at, **how)
    decided = {child.pk: enquiry_decided(at) for child in children}
    return decide_and_begin(
        meeting, purposes=SETTLED, children=decided, tasks=[VISIT_FIRST], by=cast.marcus, at=at
    )  # fmt: skip


def enquired(cast: Cast, bells: Bells, *, at: datetime = NOW) -> Section47Enquiry:
    """One discussion began an enquiry into each of Mia and Noah; Mia's."""
    discussed(cast, [bells.mia, bells.noah], at=at)
    return Section47Enquiry.objects.get(child=bells.mia)


def known_well(cast: Cast, bells: Bells, enquiry: Section47Enquiry, *, at: datetime = NOW) -> list[str]:
    """Mia's chronology has fourteen items, of which somebody marked five; their records, the earliest first."""
    page = enquiry_page(enquiry.pk, viewer=cast.priya, at=at)
    known = len(page.analysis.not_marked)
    marked = []
    for kind, on, words in HAPPENED[: ITEMS - known]:
        children = [bells.noah] if kind is ItemKind.PARTNER_CHANGE else [bells.mia, bells.noah]
        happened = Happened(on=on, kind=kind, words=words, told_by="Ruth Bell")
        event = write_event(happened, children=children, by=cast.priya, at=at)
        if len(marked) < SIGNIFICANT:
            why = f"It matters: {words}"
            mark(bells.mia, record=record_of(event), because=why, by=cast.priya, at=at)
            marked.append(record_of(event))
    return marked


def say(
    work: EnquiryWork, section: Section, words: str, *, by: User, read: int = 0, at: datetime = NOW
) -> None:  # fmt: skip
    """Write a section as if version `read` had been read."""
    write_passage(work, section=section, words=words, read_version=read, by=by, at=at)


def written(cast: Cast, bells: Bells, *, at: datetime = NOW) -> tuple[EnquiryWork, list[str]]:
    """Of five significant items one is used in a section, one as a word says, one is set aside; two are left."""
    enquiry = enquired(cast, bells, at=at)
    records = known_well(cast, bells, enquiry, at=at)
    work = open_to_write(enquiry, by=cast.priya, at=at)
    say(work, Section.PATTERN, "Each time he moves back in, she is hurt within months.", by=cast.priya, at=at)
    say(work, Section.CHILD_SAID, "“I want it to stop.”", by=cast.priya, at=at)
    weigh_item(work, record=records[0], section=Section.PATTERN, by=cast.priya, at=at)
    weigh_item(work, record=records[1], how="Shows how often they moved.", by=cast.priya, at=at)
    weigh_item(work, record=records[2], set_aside_because="It was another child.", by=cast.priya, at=at)
    return work, records


def sent(
    cast: Cast, bells: Bells, *, outcome: Outcome = Outcome.CONFERENCE, at: datetime = NOW
) -> tuple[EnquiryWork, list[str]]:
    """It is with Marcus."""
    work, records = written(cast, bells, at=at)
    conclude(work, outcome=outcome, by=cast.priya, at=at)
    send_to_manager(work, by=cast.priya, at=at)
    return work, records


def signed(
    cast: Cast, bells: Bells, *, outcome: Outcome = Outcome.CONFERENCE, at: datetime = NOW
) -> tuple[EnquiryWork, list[str]]:
    """Marcus signed it, with two items uncovered."""
    work, records = sent(cast, bells, outcome=outcome, at=at)
    return sign_enquiry(work.enquiry, by=cast.marcus, at=at).work, records
