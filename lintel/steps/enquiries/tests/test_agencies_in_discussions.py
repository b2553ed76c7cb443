"""An agency that signs in takes part in the discussions that ask it, and sees and writes nowhere else."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from lintel.foundation.access.actions import open_restriction
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.notices.queries import notices
from lintel.foundation.people.naming import name_of
from lintel.steps.enquiries.codes import Party, Reply
from lintel.steps.enquiries.discussing.actions import HeldAlready, NotHeldYet
from lintel.steps.enquiries.discussing.agencies import actions, queries
from lintel.steps.enquiries.discussing.following.actions import (
    NoSuchReceipt,
    say_minutes_read_by_token,
    send_minutes_to_all,
)
from lintel.steps.enquiries.discussing.following.queries import minutes_of, minutes_sent_to
from lintel.steps.enquiries.discussing.rules import Span
from lintel.steps.enquiries.discussing.slots.actions import (
    Asking,
    InThePast,
    NoSuchInvitation,
    TooManyTimes,
    ask_party,
    invite_everybody,
    offer_time_by_token,
    set_slot,
)
from lintel.steps.enquiries.discussing.slots.queries import calendar_entry_by_token, offered_to
from lintel.steps.enquiries.models import AgencyEntry
from lintel.steps.enquiries.tests.builders import HOUR, NO_ENQUIRY, agency_of, asked_for, decided, held
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.finding("S45")]


@pytest.fixture
def desk(cast):
    """Hart answers for the police; nobody for the housing association yet."""
    return agency_of(cast.hart, by=cast.rosa)


@pytest.fixture
def meeting(cast, bells, desk):
    """About Mia; beside the three, the police's safeguarding desk, which signs in."""
    meeting = asked_for([bells.mia], by=cast.priya)
    asking = Asking(party=Party.POLICE, name="Safeguarding desk", agency=desk)
    ask_party(meeting, asking=asking, by=cast.priya, at=NOW)
    return meeting


@pytest.fixture
def ours(meeting, desk):
    return meeting.parties.get(agency=desk)


def test_an_agency_sees_the_discussion_that_asks_it_and_names_only_its_children(cast, bells, ours):
    asked_for([bells.noah], by=cast.priya)

    assert list(queries.asked_of_us(viewer=cast.hart)) == [ours]
    assert [name_of(each) for each in queries.children_asked_about(ours, viewer=cast.hart)] == ["Mia Bell"]
    assert not queries.asked_of_us(viewer=cast.priya).exists()
    assert queries.children_asked_about(ours, viewer=cast.tom) == []


def test_a_restricted_child_is_spoken_of_by_telephone_and_not_in_the_portal(cast, bells, ours):
    open_restriction(
        bells.mia, named=[cast.priya], reason="A worker’s niece.", together_with=cast.sofia, by=cast.helen, at=NOW
    )

    assert not queries.asked_of_us(viewer=cast.hart).exists()
    with pytest.raises(NotAllowed):
        actions.write_view(ours, words="Known.", by=cast.hart, at=NOW)


def test_it_answers_and_offers_times_for_itself_and_for_nobody_else(cast, meeting, ours):
    set_slot(meeting, starts_at=NOW + HOUR, by=cast.priya, at=NOW)
    invite_everybody(meeting, by=cast.priya, at=NOW)
    actions.offer_time_for_agency(ours, span=Span(NOW + HOUR, NOW + 3 * HOUR), by=cast.hart, at=NOW)

    (notice,) = notices(viewer=cast.hart)
    assert notice.words == "You are asked to join a strategy discussion on 3 March, 10:00. Say whether you can."
    answered = actions.answer_for_agency(ours, reply=Reply.CANNOT, because="In court.", by=cast.hart, at=NOW)

    assert (answered.reply, answered.replied_by, ours.offers.get().said_by) == ("cannot", cast.hart, cast.hart)
    other = meeting.parties.get(party=Party.HEALTH)
    with pytest.raises(NotAllowed):
        actions.answer_for_agency(other, reply=Reply.ACCEPTED, by=cast.hart, at=NOW)


def test_what_it_knows_stands_apart_as_its_own_and_stays(cast, bells, meeting, ours):
    entry = actions.tell_what_is_known(
        ours, happened_on=date(2025, 1, 3), words="Called to the address.", about=bells.mia, by=cast.hart, at=NOW
    )

    assert list(queries.entries_of(meeting, viewer=cast.priya)) == [entry]
    assert list(queries.entries_shared_with(ours, viewer=cast.hart)) == [entry]
    assert not queries.entries_of(meeting, viewer=cast.tom).exists()
    with pytest.raises(actions.NotOfThem):
        actions.tell_what_is_known(
            ours, happened_on=date(2025, 1, 3), words="Seen.", about=bells.noah, by=cast.hart, at=NOW
        )
    with pytest.raises(actions.NotThenYet):
        actions.tell_what_is_known(ours, happened_on=date(2025, 3, 4), words="Seen.", by=cast.hart, at=NOW)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE enquiries_agencyentry SET words = 'Nothing.'")
    assert AgencyEntry.objects.get().words == "Called to the address."


