"""An enquiry on its path: begun, given, written beside the history, sent, signed, and gone on from."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.journey.enquiring.actions import (
    ItemsChangedSinceRead,
    NothingToAsk,
    ask_for_its_conference,
    open_to_write,
    send_back_to_author,
    sign_enquiry,
)
from lintel.journey.enquiring.queries import (
    enquiry_of_child,
    enquiry_page,
    open_enquiries,
    police_actions_outstanding,
    visits_before_discussion,
)
from lintel.journey.enquiring.tests.builders import (
    HOUR,
    ITEMS,
    SIGNIFICANT,
    discussed,
    enquired,
    say,
    sent,
    signed,
    written,
)
from lintel.journey.visiting.actions import visit_family
from lintel.journey.visiting.tests.builders import bells_visited, said_of
from lintel.steps.chronology_entries.actions import mark, take_back
from lintel.steps.chronology_entries.models import Mark
from lintel.steps.conferences.models import ChildInConference, ConferenceRequest
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.models import Section47Enquiry
from lintel.steps.enquiry_work.actions import NotTheirChild, SignedAlready, weigh_item
from lintel.steps.enquiry_work.codes import Became, Outcome, Section, State
from lintel.steps.enquiry_work.models import EnquiryWork, ItemUse, Passage, SignedItem, Writer
from lintel.steps.enquiry_work.queries import coverage_at_signing, signed_items_of
from lintel.steps.enquiry_work.signing.actions import NotSent, OwnEnquiry, WrittenSinceRead, conclude, send
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db
LATER = NOW + HOUR


def page_of(work, viewer, at=NOW):
    return enquiry_page(work.enquiry_id, viewer=viewer, at=at)


@pytest.fixture
def begun(cast, bells, request):
    return once("enquiry begun", lambda: enquired(cast, bells), request)


@pytest.fixture
def being_written(cast, bells, request):
    return once("enquiry being written", lambda: written(cast, bells), request)


@pytest.fixture
def with_marcus(cast, bells, request):
    return once("enquiry sent", lambda: sent(cast, bells), request)


@pytest.fixture
def with_signature(cast, bells, request):
    return once("enquiry signed", lambda: signed(cast, bells), request)


def test_an_enquiry_is_given_to_the_worker_and_team_that_hold_the_child(cast, bells, begun):
    assert (begun.worker, begun.team) == (cast.priya.worker, cast.north)
    assert Section47Enquiry.objects.get(child=bells.noah).worker == cast.priya.worker


def test_its_page_says_how_it_began_and_who_does_what(cast, bells, begun):
    page = enquiry_page(begun.pk, viewer=cast.priya, at=NOW)

    assert page.begun.first.conduct == "joint"
    assert page.begun.first.is_medical_needed
    assert [task.what for task in page.begun.police_tasks] == ["Check who lives there."]
    assert [each.name for each in page.begun.beside] == ["Noah Bell"]
    assert (page.state, page.holder) == (State.NOT_BEGUN, "Priya Nair")
    assert page.conference.due_on.isoformat() == "2025-03-24"
    assert not page.seen.is_done


def test_the_list_says_who_since_when_seen_or_not_and_by_when(cast, bells, begun):
    bells_visited(bells, by=cast.priya, at=LATER)

    rows = {row.name: row for row in open_enquiries(viewer=cast.priya, at=LATER)}

    assert set(rows) == {"Mia Bell", "Noah Bell"}
    assert rows["Mia Bell"].seen_on == NOW.date()
    assert rows["Noah Bell"].seen_on is None  # asleep
    assert rows["Mia Bell"].due_on.isoformat() == "2025-03-24"
    assert rows["Mia Bell"].is_mine
    assert not open_enquiries(viewer=cast.marcus, at=LATER)[0].is_mine


@finding("S46", screen="/enquiries/")
def test_who_visits_before_the_agencies_talked_acts_alone_and_is_counted(cast, bells):
    visit_at, tomorrow = NOW + HOUR, NOW + timedelta(days=1)
    discussed(cast, [bells.mia], at=NOW + 3 * HOUR)  # thought likely at 10, held at 11
    enquiry = Section47Enquiry.objects.get()
    for moment in (NOW - timedelta(days=1), visit_at, tomorrow):
        visit_family(said_of([bells.mia.pk], at=moment), sent_once=uuid4(), by=cast.priya, at=tomorrow)

    page = enquiry_page(enquiry.pk, viewer=cast.marcus, at=tomorrow)

    assert [each.visit.visited_at for each in page.begun.before_discussion] == [visit_at]
    [row] = visits_before_discussion(viewer=cast.helen)
    assert (row.child_id, row.enquiry_id, row.visited_on) == (bells.mia.pk, enquiry.pk, NOW.date())
    assert visits_before_discussion(viewer=cast.tom) == []


@finding("S47", screen="/enquiries/")
def test_of_fourteen_items_of_which_five_matter_exactly_the_uncovered_two_are_shown_and_signed(
    cast, bells, with_marcus
):
    work, records = with_marcus
    found = page_of(work, cast.marcus).analysis
    assert len(found.history) + len(found.not_marked) == ITEMS
    assert (len(found.history), found.coverage.significant, found.coverage.covered) == (SIGNIFICANT, 5, 3)
    assert [each.record for each in found.coverage.uncovered] == records[3:]

    sign_enquiry(work.enquiry, by=cast.marcus, at=NOW)

    items = page_of(work, cast.priya).signed_items
    assert [item.record for item in items if item.became == Became.UNCOVERED] == records[3:]
    assert [item.record for item in items if item.became == Became.USED] == records[:2]
    [aside] = [item for item in items if item.became == Became.SET_ASIDE]
    assert (aside.record, aside.said) == (records[2], "It was another child.")
    [row] = coverage_at_signing(viewer=cast.helen)
    assert (row.significant, row.used, row.set_aside, row.covered) == (5, 2, 1, 3)
    assert coverage_at_signing(viewer=cast.tom) == []


def test_a_link_to_a_section_without_words_covers_nothing(cast, being_written):
    work, records = being_written
    weigh_item(work, record=records[3], section=Section.TRIED, by=cast.priya, at=NOW)
    assert page_of(work, cast.priya).analysis.coverage.covered == 3

    say(work, Section.TRIED, "A written agreement; he was back in a week.", by=cast.priya)

    assert page_of(work, cast.priya).analysis.coverage.covered == 4


@finding("S48", screen="/enquiries/")
def test_what_we_do_not_know_is_missed_before_anybody_signs(cast, bells, with_marcus):
    work, _ = with_marcus
    missed = page_of(work, cast.marcus).analysis.missing
    assert "words under “What we do not know”" in missed
    assert "a visit at which Mia was seen" in missed

    say(work, Section.NOT_KNOWN, "Nobody has spoken to Owen.", by=cast.priya)

    assert "words under “What we do not know”" not in page_of(work, cast.marcus).analysis.missing


# --- signing ----------------------------------------------------------------------------------------------------------


def test_a_manager_is_told_and_signing_asks_for_the_conference_in_the_same_press(cast, bells, with_marcus):
    work, _ = with_marcus
    assert "Priya Nair sent you the enquiry about Mia Bell." in [each.words for each in notices(viewer=cast.marcus)]

    made = sign_enquiry(work.enquiry, by=cast.marcus, at=LATER)

    part = made.request.children.get()
    assert (part.child, part.enquiry_id) == (bells.mia, work.enquiry_id)
    enquiry = Section47Enquiry.objects.get(pk=work.enquiry_id)
    assert (enquiry.conference_not_required, enquiry.ended_on) == (False, None)  # the clock to the conference runs on
    assert notices(viewer=cast.marcus) == []
    assert "Marcus Reed signed the enquiry about Mia Bell." in [each.words for each in notices(viewer=cast.priya)]
    assert Entry.objects.filter(act="enquiry signed", child_id=bells.mia.pk, by=cast.marcus).exists()


def test_brothers_and_sisters_come_to_one_conference_where_the_first_waits_for_the_other(cast, bells, with_marcus):
    work, _ = with_marcus
    noah = Section47Enquiry.objects.get(child=bells.noah)
    theirs = open_to_write(noah, by=cast.priya, at=NOW)
    conclude(theirs, outcome=Outcome.CONFERENCE, by=cast.priya, at=NOW)
    send(theirs, by=cast.priya, at=NOW)

    assert sign_enquiry(work.enquiry, asks_now=False, by=cast.marcus, at=LATER).request is None
    assert page_of(work, cast.marcus, LATER).waits_to_ask
    made = sign_enquiry(noah, by=cast.marcus, at=LATER)

    assert {part.child for part in made.request.children.all()} == {bells.mia, bells.noah}
    with pytest.raises(NothingToAsk):
        ask_for_its_conference(work.enquiry, by=cast.priya, at=LATER)
    assert ConferenceRequest.objects.count() == 1


def test_whoever_may_not_ask_for_a_conference_signs_and_somebody_else_asks(cast, bells, with_marcus):
    work, _ = with_marcus
    assert sign_enquiry(work.enquiry, by=cast.helen, at=LATER).request is None

    ask_for_its_conference(work.enquiry, by=cast.priya, at=LATER)

    assert ChildInConference.objects.get().enquiry_id == work.enquiry_id


def test_another_outcome_ends_the_enquiry_and_says_that_no_conference_is_required(cast, bells):
    signed(cast, bells, outcome=Outcome.SUBSTANTIATED)

    enquiry = Section47Enquiry.objects.get(child=bells.mia)
    assert (enquiry.conference_not_required, enquiry.ended_on) == (True, NOW.date())
    assert not ConferenceRequest.objects.exists()
    assert enquiry_of_child(bells.mia.pk, viewer=cast.priya, on=NOW.date()) is None
    assert [row.name for row in open_enquiries(viewer=cast.priya, at=NOW)] == ["Noah Bell"]


def test_sent_back_with_words_the_author_is_told_and_nobody_signs_it(cast, bells, with_marcus):
    work, _ = with_marcus

    send_back_to_author(work, missing="Who has spoken to Owen?", by=cast.marcus, at=LATER)

    assert page_of(work, cast.priya, LATER).state is State.SENT_BACK
    told = [each.words for each in notices(viewer=cast.priya)]
    assert "The enquiry about Mia Bell came back: Who has spoken to Owen?" in told
    with pytest.raises(NotSent):
        sign_enquiry(work.enquiry, by=cast.marcus, at=LATER)


def test_what_was_written_or_marked_since_it_was_read_is_read_first(cast, bells, with_marcus):
    work, records = with_marcus
    [line, *_] = page_of(work, cast.marcus).analysis.not_marked
    say(work, Section.TRIED, "A plan in 2023.", by=cast.priya, at=LATER)
    with pytest.raises(WrittenSinceRead):
        sign_enquiry(work.enquiry, read_at=NOW, by=cast.marcus, at=LATER)

    mark(bells.mia, record=line.records[0], because="The first sign.", by=cast.priya, at=LATER)

    with pytest.raises(ItemsChangedSinceRead):
        sign_enquiry(work.enquiry, read_at=LATER, read_uncovered=records[3:], by=cast.marcus, at=LATER)
    assert not SignedItem.objects.exists()


# --- hard stop 8 ------------------------------------------------------------------------------------------------------


def test_nobody_signs_an_enquiry_they_wrote_in_or_are_the_author_of(cast, bells, with_marcus):
    work, _ = with_marcus
    say(work, Section.TRIED, "A plan in 2023.", by=cast.marcus)
    with pytest.raises(OwnEnquiry):
        sign_enquiry(work.enquiry, by=cast.marcus, at=NOW)
    with pytest.raises(NotAllowed):
        sign_enquiry(work.enquiry, by=cast.priya, at=NOW)

    Section47Enquiry.objects.filter(pk=work.enquiry_id).update(worker=cast.tom.worker)
    for who in (cast.marcus, cast.tom):  # who wrote, and whose it is: not even by going past every action
        with pytest.raises(IntegrityError, match="nobody_signs_what_they_wrote"), transaction.atomic():
            EnquiryWork.objects.filter(pk=work.pk).update(signed_at=NOW, signed_by=who)
    assert sign_enquiry(work.enquiry, by=cast.sofia, at=NOW).work.signed_by == cast.sofia


# --- frozen at signing ------------------------------------------------------------------------------------------------


def test_what_is_signed_does_not_change_whatever_becomes_of_the_chronology(cast, with_signature):
    work, records = with_signature
    before = [(item.record, item.became, item.what, item.detail) for item in page_of(work, cast.priya).signed_items]
    take_back(Mark.objects.get(record=records[4]), because="Not hers.", by=cast.priya, at=LATER)

    assert before == [
        (item.record, item.became, item.what, item.detail) for item in page_of(work, cast.priya, LATER).signed_items
    ]
    with pytest.raises(SignedAlready):
        say(work, Section.TRIED, "Afterwards.", by=cast.priya, at=LATER)
    for change in (
        lambda: Passage.objects.filter(work=work).update(words="Other."),
        lambda: ItemUse.objects.filter(work=work).delete(),
        lambda: SignedItem.objects.filter(work=work).update(became="used", said="Yes."),
        lambda: Writer.objects.create(work=work, user=cast.helen, since=LATER),
    ):
        with pytest.raises(IntegrityError, match="a_signed_enquiry_does_not_change"), transaction.atomic():
            change()
    with pytest.raises(Exception, match="a_signed_enquiry_does_not_change"), transaction.atomic():
        EnquiryWork.objects.filter(pk=work.pk).update(outcome="no_concern")


# --- strangers --------------------------------------------------------------------------------------------------------


def test_somebody_of_another_team_finds_no_enquiry_and_writes_in_none(cast, bells, with_marcus):
    work, _ = with_marcus
    assert enquiry_page(work.enquiry_id, viewer=cast.marcus, at=NOW) is not None
    assert police_actions_outstanding(bells.mia.pk, viewer=cast.priya)[0].party == Party.POLICE

    assert enquiry_page(work.enquiry_id, viewer=cast.tom, at=NOW) is None
    assert open_enquiries(viewer=cast.tom, at=NOW) == []
    assert police_actions_outstanding(bells.mia.pk, viewer=cast.tom) == []
    for refused in (
        lambda: open_to_write(work.enquiry, by=cast.tom, at=NOW),
        lambda: say(work, Section.TRIED, "…", by=cast.tom),
        lambda: sign_enquiry(work.enquiry, by=cast.tom, at=NOW),
    ):
        with pytest.raises(NotTheirChild):
            refused()


def test_an_item_about_a_child_who_is_kept_from_a_reader_is_not_read_by_them(cast, bells, with_signature):
    work, _ = with_signature
    assert len(signed_items_of(work, viewer=cast.priya)) == SIGNIFICANT

    exclude(bells.noah, user=cast.priya, reason="His uncle.", by=cast.helen, at=LATER)

    assert signed_items_of(work, viewer=cast.priya) == []  # each of the five is about Noah as well
    assert len(signed_items_of(work, viewer=cast.marcus)) == SIGNIFICANT
