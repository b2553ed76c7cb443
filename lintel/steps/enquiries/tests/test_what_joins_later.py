"""What comes after a discussion was held: a cause of the same day, a mistaken child, holding it again, a file."""

from datetime import timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.steps.enquiries.actions import (
    load_enquiries,
    load_strategy_discussions,
    reasonable_cause_is_of,
    stamp_reasonable_cause,
)
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.actions import AskedAlready, DecidedAlready, ask_for_discussion
from lintel.steps.enquiries.discussing.holding_again.actions import NotOwed, hold_again
from lintel.steps.enquiries.discussing.late.actions import NotSpokenOf, was_spoken_of
from lintel.steps.enquiries.discussing.late.queries import may_still_join
from lintel.steps.enquiries.discussing.slots.actions import Asking, ask_party
from lintel.steps.enquiries.models import Section47Enquiry, StrategyDiscussion
from lintel.steps.enquiries.tests.builders import (
    ASKED,
    HOUR,
    NAMES,
    NO_ENQUIRY,
    asked_for,
    caused,
    decided,
    decided_for,
    held,
)
from tests.cast import NOW, TYPED

pytestmark = [pytest.mark.django_db, pytest.mark.finding("S45")]
LATER = NOW + 3 * HOUR


def test_a_cause_of_the_same_day_joins_the_discussion_that_has_not_decided(cast, bells):
    meeting = held(asked_for([bells.mia], by=cast.marcus), by=cast.marcus, at=NOW + 2 * HOUR)
    second = caused(bells.mia, by=cast.priya, at=LATER)
    assert may_still_join([second], viewer=cast.marcus) == {second.pk: meeting}
    with pytest.raises(NotAllowed):
        was_spoken_of(second, by=cast.priya, at=LATER)

    assert was_spoken_of(second, by=cast.marcus, at=LATER).meeting_id == meeting.pk
    with pytest.raises(NotSpokenOf):
        was_spoken_of(second, by=cast.marcus, at=LATER)
    decided(meeting, by=cast.marcus, at=LATER, children={bells.mia.pk: NO_ENQUIRY})


def test_it_does_not_join_one_that_has_decided_or_was_of_another_day(cast, bells):
    decided_for([bells.mia], is_enquiry=False, by=cast.marcus, at=NOW)
    for at, refusal in ((NOW + HOUR, DecidedAlready), (NOW + timedelta(days=1), NotSpokenOf)):
        with pytest.raises(refusal):
            was_spoken_of(caused(bells.mia, by=cast.priya, at=at), by=cast.marcus, at=at)
    held(asked_for([bells.noah], by=cast.marcus), by=cast.marcus, at=NOW + 2 * HOUR)

    assert may_still_join([caused(bells.mia, by=cast.priya, at=LATER)], viewer=cast.marcus) == {}


def test_a_mistaken_child_leaves_the_discussion_and_the_right_one_is_decided_for(cast, bells):
    line = bells.child_contacts["mia"]
    cause = stamp_reasonable_cause(
        child=bells.mia, reason="A bruise.", known_since=NOW, child_contact_id=line.pk, by=cast.priya, at=NOW
    )
    meeting = ask_for_discussion([cause], asked=ASKED, by=cast.priya, at=NOW)
    for party, name in NAMES.items():
        ask_party(meeting, asking=Asking(party=party, name=name), by=cast.priya, at=NOW)
    held(meeting, by=cast.marcus, at=NOW + 2 * HOUR)

    reasonable_cause_is_of(bells.noah, child_contact_id=line.pk, by=cast.priya, at=LATER)

    assert StrategyDiscussion.objects.get(meeting=meeting).child == bells.noah
    decided(meeting, by=cast.marcus, at=LATER, children={bells.noah.pk: NO_ENQUIRY})


def test_without_quorum_everybody_is_asked_again_in_one_press(cast, bells):
    meeting = held(
        asked_for([bells.mia], by=cast.marcus), by=cast.marcus, at=NOW + 2 * HOUR, without=[Party.HEALTH],
        urgent_because="He is out at five.",
    )  # fmt: skip

    again = hold_again(meeting, by=cast.priya, at=LATER)

    assert (again.reconvenes, again.dial_in, again.slot_starts_at) == (meeting, ASKED.dial_in, None)
    asked = again.parties.order_by("pk").values_list("party", "name")
    assert list(asked) == [(party, name) for party, name in NAMES.items()]
    with pytest.raises(AskedAlready):
        hold_again(meeting, by=cast.priya, at=LATER)
    with pytest.raises(NotOwed):
        hold_again(again, by=cast.priya, at=LATER)


def of_a_file(child, day, **more):
    return StrategyDiscussion(key=f"SD:{child.la_child_id}:{day}", child=child, held_on=day, **TYPED, **more)


def test_a_file_that_tells_of_a_discussion_held_here_makes_no_second_row(cast, bells):
    decided_for([bells.mia], is_enquiry=True, by=cast.marcus, at=NOW)
    ours, begun = StrategyDiscussion.objects.get(), Section47Enquiry.objects.get()
    told = [of_a_file(bells.mia, ours.held_on), of_a_file(bells.noah, ours.held_on, began_enquiry=True)]

    loaded = load_strategy_discussions(told, by=cast.command_line, at=LATER)

    assert (loaded.added, loaded.unchanged, told[0].pk) == (1, 1, ours.pk)
    enquiries = [
        Section47Enquiry(key=f"S47:{each.child_id}", child=each.child, begun_by=each, started_on=ours.held_on, **TYPED)
        for each in told
    ]
    load_enquiries(enquiries, by=cast.command_line, at=LATER)
    load_enquiries(enquiries, by=cast.command_line, at=LATER)
    assert enquiries[0].pk == begun.pk
    assert Section47Enquiry.objects.filter(child=bells.mia).get().begun_by == ours
    assert Section47Enquiry.objects.count() == 2


def test_where_no_enquiry_began_here_a_file_may_tell_of_one_that_ours_did_not_begin(cast, bells):
    decided_for([bells.mia], is_enquiry=False, by=cast.marcus, at=NOW)
    ours = StrategyDiscussion.objects.get()
    told = Section47Enquiry(key="S47:1", child=bells.mia, begun_by=ours, started_on=ours.held_on, **TYPED)

    load_enquiries([told], by=cast.command_line, at=LATER)

    assert Section47Enquiry.objects.get().begun_by is None