def test_every_agency_that_is_asked_reads_what_was_shared_and_nobody_else_does(cast, bells, meeting, ours):
    social_care = meeting.parties.get(party=Party.SOCIAL_CARE)
    said = {"happened_on": date(2024, 5, 20), "words": "A bruise, told as a fall.", "at": NOW}
    shared = actions.share_what_is_known(social_care, about=bells.mia, by=cast.priya, **said)

    assert list(queries.entries_shared_with(ours, viewer=cast.hart)) == [shared]
    assert not queries.entries_shared_with(social_care, viewer=cast.hart).exists()  # only through their own party
    assert not queries.entries_shared_with(ours, viewer=cast.tom).exists()
    for by in (cast.tom, cast.hart, cast.anil):
        with pytest.raises(NotAllowed):
            actions.share_what_is_known(social_care, by=by, **said)


def test_its_view_is_written_before_and_its_dissent_after(cast, meeting, ours):
    actions.write_view(ours, words="A pattern at weekends.", by=cast.hart, at=NOW)
    with pytest.raises(NotHeldYet):
        actions.dissent_for_agency(ours, words="We would enquire.", by=cast.hart, at=NOW)
    held(meeting, by=cast.marcus, at=NOW + 2 * HOUR)

    with pytest.raises(HeldAlready):
        actions.write_view(ours, words="Nothing known.", by=cast.hart, at=NOW + 2 * HOUR)
    assert actions.dissent_for_agency(ours, words="We would.", by=cast.hart, at=NOW + 2 * HOUR).dissent == "We would."


def test_it_reads_the_minutes_it_was_sent_and_others_confirm_by_a_token(cast, bells, meeting, ours):
    later = NOW + 2 * HOUR
    held(meeting, by=cast.marcus, at=later)
    decided(meeting, by=cast.marcus, at=later, children={bells.mia.pk: NO_ENQUIRY})
    assert minutes_sent_to(ours, viewer=cast.hart) is None
    tokens = {invited.name: token for invited, token in send_minutes_to_all(meeting, by=cast.marcus, at=later).items()}

    assert [name for name, _ in minutes_sent_to(ours, viewer=cast.hart).decisions] == ["Mia Bell"]
    assert minutes_of(meeting, viewer=cast.tom) is None
    actions.say_we_read_the_minutes(ours, by=cast.hart, at=later)
    nurse = say_minutes_read_by_token(tokens["Named nurse"], at=later)

    assert nurse.minutes_read_at == meeting.parties.get(pk=ours.pk).minutes_read_at == later
    assert send_minutes_to_all(meeting, by=cast.marcus, at=later + HOUR) == {}
    with pytest.raises(NoSuchReceipt):
        say_minutes_read_by_token(tokens["Named nurse"][:-1], at=later)


def test_by_a_token_one_offers_times_and_takes_the_entry_for_a_calendar(cast, meeting):
    set_slot(meeting, starts_at=NOW + HOUR, by=cast.priya, at=NOW)
    token = invite_everybody(meeting, by=cast.priya, at=NOW)[2].token
    said = {"link": "https://lintel.example/joining/x/", "organiser": "door@ravenshire.example", "viewer": None}
    for start in range(20):
        span = Span(NOW + start * HOUR, NOW + (start + 1) * HOUR)
        offer_time_by_token(token, span=span, at=NOW)

    assert len(offered_to(token, viewer=None).times) == 20
    assert "SUMMARY:Strategy discussion" in calendar_entry_by_token(token, **said).text(at=NOW)
    assert calendar_entry_by_token(token[:-1], **said) is None
    with pytest.raises(TooManyTimes):
        offer_time_by_token(token, span=Span(NOW, NOW + HOUR), at=NOW)
    with pytest.raises(InThePast):
        offer_time_by_token(token, span=Span(NOW - HOUR, NOW), at=NOW)
    with pytest.raises(NoSuchInvitation):
        offer_time_by_token(token[:-1], span=Span(NOW, NOW + HOUR), at=NOW)


def test_everybody_is_invited_once_however_often_one_presses(cast, meeting):
    set_slot(meeting, starts_at=NOW + HOUR, by=cast.priya, at=NOW)

    assert len(invite_everybody(meeting, by=cast.priya, at=NOW)) == 4
    assert invite_everybody(meeting, by=cast.priya, at=NOW + timedelta(minutes=1)) == []


def test_another_agency_of_the_same_kind_sees_nothing(cast, meeting, ours):
    assert list(queries.asked_of_us(viewer=cast.hart)) == [ours]
    agency_of(cast.elsie, by=cast.rosa, key="housing", kind=AgencyKind.HOUSING)

    assert not queries.asked_of_us(viewer=cast.elsie).exists()
