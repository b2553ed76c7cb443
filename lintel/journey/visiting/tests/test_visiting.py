"""One visit, three records; what follows by itself; and what cannot stand at once is set aside whole."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.models import Notice
from lintel.journey.allocating.tests.families import family_waiting
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.visiting.actions import correct, keep_as_another, visit_family
from lintel.journey.visiting.queries import family_as_sent, family_of_visit, forms_to_prepare, who_answers
from lintel.journey.visiting.tests.builders import bells_visited, said_of, said_of_the_bells
from lintel.steps.allocation.models import Involvement, SafetyCheck
from lintel.steps.plans.models import CpPlan
from lintel.steps.visits.actions import (
    InTheFuture,
    NothingSaid,
    NotTheirChildren,
    NotTheirVisit,
    SettledAlready,
    join_visit,
    put_away,
    record_visit,
)
from lintel.steps.visits.codes import WhyAside
from lintel.steps.visits.models import FamilyVisit, Visit, VisitSetAside
from lintel.steps.visits.queries import family_visits, set_asides
from lintel.steps.visits.rules import from_kept
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db


@pytest.mark.finding("S36", screen="/my-load/")
def test_a_visit_to_three_children_is_written_once_and_is_three_records(cast, bells):
    CpPlan.objects.create(
        **TYPED, key="plan", child=bells.mia, referral=bells.referrals["mia"], started_on=date(2025, 2, 25)
    )

    visit = bells_visited(bells, by=cast.priya).visit

    rows = {row.child_id: row for row in visit.visits.all()}
    assert {pk: (row.child_seen, row.seen_alone) for pk, row in rows.items()} == {
        bells.mia.pk: (True, True), bells.noah.pk: (False, False), bells.baby.pk: (None, None),
    }  # fmt: skip
    assert rows[bells.mia.pk].own_words == "I sleep at Nan’s now."
    assert rows[bells.noah.pk].why_not == "asleep"
    assert [pk for pk, row in rows.items() if row.is_statutory] == [bells.mia.pk]
    assert {row.recorded_at for row in rows.values()} == {NOW}
    assert Entry.objects.filter(act="visit recorded", by=cast.priya).count() == 3


def test_sent_twice_it_is_one_visit(cast, bells):
    once = uuid4()

    first, second = (bells_visited(bells, by=cast.priya, sent_once=once) for _ in range(2))

    assert first.visit == second.visit
    assert (FamilyVisit.objects.count(), Visit.objects.count()) == (1, 3)


def test_what_was_typed_without_a_signal_says_when_it_was_written_and_when_it_came_in(cast, bells):
    typed_at, later = NOW + timedelta(minutes=20), NOW + timedelta(hours=5)

    kept = visit_family(said_of_the_bells(bells), sent_once=uuid4(), typed_at=typed_at, by=cast.priya, at=later)

    assert (kept.visit.written_at, kept.visit.received_at) == (typed_at, later)


def test_whoever_visits_has_reached_the_family_without_saying_so_again(cast, bells):
    Involvement.objects.filter(child=bells.mia).update(reached_on=None)

    bells_visited(bells, by=cast.priya)

    assert Involvement.objects.get(child=bells.mia).reached_on == NOW.date()


def test_a_manager_who_finds_waiting_children_safe_says_so_with_the_visit(cast, bells):
    waits = family_waiting(cast, team=cast.north)
    children = [each.child_id for each in waits]

    visit_family(
        said_of(children, heard="Grandmother is with them."), sent_once=uuid4(), is_safe=True, by=cast.marcus, at=NOW
    )

    check = SafetyCheck.objects.filter(child__in=children).first()
    assert (check.why_safe, check.checked_on) == ("Grandmother is with them.", NOW.date())


def test_nothing_is_said_of_waiting_where_nobody_said_it(cast, bells):
    waits = family_waiting(cast, team=cast.north)

    visit_family(said_of([each.child_id for each in waits]), sent_once=uuid4(), by=cast.marcus, at=NOW)

    assert not SafetyCheck.objects.exists()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [({"seen_and_heard": "  "}, NothingSaid), ({"visited_at": NOW + timedelta(hours=1)}, InTheFuture)],
)
def test_a_visit_says_something_and_has_been(cast, bells, change, refusal):
    with pytest.raises(refusal):
        visit_family(replace(said_of_the_bells(bells), **change), sent_once=uuid4(), by=cast.priya, at=NOW)


def test_somebody_elses_children_are_not_visited(cast, bells):
    with pytest.raises(NotTheirChildren):
        record_visit(said_of_the_bells(bells), sent_once=uuid4(), by=cast.tom, at=NOW)
    with pytest.raises(NotAllowed):
        record_visit(said_of_the_bells(bells), sent_once=uuid4(), by=cast.anil, at=NOW)


# --- corrections ---


def test_a_correction_keeps_what_stood_before(cast, bells):
    visit = bells_visited(bells, by=cast.priya).visit
    put_right = said_of_the_bells(bells, heard="The house was cold.")

    kept = correct(visit, put_right, version=1, sent_once=uuid4(), by=cast.priya, at=NOW + timedelta(hours=1))

    assert (kept.visit.seen_and_heard, kept.visit.version) == ("The house was cold.", 2)
    assert visit.events.get(pgh_label="corrected").seen_and_heard == "The house was warm."
    assert Entry.objects.filter(act="visit corrected").count() == 3


def test_only_whoever_wrote_a_visit_corrects_it(cast, bells):
    visit = bells_visited(bells, by=cast.priya).visit

    with pytest.raises(NotTheirVisit):
        correct(visit, said_of_the_bells(bells, heard="No."), version=1, sent_once=uuid4(), by=cast.marcus, at=NOW)


def test_a_correction_of_what_was_changed_meanwhile_writes_nothing_over(cast, bells):
    visit = bells_visited(bells, by=cast.priya).visit
    correct(visit, said_of_the_bells(bells, heard="At the desk."), version=1, sent_once=uuid4(), by=cast.priya, at=NOW)

    kept = correct(
        visit, said_of_the_bells(bells, heard="On the bus."), version=1, sent_once=uuid4(), by=cast.priya, at=NOW
    )

    visit.refresh_from_db()
    assert visit.seen_and_heard == "At the desk."
    assert (kept.aside.why, from_kept(kept.aside.said).seen_and_heard) == (WhyAside.CHANGED, "On the bus.")


# --- set aside ---


@pytest.fixture
def two_wrote(cast, bells):
    """Marcus wrote the visit down; an hour later Priya's telephone sends hers."""
    bells_visited(bells, by=cast.marcus, heard="Marcus: tidy.")
    return bells_visited(bells, by=cast.priya, at=NOW + timedelta(hours=1), heard="Ruth cried.").aside


