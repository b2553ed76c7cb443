"""The twelve patterns through the real record: built by the acts of everyday work, read by the night, flagged."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lintel.journey.allocating.covering.actions import arrange_cover
from lintel.journey.allocating.tests.builders import a_worker
from lintel.oversight.audits.acting.actions import agree_action
from lintel.oversight.audits.actions import open_grading
from lintel.oversight.audits.tests.builders import an_auditor, handed_in
from lintel.oversight.drift.codes import Rule
from lintel.oversight.drift.gathering import gathered
from lintel.oversight.drift.models import Flag
from lintel.oversight.drift.tests.builders import NIGHT, TODAY, looked, standing_still
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db

FLAGGED = {
    Rule.NO_VISIT: ("mia", "No visit since 10 April 2025; one was due by 28 April 2025."),
    Rule.ACTION_OVERDUE: (
        "mia",
        "“A place to talk at school” was due by 25 April 2025 and is not done, and its day was put off once.",
    ),
    Rule.PLAN_UNCHANGED: (
        "noah", "The plan began on 3 March 2025, and no review has said that anything changed for the child.",
    ),
    Rule.SAME_WORRY: (
        "mia",
        "“Mia does not sleep” was the same or worse at 3 reviews in a row, from 3 April 2025 to 28 May 2025.",
    ),
    Rule.CHECKPOINT_PASSED: (
        "noah", "The assessment was half-way on 11 March 2025, and no manager has looked at it.",
    ),
    Rule.NO_CONTACT: ("noah", "The child was neither seen nor spoken to since the enquiry began on 5 June 2025."),
    Rule.TOLD_AGAIN: (
        "mia", "The police told us of 2 incidents while the child was open to us, from 24 May 2025 to 7 June 2025.",
    ),
    Rule.NOT_PICKED_UP: (
        "baby", "Early help was asked on 30 May 2025 and has not answered; the child is held here.",
    ),
    Rule.WORKER_AWAY: (
        "mia", "Priya Nair is away since 2 June 2025, and no day of return is known; nobody covers.",
    ),
    Rule.POSTPONED_AGAIN: (
        "mia",
        "The strategy discussion asked for on 9 June 2025 was put off twice, last on 9 June 2025, and is not held.",
    ),
    Rule.LETTER_NOT_SENT: (
        "mia",
        "“Send Ruth the letter before proceedings” was promised by 6 June 2025; nobody has said that it was sent.",
    ),
    Rule.AUDIT_ACTION: ("mia", "After an audit: “Write the chronology” was due by 4 June 2025 and is not done."),
}  # fmt: skip


@pytest.fixture
def still(cast, bells):
    standing_still(cast, bells)


@finding("S16")
def test_each_of_the_twelve_patterns_in_the_record_is_flagged_and_said_in_words(cast, bells, still):
    looked()

    flagged = {(flag.rule, flag.child_id): flag.sentence for flag in Flag.objects.all()}
    wrong = {
        rule: flagged.get((rule, getattr(bells, who).pk))
        for rule, (who, sentence) in FLAGGED.items()
        if flagged.get((rule, getattr(bells, who).pk)) != sentence
    }
    assert wrong == {}
    assert set(FLAGGED) == set(Rule)
    assert {flag.owner for flag in Flag.objects.all()} == {cast.marcus}


def test_what_an_audit_asked_for_is_not_said_while_its_grade_is_sealed(cast, bells):
    audit = handed_in(cast, bells.mia, auditor=an_auditor(cast))
    agree_action(
        audit, what="Write the chronology.", for_what_change="She need not tell it again.", owner=cast.priya,
        due_on=date(2025, 3, 17), by=audit.auditor, at=NOW,
    )  # fmt: skip
    assert Rule.AUDIT_ACTION not in looked()

    open_grading(audit, by=None, at=NOW)

    assert Rule.AUDIT_ACTION in looked()


# From which night on each of them is too late. What was put off twice was so the moment it was put off again.
TOO_LATE_FROM = {
    Rule.CHECKPOINT_PASSED: date(2025, 3, 12),
    Rule.NO_VISIT: date(2025, 4, 1),
    Rule.ACTION_OVERDUE: date(2025, 5, 12),
    Rule.SAME_WORRY: date(2025, 5, 28),
    Rule.PLAN_UNCHANGED: date(2025, 6, 3),
    Rule.AUDIT_ACTION: date(2025, 6, 5),
    Rule.TOLD_AGAIN: date(2025, 6, 7),
    Rule.LETTER_NOT_SENT: date(2025, 6, 7),
    Rule.NOT_PICKED_UP: date(2025, 6, 9),
    Rule.WORKER_AWAY: date(2025, 6, 9),
    Rule.NO_CONTACT: date(2025, 6, 10),
}


@finding("S16")
def test_the_night_before_any_of_it_is_too_late_it_is_not_flagged(cast, bells, still):
    assert set(Rule) - set(TOO_LATE_FROM) == {Rule.POSTPONED_AGAIN}

    for late_from in sorted(set(TOO_LATE_FROM.values())):
        before, after = (
            set(looked(at=datetime(day.year, day.month, day.day, 5, 21, tzinfo=LONDON)))
            for day in (late_from - timedelta(days=1), late_from)
        )
        assert after - before == {rule for rule, day in TOO_LATE_FROM.items() if day == late_from}


def test_it_takes_as_many_questions_for_one_child_as_for_three(cast, bells, still, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        assert len(gathered(on=TODAY)) > 12


def test_a_colleague_who_covers_quietens_the_rule(cast, bells, still):
    colleague = a_worker("Oda Finch", team=cast.north)
    arrange_cover(
        list(bells.involvements.values())[:3], worker=colleague, begins_on=date(2025, 6, 9), ends_on=None,
        by=cast.marcus, at=datetime(2025, 6, 9, 9, 0, tzinfo=LONDON),
    )  # fmt: skip

    assert Rule.WORKER_AWAY not in looked()


def test_a_plan_that_a_file_brought_is_not_judged_by_what_files_do_not_say(cast, bells):
    from lintel.steps.plans.models import CinPlan
    from tests.cast import TYPED

    CinPlan.objects.create(**TYPED, key="from a file", child=bells.mia, started_on=date(2023, 5, 1))

    assert looked() == {}
    assert NIGHT - timedelta(days=90) > NOW
