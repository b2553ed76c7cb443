"""K50, K51 and K111 of assessments written here: half-way, in time, and with the child's own words."""

from datetime import date, datetime, timedelta

import pytest

from lintel.journey.assessing.actions import authorise_assessments, midpoint_of
from lintel.journey.assessing.tests.builders import TEN, of, sent
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from tests.cast import LONDON
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db
WEEKS = Period(date(2025, 2, 17), date(2025, 5, 18))


@pytest.fixture
def family(cast, bells, request):
    return once("assessment sent", lambda: sent(cast, bells), request)


def read(code, viewer, *, period=WEEKS, as_at=date(2025, 5, 18)):
    found = queries.reading(code, viewer=viewer, as_at=as_at, period=period)
    behind = queries.cases(code, viewer=viewer, as_at=as_at, period=period)
    if found.state is State.KNOWN:
        assert (found.numerator, found.denominator) == (sum(case.counts for case in behind), len(behind))
    return found


def looked_at(family, manager, at):
    midpoint_of(family, direction="See Owen.", none_because="", by=manager, at=at)


@finding("S9", screen="/indicators/K51/")
def test_half_way_counts_each_child_whose_assessment_a_manager_looked_at_by_then(cast, bells, family):
    assert (read("K51", cast.helen).numerator, read("K51", cast.helen).denominator) == (0, 3)

    looked_at(family, cast.marcus, datetime(2025, 3, 11, 17, tzinfo=LONDON))

    assert read("K51", cast.helen).numerator == 3


def test_a_look_the_day_after_is_too_late(cast, bells, family):
    looked_at(family, cast.marcus, datetime(2025, 3, 12, 9, tzinfo=LONDON))

    assert (read("K51", cast.helen).numerator, read("K51", cast.helen).denominator) == (0, 3)


def test_what_is_authorised_before_half_way_is_not_asked_for(cast, bells, family):
    authorise_assessments([of(family, bells.mia.pk)], by=cast.marcus, at=TEN)

    assert read("K51", cast.helen).denominator == 2


@finding("S44", screen="/indicators/K111/")
def test_a_childs_view_counts_for_that_child_alone(cast, bells, family):
    authorise_assessments(list(family.assessments.all()), by=cast.marcus, at=TEN)

    found = read("K111", cast.helen)

    assert (found.numerator, found.denominator) == (2, 3)  # nobody wrote what was seen of the baby


@finding("S9")
def test_assessments_written_here_count_in_time_or_late(cast, bells, family):
    mia, noah, _ = (of(family, child.pk) for child in bells.children)
    authorise_assessments([mia], by=cast.marcus, at=TEN)
    authorise_assessments([noah], by=cast.marcus, at=TEN + timedelta(days=60))

    found = read("K50", cast.helen)

    assert (found.numerator, found.denominator) == (1, 3)  # one in time, one late, one overdue and open


def test_a_record_of_files_alone_says_that_it_cannot_say(cast, bells):
    assert read("K51", cast.helen).state is State.NOT_IN_DATA
    assert "written here" in read("K111", cast.helen).why