def test_the_same_visit_by_two_people_stands_side_by_side(cast, bells, two_wrote):
    assert (two_wrote.why, two_wrote.beside.written_by) == (WhyAside.SAME_VISIT, cast.marcus)
    assert FamilyVisit.objects.count() == 1
    assert list(set_asides(viewer=cast.priya)) == list(set_asides(viewer=cast.marcus)) == [two_wrote]
    assert not set_asides(viewer=cast.tom).exists()


def test_put_together_both_are_in_one_visit(cast, bells, two_wrote):
    visit = join_visit(two_wrote, by=cast.priya, at=NOW + timedelta(hours=2))

    assert visit.seen_and_heard == "Marcus: tidy.\n\nPriya Nair: Ruth cried."
    assert FamilyVisit.objects.count() == 1
    with pytest.raises(SettledAlready):
        put_away(two_wrote, by=cast.marcus, at=NOW)


def test_kept_as_another_there_are_two(cast, bells, two_wrote):
    visit = keep_as_another(two_wrote, by=cast.marcus, at=NOW + timedelta(hours=2))

    assert (visit.written_by, visit.seen_and_heard) == (cast.priya, "Ruth cried.")
    assert Visit.objects.filter(child=bells.mia).count() == 2


def test_put_away_its_words_are_kept(cast, bells, two_wrote):
    put_away(two_wrote, by=cast.priya, at=NOW)

    assert from_kept(VisitSetAside.objects.get().said).seen_and_heard == "Ruth cried."
    assert not set_asides(viewer=cast.priya).exists()


def test_what_was_seen_before_the_children_went_to_somebody_else_is_not_lost(cast, bells):
    said = said_of_the_bells(bells)
    ReasonToSee.objects.filter(worker=cast.priya.worker).update(ends_on=NOW.date())
    Involvement.objects.filter(worker=cast.priya.worker).update(worker=cast.tom.worker)

    kept = visit_family(said, sent_once=uuid4(), by=cast.priya, at=NOW + timedelta(hours=2))

    assert kept.aside.why == WhyAside.NOT_THEIRS
    assert not FamilyVisit.objects.exists()
    assert Notice.objects.filter(worker=cast.tom.worker, key__startswith="visit set aside/").count() == 1
    with pytest.raises(NotTheirChildren):
        keep_as_another(kept.aside, by=cast.priya, at=NOW + timedelta(hours=3))


# --- asking ---


def test_brothers_and_sisters_are_there_with_who_may_be_met(cast, bells):
    family = family_of_visit(bells.mia.pk, viewer=cast.priya, on=NOW.date())

    assert [child.name for child in family.children] == ["Mia Bell", "Noah Bell", "Bell"]
    assert [child.is_unborn for child in family.children] == [False, False, True]
    assert family.adults == ["Ruth Bell, mother", "Owen Hartley, father"]
    with pytest.raises(ChildNotVisible):
        family_of_visit(bells.mia.pk, viewer=cast.tom, on=NOW.date())


def test_a_form_is_about_nobody_who_never_was_ones_own(cast, bells):
    with pytest.raises(ChildNotVisible):
        family_as_sent([bells.mia.pk], viewer=cast.tom, on=NOW.date())


def test_one_form_is_made_ready_for_each_family(cast, bells):
    assert forms_to_prepare(viewer=cast.priya, on=NOW.date()) == [bells.mia.pk]
    assert forms_to_prepare(viewer=cast.anil, on=NOW.date()) == []


def test_a_visit_says_whose_children_they_were(cast, bells):
    visit = bells_visited(bells, by=cast.marcus).visit

    assert who_answers(visit, viewer=cast.marcus) == "Priya Nair"
    assert not family_visits(viewer=cast.tom).exists()


def test_words_are_not_put_to_a_visit_that_is_kept_from_whoever_sent_them(cast, bells):
    bells_visited(bells, by=cast.marcus, at=NOW - timedelta(hours=1))
    aside = visit_family(said_of([bells.noah.pk]), sent_once=uuid4(), by=cast.priya, at=NOW).aside
    exclude(bells.mia, user=cast.priya, reason="She is their aunt.", by=cast.helen, at=NOW)

    with pytest.raises(NotTheirVisit):
        join_visit(aside, by=cast.priya, at=NOW)

    assert FamilyVisit.objects.get().version == 1
