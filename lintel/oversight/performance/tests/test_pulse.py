"""K123: the middle answer of a week and how many answered, of the whole and of groups that may be shown."""

from datetime import date

import pytest

from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.csv_files import csv_of_series
from lintel.oversight.voice.actions import load_pulse_weeks
from lintel.oversight.voice.tests.builders import weeks_of_pulse
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
AS_AT = date(2025, 3, 3)


def read(viewer, *, as_at=AS_AT, **more):
    return queries.reading("K123", viewer=viewer, as_at=as_at, **more)


def test_nothing_is_said_before_five_have_answered_in_a_week(cast):
    load_pulse_weeks({date(2025, 2, 24): {cast.north.pk: [1, 1, 1, 1]}}, by=cast.command_line, at=NOW)

    found = read(cast.helen)

    assert found.state is State.NOT_IN_DATA
    assert "at least five workers answered" in found.why


@finding("S35", screen="/indicators/K123/")
def test_it_is_the_middle_answer_of_the_last_whole_week_with_the_number_of_answers(cast):
    weeks_of_pulse(cast, weeks=3)  # in the last, six of three and seven of four

    found = read(cast.helen)

    assert (found.value, found.denominator, found.shown) == (4, 13, "4")
    assert found.also == (("In words", "Mostly"), ("Answers", "13"))
    assert found.breakdowns == (
        (
            "Service or team",
            (
                ("North assessment", "“In part” in the middle of 6 answers"),
                ("South assessment", "“Mostly” in the middle of 7 answers"),
            ),
        ),
    )
    assert found.spread is None  # neither the highest nor the lowest answer is anybody's business
    assert found.note == "The last week counted is that of 24 February 2025."


@finding("S35")
def test_the_list_behind_it_has_one_line_for_the_week_and_nobody_in_it(cast):
    weeks_of_pulse(cast, weeks=3)

    [case] = queries.cases("K123", viewer=cast.helen, as_at=AS_AT)

    assert (case.kind, case.value, case.weight, case.children) == ("voice.pulseweek", 4, 13, ())
    assert case.label == "Week of 24 February 2025: “Mostly” in the middle of 13 answers"


def test_week_by_week_the_chart_says_the_same_as_the_list(cast):
    weeks_of_pulse(cast, weeks=4)
    series = queries.series("K123", viewer=cast.helen, as_at=AS_AT)

    assert [(point.week.start, point.value, point.denominator) for point in series.points] == [
        (date(2025, 2, 3), 5, 13), (date(2025, 2, 10), 5, 13), (date(2025, 2, 17), 4, 13), (date(2025, 2, 24), 3, 13),
    ]  # fmt: skip
    for point in series.points:
        [case] = queries.cases("K123", viewer=cast.helen, as_at=AS_AT, period=point.week)
        assert (case.value, case.weight) == (point.value, point.denominator)
    assert "2025-02-24,2025-03-02" in csv_of_series(series)


def test_a_week_of_too_few_is_a_gap_and_not_nought(cast):
    weeks_of_pulse(cast, weeks=1, until=date(2025, 2, 17))
    weeks_of_pulse(cast, weeks=1, until=date(2025, 3, 3))
    gap = Period(date(2025, 2, 17), date(2025, 2, 23))

    assert [p.value for p in queries.series("K123", viewer=cast.helen, as_at=AS_AT).points] == [5, None, 5]
    assert read(cast.helen, period=gap).shown == "none in this period"


def test_a_manager_reads_the_whole_and_their_own_team(cast):
    weeks_of_pulse(cast, weeks=3)

    [(_, groups)] = read(cast.marcus).breakdowns
    assert [name for name, _ in groups] == ["North assessment"]
    assert read(cast.marcus).value == read(cast.tom).value == read(cast.ola).value == 4


def test_a_week_counted_since_is_seen_at_once(cast):
    weeks_of_pulse(cast, weeks=1, until=date(2025, 2, 24))
    assert read(cast.helen).denominator == 13

    load_pulse_weeks({date(2025, 2, 24): {cast.north.pk: [1] * 9}}, by=cast.command_line, at=NOW)

    assert (read(cast.helen).value, read(cast.helen).denominator) == (1, 9)
