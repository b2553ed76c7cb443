"""By when a conference is held and what follows it; who may chair, who may lead, and who dissents."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.foundation.local_limits.limits import Limits, LocalChange
from lintel.statute.calendar import england
from lintel.statute.clocks import Kind as LimitKind
from lintel.steps.conferences.codes import Kind, ReformRole, Shared, View
from lintel.steps.conferences.rules import (
    CORE_GROUPS,
    Enquiry,
    NothingToCountFrom,
    Path,
    RoleNamed,
    Standing,
    Stands,
    chain,
    core_groups,
    dissents,
    due,
    due_on,
    is_booked_late,
    report_standing,
    reviews,
    stands,
    title_of,
    why_not_chair,
    why_not_lead,
    working_days_late,
)

NATIONAL = {"limits": Limits(), "calendar": england()}
INITIAL = Path(kind=Kind.INITIAL, enquiry_on=date(2025, 3, 3))
REVIEW = Path(kind=Kind.REVIEW, conference_on=date(2025, 3, 24))
days = st.dates(date(2025, 1, 1), date(2025, 12, 31))
quickly = settings(max_examples=60, deadline=None)
few = settings(max_examples=40, deadline=None)


# --- when it is due ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "code", "day"),
    [
        (INITIAL, "initial_conference", date(2025, 3, 24)),
        (replace(INITIAL, enquiry_on=date(2025, 4, 7)), "initial_conference", date(2025, 4, 30)),  # over Easter
        (
            Path(kind=Kind.TRANSFER_IN, told_of_move_on=date(2025, 3, 10)), "transfer_in_conference",
            date(2025, 3, 31),
        ),
        (REVIEW, "first_review", date(2025, 6, 24)),
        (replace(REVIEW, reviewed_on=[date(2025, 6, 10)]), "later_review", date(2025, 12, 10)),
    ],
)  # fmt: skip
def test_each_kind_is_due_by_its_own_limit_with_its_source(path, code, day):
    found = due(path, **NATIONAL)

    assert (found.limit.code, found.due_on, found.limit.kind) == (code, day, LimitKind.HARD)
    assert found.limit.source.startswith("Working Together")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (INITIAL, "15 working days from the discussion on 3 March 2025 that began the enquiry"),
        (
            Path(kind=Kind.TRANSFER_IN, told_of_move_on=date(2025, 3, 10)),
            "15 working days from 10 March 2025, when we were told of the move",
        ),
        (REVIEW, "3 months from the conference on 24 March 2025"),
        (replace(REVIEW, reviewed_on=[date(2025, 6, 10)]), "6 months from the review on 10 June 2025"),
    ],
)  # fmt: skip
def test_what_it_counts_from_is_said_in_words(path, words):
    assert due(path, **NATIONAL).words == words


@pytest.mark.parametrize(
    ("booked", "held", "undecided", "stood"),
    [
        (None, None, 2, Stands.ASKED_FOR), (date(2025, 3, 20), None, 2, Stands.BOOKED),
        (date(2025, 3, 21), None, 2, Stands.BOOKED), (date(2025, 3, 19), None, 2, Stands.NOT_HELD),
        (None, date(2025, 3, 20), 1, Stands.HELD), (date(2025, 3, 20), date(2025, 3, 20), 0, Stands.DECIDED),
    ],
)  # fmt: skip
def test_a_booked_day_that_is_over_is_no_conference_held(booked, held, undecided, stood):
    assert stands(booked_on=booked, held_on=held, undecided=undecided, today=date(2025, 3, 20)) is stood


@pytest.mark.finding("S11")
def test_an_enquiry_begun_while_another_was_open_buys_no_time():
    """Barnsley: the second discussion was counted from, and 24 working days were reported as 12."""
    begun_again = Path(
        kind=Kind.INITIAL, enquiry_on=date(2025, 3, 19), enquiries=[Enquiry(started_on=date(2025, 3, 3))]
    )
    held_on = date(2025, 4, 4)

    assert due_on(begun_again, **NATIONAL) == date(2025, 3, 24)
    assert england().working_days_between(date(2025, 3, 3), held_on) == 24
    assert england().working_days_between(date(2025, 3, 19), held_on) == 12
    assert due(begun_again, **NATIONAL).working_days_late(england(), on=held_on) == 24 - 15


def test_an_enquiry_that_was_settled_before_is_another_matter():
    settled = Enquiry(started_on=date(2025, 1, 6), settled_on=date(2025, 2, 3))

    assert due_on(replace(INITIAL, enquiries=[settled]), **NATIONAL) == date(2025, 3, 24)


@pytest.mark.finding("S11")
@quickly
@given(
    began=days, later=st.lists(st.tuples(st.integers(1, 60), st.none() | st.integers(0, 60)), max_size=3),
    asked=st.lists(days, max_size=3), booked=st.lists(days, max_size=4), counted_from_last=st.booleans(),
)  # fmt: skip
def test_no_later_discussion_no_asking_again_and_no_postponement_ever_moves_the_due_date(
    began, later, asked, booked, counted_from_last
):
    plain = Path(kind=Kind.INITIAL, enquiry_on=began)
    starts = [began + timedelta(days=after) for after, _ in later]
    others = [
        Enquiry(started_on=start, settled_on=None if lasted is None else start + timedelta(days=lasted))
        for start, (_, lasted) in zip(starts, later, strict=True)
    ]
    history = replace(
        plain, enquiries=[Enquiry(started_on=began), *others], asked_on=asked, booked_for=booked,
        enquiry_on=starts[-1] if starts and counted_from_last else began,
    )  # fmt: skip

    assert due_on(history, **NATIONAL) == due_on(plain, **NATIONAL)
    assert history.times_postponed == max(len(booked) - 1, 0)


def test_a_booking_after_the_last_day_is_late_and_is_not_refused():
    assert not is_booked_late(replace(INITIAL, booked_for=[date(2025, 3, 24)]), **NATIONAL)
    assert is_booked_late(replace(INITIAL, booked_for=[date(2025, 3, 20), date(2025, 3, 25)]), **NATIONAL)


@pytest.mark.parametrize("kind", Kind)
def test_there_is_no_due_date_without_what_it_counts_from(kind):
    with pytest.raises(NothingToCountFrom):
        due(Path(kind=kind), **NATIONAL)


def test_the_authoritys_own_limit_holds_from_its_day_on():
    stricter = Limits([LocalChange("initial_conference", 10, date(2025, 3, 1), "Board, February 2025")])

    assert due_on(INITIAL, limits=stricter, calendar=england()) == date(2025, 3, 17)
    before = replace(INITIAL, enquiry_on=date(2025, 2, 24))
    assert due_on(before, limits=stricter, calendar=england()) == date(2025, 3, 17)  # fifteen days, as held then


# --- what follows -----------------------------------------------------------------------------------------------------


def test_the_first_core_group_is_due_in_ten_working_days_and_later_ones_every_six_weeks():
    held = [date(2025, 4, 10), date(2025, 5, 20)]
    found = chain(date(2025, 3, 24), held, codes=CORE_GROUPS, **NATIONAL)

    assert [(each.due_on, each.done_on) for each in found] == [
        (date(2025, 4, 7), date(2025, 4, 10)), (date(2025, 5, 22), date(2025, 5, 20)), (date(2025, 7, 1), None),
    ]  # fmt: skip
    assert found[0].working_days_late(england(), on=date(2025, 9, 1)) == 3
    assert found[1].working_days_late(england(), on=date(2025, 9, 1)) == 0


@pytest.mark.finding("S11")
@few
@given(
    began=days, gaps=st.lists(st.integers(1, 300), max_size=5), born_after=st.none() | st.integers(-400, 400),
)  # fmt: skip
def test_no_review_that_is_held_moves_what_was_due_before_it(began, gaps, born_after):
    held = [began + timedelta(days=days) for days in accumulate(gaps)]
    born_on = None if born_after is None else began + timedelta(days=born_after)
    whole = [each.due_on for each in reviews(began, held, born_on=born_on, **NATIONAL)]

    for known in range(len(held)):
        earlier = reviews(began, held[:known], born_on=born_on, **NATIONAL)
        assert [each.due_on for each in earlier] == whole[: known + 1]


@pytest.mark.finding("S11")
@few
@given(began=days, gaps=st.lists(st.integers(0, 90), max_size=6), before=st.lists(st.integers(1, 200), max_size=2))
def test_the_first_core_group_counts_from_the_conference_that_began_the_plan_whatever_follows_or_came_before(
    began, gaps, before
):
    met = [began + timedelta(days=days) for days in accumulate(gaps)]
    under_an_earlier_plan = [began - timedelta(days=days) for days in before]

    first, *later = chain(began, [*met, *under_an_earlier_plan], codes=CORE_GROUPS, **NATIONAL)

    assert first.counted_from == began
    assert first.due_on == england().due_on(trigger=began, working_days=10)
    assert [each.counted_from for each in later] == met


@pytest.mark.parametrize(
    ("born_on", "day"),
    [
        (None, date(2025, 6, 24)),
        (date(2025, 4, 7), date(2025, 5, 8)),  # twenty working days over Easter and early May
        (date(2025, 6, 20), date(2025, 6, 24)),  # three months come first
        (date(2025, 3, 1), date(2025, 6, 24)),  # born before the conference: not unborn at it
    ],
)
def test_of_a_child_unborn_at_the_conference_the_first_review_follows_the_birth_where_that_is_sooner(born_on, day):
    assert reviews(date(2025, 3, 24), [], born_on=born_on, **NATIONAL)[0].due_on == day


@pytest.mark.parametrize(
    ("done_on", "late"),
    [(date(2025, 3, 24), 0), (date(2025, 3, 25), 1), (date(2025, 3, 29), 4), (date(2025, 3, 31), 5)],
)
def test_lateness_counts_working_days_after_the_last_day_in_time(done_on, late):
    assert working_days_late(date(2025, 3, 24), done_on, england()) == late


# --- reports ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shared_on", "how", "standing"),
    [
        (None, None, Standing.NOT_SHARED),
        (date(2025, 3, 22), Shared.HANDED_OVER, Standing.IN_TIME),
        (date(2025, 3, 23), Shared.TALKED_THROUGH, Standing.LATE),
        (date(2025, 3, 24), Shared.HANDED_OVER, Standing.ON_THE_DAY),
        (date(2025, 3, 20), Shared.WAITING_ROOM, Standing.ON_THE_DAY),
    ],
)
def test_a_family_has_the_report_two_days_before_or_it_is_seen_that_they_had_not(shared_on, how, standing):
    limit = Limits().time_limit("conference_report", on=date(2025, 3, 24))

    assert standing is report_standing(
        shared_on=shared_on, how=how, meeting_on=date(2025, 3, 24), limit=limit, calendar=england()
    )


# --- who may chair, lead and dissent ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("worker", "teams", "words"),
    [
        (7, (), "holds one of the children"),
        (8, (1,), "answers for the team"),
        (8, (2,), ""),
        (None, (), ""),
    ],
)
def test_the_chair_is_independent_of_the_case(worker, teams, words):
    found = why_not_chair("Ada Quill", worker_id=worker, holders={7}, their_teams=teams, holding_teams={1})

    assert words in found
    assert bool(found) == bool(words)


def test_a_protection_plan_is_led_by_a_social_worker_and_the_refusal_says_why():
    assert why_not_lead("Priya Nair", swe_number="SW00001") == ""
    assert "led by a social worker" in why_not_lead("Odette Marl", swe_number=" ")


@pytest.mark.parametrize(
    ("view", "category", "led_to_plan", "decided", "is_dissent"),
    [
        (View.PLAN, "NEG", True, "NEG", False),
        (View.PLAN, "", True, "NEG", False),
        (View.PLAN, "EMO", True, "NEG", True),
        (View.NO_PLAN, "", True, "NEG", True),
        (View.PLAN, "NEG", False, "", True),
        (View.NO_PLAN, "", False, "", False),
        (View.UNDECIDED, "", True, "NEG", False),
    ],
)
def test_who_disagrees_with_the_plan_or_its_category_dissents(view, category, led_to_plan, decided, is_dissent):
    assert dissents(view, category, led_to_plan=led_to_plan, decided=decided) is is_dissent


def test_a_role_of_the_reforms_is_called_by_its_new_name_from_its_day_on():
    named = [
        RoleNamed(role=ReformRole.LEAD, title="Lead child protection practitioner", effective_from=date(2026, 4, 1))
    ]

    assert title_of(ReformRole.LEAD, named, on=date(2026, 3, 31)) == "Lead social worker"
    assert title_of(ReformRole.LEAD, named, on=date(2026, 4, 1)) == "Lead child protection practitioner"
    assert title_of(ReformRole.TEAM, named, on=date(2026, 4, 1)) == "Core group"


def test_of_a_plan_from_a_file_no_core_group_is_late_before_the_first_that_is_written_down():
    began, first, second = date(2025, 3, 3), date(2025, 9, 1), date(2025, 10, 6)
    known = {"limits": Limits(), "calendar": england()}

    assert core_groups(began, [], is_from_file=True, **known) == []
    (later, waiting) = core_groups(began, [second, first], is_from_file=True, **known)
    assert (later.counted_from, later.done_on, waiting.counted_from, waiting.done_on) == (first, second, second, None)
    assert core_groups(began, [], is_from_file=False, **known)[0].counted_from == began
