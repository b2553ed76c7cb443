"""What was due and done for a child from the discussion to the reviews, each with its limit and its source."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from lintel.journey.conferring.actions import as_plan
from lintel.journey.conferring.milestones import ENQUIRY
from lintel.journey.conferring.queries import protection_timeline
from lintel.journey.conferring.tests.builders import HELD, PLAN, a_chair, asked, decided, enquired, held, protected
from lintel.steps.conferences.actions import Asking, Part, ask_for_conference
from lintel.steps.conferences.carrying_out.actions import write_core_group
from lintel.steps.conferences.codes import Kind
from lintel.steps.enquiries.actions import stamp_reasonable_cause
from lintel.steps.enquiries.models import Conference
from lintel.steps.plans.models import CpPlan
from lintel.steps.visits.models import Visit
from tests.cast import LONDON, NOW, TYPED

pytestmark = [pytest.mark.django_db, pytest.mark.finding("S11")]


def timeline(child, viewer, at):
    return [
        (line.code, line.due_on, line.done_on, line.working_days_late)
        for line in protection_timeline(child, viewer=viewer, at=at)
    ]


def seen(child, on: date):
    Visit.objects.create(key=f"visit/{child.pk}/{on}", screen="visit", child=child, visited_on=on, child_seen=True)


def test_everything_from_the_discussion_to_the_next_review_stands_with_what_is_due_and_done(cast, bells):
    plan = protected(cast, a_chair(cast), bells.mia)
    seen(bells.mia, date(2025, 3, 6))
    at = datetime(2025, 4, 9, 12, 0, tzinfo=LONDON)
    write_core_group([as_plan(plan)], held_on=date(2025, 4, 7), present="Ruth", words="It goes.", by=cast.priya, at=at)

    assert timeline(bells.mia, cast.priya, at) == [
        ("strategy_discussion", date(2025, 3, 3), date(2025, 3, 3), 0),
        (ENQUIRY, date(2025, 3, 3), date(2025, 3, 3), 0),
        ("child_seen_in_enquiry", date(2025, 3, 4), date(2025, 3, 6), 2),
        ("initial_conference", date(2025, 3, 24), date(2025, 3, 20), 0),
        ("core_group", date(2025, 4, 3), date(2025, 4, 7), 2),
        ("later_core_group", date(2025, 5, 19), None, 0),
        ("first_review", date(2025, 6, 20), None, 0),
        ("protection_visit", date(2025, 4, 3), None, 4),
    ]
    lines = protection_timeline(bells.mia, viewer=cast.priya, at=at)
    assert {line.code: line.kind.name for line in lines if line.code in ("core_group", "later_core_group")} == {
        "core_group": "HARD", "later_core_group": "LOCAL",
    }  # fmt: skip
    assert all(line.source for line in lines)


def test_a_visit_for_an_earlier_enquiry_does_not_answer_a_later_one(cast, bells):
    enquired(bells.mia)
    seen(bells.mia, date(2025, 3, 4))
    enquired(bells.mia, started_on=date(2025, 3, 19))

    lines = timeline(bells.mia, cast.priya, datetime(2025, 3, 21, 9, 0, tzinfo=LONDON))

    assert ("child_seen_in_enquiry", date(2025, 3, 20), None, 1) in lines
    assert ("initial_conference", date(2025, 3, 24), None, 0) in lines  # which counts from the first


def test_a_plan_that_was_over_before_the_enquiry_is_another_story(cast, bells):
    plan = CpPlan.objects.create(
        **TYPED, key="plan/2023", child=bells.mia, started_on=date(2023, 1, 9), ended_on=date(2023, 9, 1)
    )
    Conference.objects.create(
        **TYPED, key="review/2023", child=bells.mia, cp_plan=plan, kind="review", held_on=date(2023, 3, 30)
    )
    of_the_plan = [line[0] for line in timeline(bells.mia, cast.priya, NOW)]
    enquired(bells.mia)

    assert of_the_plan == ["first_review"]  # and no core group: no file tells of any
    assert "first_review" not in {line[0] for line in timeline(bells.mia, cast.priya, NOW)}


def test_a_second_enquiry_counts_from_the_first(cast, bells):
    """Barnsley: 24 working days, not 12."""
    enquired(bells.mia)
    enquired(bells.mia, started_on=date(2025, 3, 19))

    found = {
        code: (due_on, late) for code, due_on, _, late in timeline(bells.mia, cast.priya, HELD + timedelta(days=15))
    }
    assert found["initial_conference"] == (date(2025, 3, 24), 24 - 15)


def test_a_discussion_that_is_asked_for_is_due_before_any_enquiry(cast, bells):
    stamp_reasonable_cause(
        child=bells.mia, reason="He hit her.", known_since=NOW - timedelta(hours=40), by=cast.priya, at=NOW
    )

    assert timeline(bells.mia, cast.priya, NOW + timedelta(days=2)) == [
        ("strategy_discussion", date(2025, 3, 4), None, 1)
    ]


def test_no_conference_is_due_where_the_enquiry_ended_without_one(cast, bells):
    enquired(bells.mia, ended_on=date(2025, 3, 10), conference_not_required=True)

    assert "initial_conference" not in {line[0] for line in timeline(bells.mia, cast.priya, HELD)}


def test_an_unborn_child_has_a_conference_and_is_not_late_to_be_seen(cast, bells):
    decided(held(cast, (chair := a_chair(cast)), asked(cast, bells.baby)), PLAN, by=chair)

    codes = {line[0] for line in timeline(bells.baby, cast.priya, HELD)}
    assert "child_seen_in_enquiry" not in codes
    assert {"initial_conference", "core_group", "first_review"} <= codes


def test_a_child_who_moves_here_has_a_conference_due_from_the_day_we_were_told(cast, bells):
    """No enquiry here began it: fifteen working days from the day told, and no postponement moves them."""
    chair = a_chair(cast)
    request = ask_for_conference(
        Asking(
            once=uuid4(), kind=Kind.TRANSFER_IN, parts=[Part(child=bells.mia)], why="She moved here under a plan.",
            told_of_move_on=date(2025, 2, 24), moved_from="Larchshire",
        ), by=cast.priya, at=NOW,
    )  # fmt: skip
    due_on = date(2025, 3, 17)
    assert timeline(bells.mia, cast.priya, HELD) == [("transfer_in_conference", due_on, None, 3)]

    decided(held(cast, chair, request), PLAN, by=chair)

    assert timeline(bells.mia, cast.priya, HELD)[0] == ("transfer_in_conference", due_on, HELD.date(), 3)
    assert {"core_group", "first_review"} <= {line[0] for line in timeline(bells.mia, cast.priya, HELD)}
    (line, *_) = protection_timeline(bells.mia, viewer=cast.priya, at=HELD)
    assert (line.counted_from, line.kind.name) == (date(2025, 2, 24), "HARD")


def test_somebody_without_a_reason_sees_no_timeline(cast, bells):
    enquired(bells.mia)

    assert timeline(bells.mia, cast.priya, NOW)
    for stranger in (cast.tom, cast.hart, cast.ola):
        assert timeline(bells.mia, stranger, NOW) == []
