"""What a worker holds, covers and is asked about, and what is due for them: read off the record."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.journey.allocating.actions import decline, reach_family
from lintel.journey.allocating.covering.actions import arrange_cover
from lintel.journey.allocating.dues.codes import What
from lintel.journey.allocating.dues.queries import held_by_workers, my_children
from lintel.journey.allocating.tests.given import accepted, offered
from lintel.steps.enquiries.actions import load_conferences
from lintel.steps.enquiries.models import Conference, ReasonableCause
from lintel.steps.plans.actions import load_cp_plans
from lintel.steps.plans.models import CpPlan
from lintel.steps.promises.actions import promise
from lintel.steps.visits.actions import load_visits
from lintel.steps.visits.models import Visit
from tests.cast import LONDON, NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def visited(child, on, by, *, seen=True, worker=None):
    visit = Visit(**TYPED, key=f"{child.key}/{on}", child=child, visited_on=on, child_seen=seen, worker=worker)
    load_visits([visit], by=by, at=NOW)


def dues_of(viewer, on=TODAY):
    return [(due.what, due.due_on, len(due.children)) for due in my_children(viewer=viewer, on=on).dues]


def test_brothers_and_sisters_stand_in_one_family_and_in_one_line(cast, bells):
    mine = my_children(viewer=cast.priya, on=TODAY)

    assert [set(family.children) for family in mine.families] == [{child.pk for child in bells.children}]
    assert dues_of(cast.priya) == [
        (What.CHILD_SEEN, date(2025, 2, 24), 2), (What.ASSESSMENT, date(2025, 4, 24), 3),
    ]  # fmt: skip
    assert mine.dues[0].late_by == 5


def test_harm_that_is_looked_into_brings_the_day_forward_for_the_worker(cast, bells):
    (held,) = accepted(cast)
    ReasonableCause.objects.create(
        child=held.child, reason="A mark.", known_since=NOW, stamped_at=NOW, stamped_by=cast.femi
    )

    assert (What.CHILD_SEEN_IN_ENQUIRY, date(2025, 3, 4), 1) in dues_of(cast.priya)


@finding("S6", screen="/")
def test_what_is_given_is_to_be_answered_by_the_next_working_day(cast, bells):
    offered(cast, "Perrin", "Tansy", at=datetime(2025, 2, 28, 15, 0, tzinfo=LONDON))

    asked = my_children(viewer=cast.priya, on=TODAY).asked

    assert [(due.what, due.due_on, due.late_by) for due in asked] == [(What.ANSWER, date(2025, 3, 3), None)]
    assert len(asked[0].records) == 2  # both brothers, answered in one press
    assert my_children(viewer=cast.tom, on=TODAY).asked == []


def test_what_was_declined_is_asked_no_longer(cast, bells):
    given = offered(cast)
    decline(given, because="I am at court all week.", by=cast.priya, at=NOW)

    assert my_children(viewer=cast.priya, on=TODAY).asked == []


def test_first_contact_is_due_until_the_worker_says_whom_they_reached(cast, bells):
    held = accepted(cast)
    assert (What.FIRST_CONTACT, date(2025, 3, 5), 1) in dues_of(cast.priya)

    reach_family(held, reached_on=TODAY, by=cast.priya, at=NOW)

    assert What.FIRST_CONTACT not in [what for what, _, _ in dues_of(cast.priya)]


def test_a_visit_of_the_worker_ends_it_by_itself_and_somebody_elses_does_not(cast, bells):
    (held,) = accepted(cast)

    def is_due():
        dues = my_children(viewer=cast.priya, on=date(2025, 3, 5)).dues
        return any(due.what is What.FIRST_CONTACT and held.child_id in due.children for due in dues)

    visited(held.child, date(2025, 3, 4), cast.command_line, worker=cast.tom.worker)
    assert is_due()

    visited(held.child, date(2025, 3, 5), cast.command_line, worker=cast.priya.worker)

    assert not is_due()


def test_a_protection_plan_asks_for_visits_a_core_group_and_a_review_and_no_assessment(cast, bells):
    plan = CpPlan(**TYPED, key="mia/plan", child=bells.mia, started_on=date(2025, 2, 27))
    load_cp_plans([plan], by=cast.command_line, at=NOW)
    load_conferences(
        [Conference(**TYPED, key="mia/icpc", child=bells.mia, kind="initial", held_on=date(2025, 2, 27))],
        by=cast.command_line, at=NOW,
    )  # fmt: skip

    due = {what: day for what, day, _ in dues_of(cast.priya) if what is not What.CHILD_SEEN}
    mine = next(f for f in my_children(viewer=cast.priya, on=TODAY).families)

    assert due[What.PROTECTION_VISIT] == date(2025, 3, 13)
    assert due[What.CORE_GROUP] == date(2025, 3, 13)
    assert due[What.REVIEW] == date(2025, 5, 27)
    assert not [d for d in mine.dues if d.what is What.ASSESSMENT and bells.mia.pk in d.children]


def test_what_was_promised_stands_with_what_is_due_whoever_promised_it(cast, bells):
    promise(bells.mia, words="Ring the school.", due_on=date(2025, 3, 7), by=cast.marcus, at=NOW)

    due = next(d for d in my_children(viewer=cast.priya, on=TODAY).dues if d.what is What.PROMISE)

    assert (due.words, due.due_on, due.children) == ("Ring the school.", date(2025, 3, 7), (bells.mia.pk,))


def test_a_manager_sees_what_is_due_for_the_workers_of_their_line_and_tom_for_nobody_elses(cast, bells):
    priya = cast.priya.worker_id

    assert held_by_workers([priya], viewer=cast.marcus, on=TODAY)[priya][0].next_due.what is What.CHILD_SEEN
    assert held_by_workers([priya], viewer=cast.tom, on=TODAY)[priya] == []
    assert held_by_workers([priya], viewer=cast.femi, on=TODAY) == {}


def test_it_takes_as_many_questions_for_many_children_as_for_one(cast, bells):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            my_children(viewer=cast.priya, on=TODAY)
        return len(queries)

    accepted(cast, "One")
    before = asked()
    for number in range(3):
        accepted(cast, f"Kid{number}", "Another", once=f"more {number}", at=NOW + timedelta(minutes=number))

    assert asked() == before


@finding("S6", "S12", screen="/")
def test_whoever_covers_has_the_children_among_their_own(cast, bells, sofia):
    arrange_cover(
        list(bells.involvements[name] for name in ("mia", "noah", "baby")), worker=cast.tom.worker, begins_on=TODAY,
        ends_on=date(2025, 3, 10), by=sofia, at=NOW,
    )  # fmt: skip

    covered = my_children(viewer=cast.tom, on=TODAY).covered

    assert [set(family.children) for family in covered] == [{child.pk for child in bells.children}]
    assert covered[0].covers.involvement.worker == cast.priya.worker
