"""From what is recorded of a child to the parts of their wait."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lintel.journey.whole_wait.claims import Asked, Episode, Knock, Reached, Stretch
from lintel.journey.whole_wait.codes import Waited, Who
from lintel.journey.whole_wait.rules import MINUTES_OF_A_DAY, Moment
from lintel.journey.whole_wait.stories import Help, Story, waits_of
from lintel.statute.calendar import LONDON
from lintel.steps.front_door.codes import Outcome

TODAY = Moment(date(2025, 4, 30))


def march(day: int, hour: int | None = None) -> Moment:
    return Moment(date(2025, 3, day), None if hour is None else datetime(2025, 3, day, hour, tzinfo=LONDON))


def knock(day: int, decided: int | None = None, outcome: str = "", pk: int = 1, **known) -> Knock:
    return Knock(pk=pk, received=march(day), decided=march(decided) if decided else None, outcome=outcome, **known)


def visit(day: int) -> Help:
    return Help(kind="visits.visit", pk=day, given=march(day), words="a visit")


def parts_of(*, until: Moment = TODAY, **story):
    """What was waited for and for how many days, over all waits of a story."""
    found = waits_of(Story(**story), until=until)
    return [(part.waited, part.minutes / MINUTES_OF_A_DAY) for wait in found for part in wait.parts]


def test_from_the_knock_over_the_decision_and_the_wait_for_a_worker_to_the_first_visit():
    episode = Episode(decided=march(4), held=(Stretch(begins=march(7), name="Priya Nair"),))

    found = parts_of(knocks=[knock(3, 4, Outcome.REFERRAL)], episodes=[episode], helps=[visit(12)])

    assert found == [(Waited.DECISION, 1), (Waited.WORKER, 3), (Waited.FIRST_CONTACT, 5)]


def test_hours_are_told_where_moments_are_known():
    first = Knock(pk=1, received=march(3, 9), decided=march(3, 15), outcome=Outcome.REFERRAL)
    episode = Episode(decided=march(3, 15), held=(Stretch(begins=march(4, 15)),))
    seen = Help(kind="visits.visit", pk=1, given=march(4, 17), words="a visit")

    [wait] = waits_of(Story(knocks=[first], episodes=[episode], helps=[seen]), until=TODAY)

    assert [part.minutes for part in wait.parts] == [6 * 60, 24 * 60, 2 * 60]
    assert not wait.is_by_the_day


def test_the_polices_own_time_stands_before_the_knock_and_the_way_beside_it():
    told = knock(
        6, 7, Outcome.REFERRAL, happened=march(3), sent=march(5), is_of_the_police=True, told_by="Mercia Police"
    )
    episode = Episode(decided=march(7), held=(Stretch(begins=march(7)),))

    [wait] = waits_of(Story(knocks=[told], episodes=[episode], helps=[visit(8)]), until=TODAY)

    assert [(part.waited.who, part.minutes / MINUTES_OF_A_DAY) for part in wait.parts] == [
        (Who.POLICE, 2), (Who.ON_THE_WAY, 1), (Who.FRONT_DOOR, 1), (Who.WORKER, 1),
    ]  # fmt: skip
    assert wait.parts[0].name == "Mercia Police"
    assert wait.days_from_knock_to_help == 2
    assert wait.minutes_since_told == 2 * MINUTES_OF_A_DAY


def test_what_happened_years_ago_is_left_out_and_the_wait_begins_with_the_knock():
    long_ago = knock(3, 4, Outcome.REFERRAL, happened=Moment(date(2019, 5, 1)))

    [wait] = waits_of(Story(knocks=[long_ago], helps=[visit(5)]), until=TODAY)

    assert wait.begins == march(3)
    assert wait.incident_left_out


def test_a_child_who_is_still_waiting_waits_until_the_moment_looked_at():
    now = march(10, 9)

    [wait] = waits_of(Story(knocks=[knock(3)]), until=now)

    assert wait.help is None
    assert wait.ends == now
    assert [part.waited for part in wait.parts] == [Waited.DECISION]


def test_what_came_after_the_day_looked_at_is_not_known_yet():
    episode = Episode(decided=march(4), held=(Stretch(begins=march(7)),))

    found = parts_of(until=march(6), knocks=[knock(3, 4, Outcome.REFERRAL)], episodes=[episode], helps=[visit(12)])

    assert found == [(Waited.DECISION, 1), (Waited.WORKER, 2)]


def test_between_two_workers_nobody_holds_the_child():
    held = (Stretch(begins=march(5), ends=march(8), name="Priya Nair"), Stretch(begins=march(11), name="Tom Ashby"))

    found = parts_of(
        knocks=[knock(3, 4, Outcome.REFERRAL)], episodes=[Episode(decided=march(4), held=held)], helps=[visit(12)]
    )

    assert found == [
        (Waited.DECISION, 1), (Waited.WORKER, 1), (Waited.FIRST_CONTACT, 3), (Waited.NEXT_WORKER, 3),
        (Waited.FIRST_CONTACT, 1),
    ]  # fmt: skip


def test_on_the_day_of_a_handover_the_child_is_the_next_workers_from_the_moment_they_accepted():
    held = (Stretch(begins=march(3), ends=march(6), name="Priya Nair"), Stretch(begins=march(6, 12), name="Tom Ashby"))
    episode = Episode(decided=march(3), held=held)

    [wait] = waits_of(Story(knocks=[knock(3, 3, Outcome.REFERRAL)], episodes=[episode], helps=[visit(7)]), until=TODAY)

    assert [(part.name, part.minutes / MINUTES_OF_A_DAY) for part in wait.parts] == [
        ("Priya Nair", 2.5), ("Tom Ashby", 1.5),
    ]  # fmt: skip


def test_after_a_visit_at_which_the_child_was_not_seen_it_is_seeing_them_that_is_waited_for():
    episode = Episode(decided=march(3), held=(Stretch(begins=march(3)),))

    found = parts_of(
        knocks=[knock(3, 3, Outcome.REFERRAL)], episodes=[episode], contacts=[Reached(at=march(5))], helps=[visit(9)]
    )

    assert found == [(Waited.FIRST_CONTACT, 2), (Waited.TO_BE_SEEN, 4)]


def test_an_offer_is_a_part_of_its_own_and_whoever_holds_the_child_meanwhile_is_named():
    episode = Episode(
        decided=march(3), held=(Stretch(begins=march(9)),),
        offers=(Stretch(begins=march(6), ends=march(9), name="Priya Nair"),),
        holders=(Stretch(begins=march(3), ends=march(9), name="Marcus Reed"),),
    )  # fmt: skip

    [wait] = waits_of(Story(knocks=[knock(3, 3, Outcome.REFERRAL)], episodes=[episode], helps=[visit(10)]), until=TODAY)

    assert [(part.waited, part.name) for part in wait.parts] == [
        (Waited.WORKER, "Marcus Reed"), (Waited.OFFERED_WORKER, "Priya Nair"), (Waited.FIRST_CONTACT, ""),
    ]  # fmt: skip


def test_a_worker_known_only_from_the_day_a_file_was_drawn_does_not_say_who_held_the_child_before():
    episode = Episode(decided=march(4), held=(Stretch(begins=march(7), is_observed=True),))

    found = parts_of(knocks=[knock(3, 4, Outcome.REFERRAL)], episodes=[episode], helps=[visit(8)])

    assert found == [(Waited.DECISION, 1), (Waited.NOT_RECORDED, 3), (Waited.FIRST_CONTACT, 1)]


def test_a_decision_of_which_nothing_followed_leaves_a_part_that_is_not_recorded():
    found = parts_of(knocks=[knock(3, 4, Outcome.REFERRAL)], helps=[visit(12)])

    assert found == [(Waited.DECISION, 1), (Waited.NOT_RECORDED, 8)]


def test_closed_without_help_until_somebody_knocked_again_was_nobodys():
    knocks = [knock(3, 4, Outcome.NO_FURTHER_ACTION), knock(20, 21, Outcome.REFERRAL, pk=2)]
    episode = Episode(decided=march(21), held=(Stretch(begins=march(21)),))

    found = parts_of(knocks=knocks, episodes=[episode], helps=[visit(22)])

    assert found == [
        (Waited.DECISION, 1), (Waited.NEXT_KNOCK, 16), (Waited.DECISION, 1), (Waited.FIRST_CONTACT, 1),
    ]  # fmt: skip


def test_closed_awaiting_information_does_not_stop_the_front_doors_clock():
    [wait] = waits_of(Story(knocks=[knock(3, 4, Outcome.AWAITING_INFORMATION)]), until=march(9))

    assert {part.waited.who for part in wait.parts} == {Who.FRONT_DOOR}


def test_a_second_knock_while_a_worker_is_waited_for_does_not_give_the_wait_back_to_the_front_door():
    knocks = [knock(3, 4, Outcome.REFERRAL), knock(6, 9, Outcome.TO_ALLOCATED_WORKER, pk=2)]

    found = parts_of(until=march(10), knocks=knocks, episodes=[Episode(decided=march(4))])

    assert found == [(Waited.DECISION, 1), (Waited.WORKER, 6)]


def test_a_knock_about_a_child_who_has_a_worker_is_the_front_doors_until_it_is_decided():
    episode = Episode(decided=Moment(date(2025, 1, 6)), held=(Stretch(begins=Moment(date(2025, 1, 8))),))

    found = parts_of(knocks=[knock(3, 5, Outcome.TO_ALLOCATED_WORKER)], episodes=[episode], helps=[visit(6)])

    assert found == [(Waited.DECISION, 2), (Waited.FIRST_CONTACT, 1)]


def test_handed_to_early_help_it_is_theirs_to_answer_and_to_begin():
    asked = Asked(asked=march(4), accepted=march(6), first_met=march(11), name="Early help")
    met = Help(kind="early_help.earlyhelpepisode", pk=1, given=march(11), words="early help")

    found = parts_of(knocks=[knock(3, 4, Outcome.EARLY_HELP)], asked=[asked], helps=[met])

    assert found == [(Waited.DECISION, 1), (Waited.EARLY_HELP_ANSWER, 2), (Waited.EARLY_HELP_MEETING, 5)]


def test_sent_back_by_early_help_it_is_the_front_doors_again_until_it_is_asked_again():
    asked = [Asked(asked=march(4), sent_back=march(6)), Asked(asked=march(8), accepted=march(9))]

    found = parts_of(until=march(10), knocks=[knock(3, 4, Outcome.EARLY_HELP)], asked=asked)

    assert found == [
        (Waited.DECISION, 1), (Waited.EARLY_HELP_ANSWER, 2), (Waited.SENT_BACK, 2), (Waited.EARLY_HELP_ANSWER, 1),
        (Waited.EARLY_HELP_MEETING, 1),
    ]  # fmt: skip


def test_what_early_help_sent_back_is_settled_by_the_next_decision():
    knocks = [knock(3, 4, Outcome.EARLY_HELP), knock(8, 9, Outcome.NO_FURTHER_ACTION, pk=2)]
    asked = Asked(asked=march(4), sent_back=march(6))

    found = parts_of(until=march(12), knocks=knocks, asked=[asked])

    assert found == [
        (Waited.DECISION, 1), (Waited.EARLY_HELP_ANSWER, 2), (Waited.SENT_BACK, 3), (Waited.NEXT_KNOCK, 3),
    ]  # fmt: skip


def test_what_early_help_sent_back_before_the_knock_does_not_claim_it():
    asked = Asked(asked=Moment(date(2025, 1, 6)), sent_back=Moment(date(2025, 1, 8)))

    found = parts_of(until=march(12), knocks=[knock(3)], asked=[asked])

    assert found == [(Waited.DECISION, 9)]


def test_stepped_up_it_is_the_front_doors_at_once():
    knocks = [knock(3, 4, Outcome.EARLY_HELP), knock(8, pk=2)]
    asked = Asked(asked=march(4), accepted=march(5), over=march(8))

    found = parts_of(until=march(10), knocks=knocks, asked=[asked])

    assert found[-1] == (Waited.DECISION, 2)


days = st.integers(1, 31).map(march)
stories = st.builds(
    Story,
    knocks=st.lists(
        st.builds(
            Knock, pk=st.integers(1, 99), received=days, decided=st.none() | days,
            outcome=st.sampled_from(list(Outcome)), happened=st.none() | days, sent=st.none() | days,
            is_of_the_police=st.booleans(),
        ),
        min_size=1, max_size=4, unique_by=lambda each: each.pk,
    ),
    episodes=st.lists(
        st.builds(
            Episode, decided=days, closed=st.none() | days, is_nfa=st.booleans(),
            held=st.lists(st.builds(Stretch, begins=days, ends=st.none() | days), max_size=3).map(tuple),
            offers=st.lists(st.builds(Stretch, begins=days, ends=days), max_size=2).map(tuple),
        ),
        max_size=3,
    ),
    asked=st.lists(
        st.builds(Asked, asked=days, accepted=st.none() | days, sent_back=st.none() | days, over=st.none() | days),
        max_size=2,
    ),
    contacts=st.lists(st.builds(Reached, at=days), max_size=2),
    helps=st.lists(st.integers(1, 31).map(visit), max_size=3, unique_by=lambda each: each.pk),
)  # fmt: skip


@given(stories)
def test_whatever_is_recorded_the_parts_add_up_to_the_whole(story):
    for wait in waits_of(story, until=TODAY):
        assert sum(part.minutes for part in wait.parts) == wait.minutes
        assert wait.minutes >= 0
        assert wait.minutes_since_told <= wait.minutes


@given(stories, st.randoms(use_true_random=False))
def test_the_order_in_which_records_are_read_does_not_matter(story, luck):
    def mixed(records):
        return luck.sample(list(records), len(records))

    other = Story(
        knocks=mixed(story.knocks), episodes=mixed(story.episodes), asked=mixed(story.asked),
        contacts=mixed(story.contacts), helps=mixed(story.helps),
    )  # fmt: skip

    assert waits_of(other, until=TODAY) == waits_of(story, until=TODAY)


@given(stories)
def test_from_day_to_day_the_whole_since_the_knock_is_what_k112_counts(story):
    for wait in waits_of(story, until=TODAY):
        if wait.help:
            assert timedelta(minutes=wait.minutes_since_told).days == wait.days_from_knock_to_help
