"""How much of what auditors type is about quality (K97): each typed answer a case, and never what it says."""

from datetime import date

import pytest

from lintel.oversight.audits.actions import answer, open_grading, submit
from lintel.oversight.audits.tests.builders import an_auditor, handed_in, opened, well_answered
from lintel.oversight.performance import queries as performance
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from tests.cast import NOW
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
SUNDAY = date(2025, 3, 9)
WEEK = Period.week_of(NOW.date())


def read(viewer):
    return performance.reading("K97", viewer=viewer, as_at=SUNDAY)


@finding("S63")
def test_what_fills_itself_in_is_no_effort_of_the_auditors(cast, bells):
    wyn = an_auditor(cast)
    assert read(cast.helen).state is State.NOT_IN_DATA
    audit = handed_in(cast, bells.mia, auditor=wyn)
    assert read(cast.helen).state is State.NOT_IN_DATA  # while it is sealed, not even whether something was typed
    open_grading(audit, by=None, at=NOW)

    cases = performance.cases("K97", viewer=cast.helen, as_at=SUNDAY, period=WEEK)

    assert [case.counts for case in cases] == [True, True]
    assert all("right plan" in case.label or "good time" in case.label for case in cases)


def test_an_auditor_who_has_to_correct_the_record_is_counted_against_it(cast, bells):
    wyn = an_auditor(cast)
    audit = well_answered(opened(cast, bells.mia, auditor=wyn), by=wyn)
    answer(audit, "seen_alone", contradiction="The worker wrote it in a letter.", by=wyn, at=NOW)
    submit(audit, by=wyn, at=NOW)
    open_grading(audit, by=None, at=NOW)

    cases = performance.cases("K97", viewer=cast.helen, as_at=SUNDAY, period=WEEK)

    assert sorted(case.counts for case in cases) == [False, True, True]
    assert performance.cases("K97", viewer=cast.tom, as_at=SUNDAY, period=WEEK) == []
