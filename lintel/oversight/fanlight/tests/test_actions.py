"""A guess locked before the record is drawn, reading that is more than opening, and an estimate locked first."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from lintel.foundation.access.actions import open_restriction
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.audits.codes import Grade
from lintel.oversight.fanlight import queries, rules
from lintel.oversight.fanlight.actions import (
    ComparedAlready,
    GuessedAlready,
    LockedAlready,
    NobodyToDraw,
    NotEnoughEvidence,
    NothingSaid,
    NotOpened,
    NotOverYet,
    NotYours,
    SaidAlready,
    compare,
    guess,
    lock_estimate,
    open_record,
    reflect,
)
from lintel.oversight.fanlight.models import Estimate, WeeklyRecord
from lintel.oversight.ledger.tests.builders import moderated
from lintel.oversight.voice.tests.builders import principal
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=30)
AFTER = datetime(2025, 4, 1, 9, 0, tzinfo=LONDON)  # the first day after the quarter
TODAY = NOW.date()
SAW = "The plan says what Ruth has to do. It does not say what Mia wants."


@finding("S17", screen="/fanlight/")
def test_the_record_is_drawn_in_the_moment_the_guess_is_locked(cast, bells):
    record = guess(Grade.GOOD, by=cast.helen, at=NOW)

    children = [child.pk for child in (*bells.children, bells.ivy)]  # everybody with open work
    assert record.child_id in children
    assert (record.guess, record.among, record.opened_at) == (Grade.GOOD, 4, None)
    assert record.child_id == rules.drawn(
        children, seed=record.seed.seed, leader=cast.helen.pk, week=date(2025, 3, 3)
    )  # fmt: skip
    with pytest.raises(GuessedAlready):
        guess(Grade.INADEQUATE, by=cast.helen, at=LATER)


def test_next_week_another_record_is_drawn(cast, bells):
    guess(Grade.GOOD, by=cast.helen, at=NOW)

    assert guess(Grade.GOOD, by=cast.helen, at=NOW + timedelta(weeks=1)).week == date(2025, 3, 10)


@finding("S17", screen="/fanlight/")
def test_a_record_counts_as_read_with_words_and_not_by_opening_it(cast, bells):
    record = guess(Grade.GOOD, by=cast.helen, at=NOW)

    with pytest.raises(NotOpened):
        reflect(record, words=SAW, by=cast.helen, at=LATER)
    open_record(record, by=cast.helen, at=LATER)
    assert queries.last_read(viewer=cast.helen) is None
    with pytest.raises(NothingSaid):
        reflect(record, words=" ", by=cast.helen, at=LATER)

    reflect(record, words=SAW, by=cast.helen, at=LATER)
    assert queries.last_read(viewer=cast.helen).reflected_at == LATER
    with pytest.raises(SaidAlready):
        reflect(record, words="More.", by=cast.helen, at=LATER)


def test_opening_it_is_in_the_trail_of_the_child_and_the_guess_in_nobodys(cast, bells):
    record = open_record(guess(Grade.OUTSTANDING, by=cast.helen, at=NOW), by=cast.helen, at=LATER)

    opened = Entry.objects.get(act="record of the week opened")
    locked = Entry.objects.get(act="guess locked and a record drawn")
    assert (opened.child_id, opened.by) == (record.child_id, cast.helen)
    assert (locked.child_id, locked.details) == (None, {"among": 4})


@pytest.mark.parametrize(
    ("wrong", "refused_by"),
    [
        ({"opened_at": NOW - timedelta(minutes=1)}, "a_record_is_opened_after_the_guess_is_locked"),
        ({"reflection": SAW, "reflected_at": NOW}, "who_read_a_record_says_what_they_saw"),
        ({"opened_at": NOW, "reflected_at": NOW}, "who_read_a_record_says_what_they_saw"),
        ({"guess": None}, "null value"),
        ({"guess": 5}, "a_guess_is_one_of_four_grades"),
    ],
)
@finding("S17", screen="/fanlight/")
def test_the_database_refuses_a_record_opened_before_the_guess(cast, bells, wrong, refused_by):
    first = guess(Grade.GOOD, by=cast.helen, at=NOW)
    row = {
        "leader": cast.helen, "week": date(2025, 3, 10), "child": bells.mia, "among": 3, "seed": first.seed, "guess": 3,
        "guessed_at": NOW, **wrong,
    }  # fmt: skip

    with pytest.raises(IntegrityError, match=refused_by), transaction.atomic():
        WeeklyRecord.objects.create(**row)


def test_a_guess_once_locked_cannot_be_rewritten_even_in_the_database(cast, bells):
    record = guess(Grade.GOOD, by=cast.helen, at=NOW)

    with pytest.raises(ProgrammingError), transaction.atomic():
        WeeklyRecord.objects.filter(pk=record.pk).update(guess=1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        record.delete()


@finding("S17", screen="/fanlight/")
def test_the_moderated_grade_is_shown_only_after_one_has_said_what_one_saw(cast, bells):
    record = guess(Grade.OUTSTANDING, by=cast.helen, at=NOW)
    moderated(cast, bells, only=record.child)
    open_record(record, by=cast.helen, at=LATER)

    assert queries.own_record(record.pk, viewer=cast.helen).graded is None
    reflect(record, words=SAW, by=cast.helen, at=LATER)

    after = queries.own_record(record.pk, viewer=cast.helen)
    assert (after.graded, after.grades_off) == (Grade.GOOD, 1)


# --- whose it is ------------------------------------------------------------------------------------------------------


def test_a_restricted_child_is_never_drawn(cast, bells):
    for child in (bells.noah, bells.baby, bells.ivy):
        open_restriction(
            child, named=[cast.priya], reason="Family of a colleague.", together_with=cast.grace, by=cast.helen, at=NOW
        )

    assert guess(Grade.GOOD, by=cast.helen, at=NOW).child == bells.mia


def test_nobody_is_drawn_without_open_work(cast):
    with pytest.raises(NobodyToDraw):
        guess(Grade.GOOD, by=cast.helen, at=NOW)


def test_another_leader_sees_neither_record_nor_estimate(cast, bells):
    other = principal(cast)
    record = guess(Grade.GOOD, by=cast.helen, at=NOW)
    estimate = lock_estimate(0.7, by=cast.helen, at=NOW)

    assert queries.own_record(record.pk, viewer=other) is None
    assert queries.own_estimate(estimate.pk, viewer=other) is None
    for act in (
        lambda: open_record(record, by=other, at=NOW), lambda: reflect(record, words=SAW, by=other, at=NOW),
        lambda: compare(estimate, by=other, at=LATER),
    ):  # fmt: skip
        with pytest.raises(NotYours):
            act()


@pytest.mark.parametrize("who", ["ines", "marcus", "tom", "priya", "sam"])
def test_who_is_no_leader_reads_no_record_a_week(cast, bells, who):
    with pytest.raises(NotAllowed):
        guess(Grade.GOOD, by=cast.people[who], at=NOW)


# --- the estimate -----------------------------------------------------------------------------------------------------


@finding("S17", "S65", screen="/fanlight/")
def test_an_estimate_is_locked_first_and_then_compared_with_moderated_audits(cast, bells):
    estimate = lock_estimate(0.95, by=cast.helen, at=NOW)
    with pytest.raises(LockedAlready):
        lock_estimate(0.5, by=cast.helen, at=LATER)
    with pytest.raises(NotEnoughEvidence):
        compare(estimate, by=cast.helen, at=AFTER)

    moderated(cast, bells)
    found = compare(estimate, by=cast.helen, at=AFTER)

    [shown] = queries.own_estimates(viewer=cast.helen, on=AFTER.date())
    assert shown.points_off == pytest.approx(100 * (0.95 - found.middle))
    assert found.pairs >= 1
    with pytest.raises(ComparedAlready):
        compare(estimate, by=cast.helen, at=AFTER)


@finding("S17", screen="/fanlight/estimates/")
def test_nobody_freezes_a_day_of_the_running_quarter_that_flatters_them(cast, bells):
    estimate = lock_estimate(0.95, by=cast.helen, at=NOW)
    moderated(cast, bells)

    for at in (LATER, AFTER - timedelta(days=1)):
        with pytest.raises(NotOverYet):
            compare(estimate, by=cast.helen, at=at)
        [shown] = queries.own_estimates(viewer=cast.helen, on=at.date())
        assert (shown.is_over, shown.may_be_compared) == (False, False)

    [shown] = queries.own_estimates(viewer=cast.helen, on=AFTER.date())
    assert (shown.is_over, shown.may_be_compared) == (True, True)


def test_an_estimate_cannot_be_rewritten_even_in_the_database(cast):
    estimate = lock_estimate(0.7, by=cast.helen, at=NOW)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Estimate.objects.filter(pk=estimate.pk).update(share=0.6)
    with pytest.raises(IntegrityError, match="compared_after_it_is_locked"), transaction.atomic():
        Estimate.objects.filter(pk=estimate.pk).update(
            compared_at=NOW - timedelta(days=1), low=0.5, middle=0.6, high=0.7, pairs=20, audits=60
        )


@finding("S17", screen="/fanlight/")
def test_until_it_is_locked_the_page_keeps_the_quarter_back(cast, bells):
    def shown(viewer, as_at=TODAY):
        return queries.truths(viewer=viewer, as_at=as_at, now=NOW)

    assert (shown(cast.helen).until, shown(cast.helen).is_kept_back) == (date(2024, 12, 31), True)
    # Nor by asking for a day to come, whose quarter has no estimate either; a day gone by keeps nothing back.
    assert (shown(cast.helen, date(2025, 4, 2)).until, shown(cast.helen, date(2024, 11, 1)).is_kept_back) == (
        date(2024, 12, 31), False,
    )  # fmt: skip
    assert (shown(cast.ines).until, shown(cast.ines).is_kept_back) == (NOW.date(), False)
    lock_estimate(0.7, by=cast.helen, at=NOW)
    assert (shown(cast.helen).until, shown(cast.helen).is_kept_back) == (NOW.date(), False)
