"""Promises that hold for every indicator at once."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from lintel.foundation.access.roles import Role
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Case, Filters, Period
from lintel.oversight.performance.csv_files import csv_of_cases, csv_of_series
from lintel.oversight.performance.indicator import Measure
from lintel.oversight.performance.registry import (
    NOT_COUNTED_YET,
    DefinedTwice,
    IncompleteDefinition,
    NoSuchIndicator,
    all_indicators,
    collect,
    indicator,
)
from lintel.oversight.performance.tests.builders import many_weeks, user

WANTED = [
    "K01", "K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09", "K10", "K11", "K12", "K13", "K14", "K20",
    "K21", "K22", "K23", "K24", "K25", "K30", "K31", "K32", "K33", "K34", "K35", "K36", "K37", "K38", "K39",
    "K40", "K41", "K42", "K50", "K51", "K53", "K54", "K55", "K56", "K57", "K58", "K60", "K61", "K62", "K63",
    "K64", "K65", "K66", "K67", "K68", "K70", "K71", "K72", "K73", "K74", "K75", "K76", "K80", "K81", "K82",
    "K83", "K84", "K86", "K87", "K90", "K91", "K92", "K93", "K94", "K95", "K96", "K97", "K98", "K99", "K100",
    "K101", "K102", "K103", "K104", "K105", "K110", "K111", "K112", "K120", "K121", "K123",
]  # fmt: skip
# Read the police's notices, of which there are none in these weeks; `test_police.py` holds them to the same.
OF_NOTICES = {"K20", "K21", "K22", "K23", "K24", "K25"}
# Is of workers, who gave no pulse in these weeks; `test_pulse.py` holds it to the same.
OF_WORKERS = {"K123"}
# Are of what is written here, and files say nothing of: tests beside this hold them to the same.
OF_ASSESSMENTS = {"K51", "K111"}
OF_PLANS = {"K56", "K83", "K84", "K100", "K101", "K102", "K103", "K104", "K105"}
OF_FAMILIES = {"K55", "K58", "K110"}
OF_EARLIER_WORK = {"K86", "K87"}
OF_WORDS = {"K54", "K57"}
OF_DRIFT = {"K80", "K81", "K82"}
OF_SUPERVISION = {"K70", "K71", "K72", "K73", "K74", "K75", "K76"}
OF_PROTECTION = {"K60", "K61", "K62", "K66", "K67", "K68"}
# Of audits, and of what two people graded: `test_moderation.py` and others beside this.
OF_AUDITS = {"K90", "K91", "K92", "K93", "K94", "K95", "K96", "K97"}
# Of leaders and their ledger: `test_leading.py`.
OF_LEADERS = {"K98", "K99", "K120"}
# Of forecasts, of which none was frozen in these weeks: `test_forecasts.py`.
OF_FORECASTS = {"K121"}
ELSEWHERE = set().union(
    OF_NOTICES, OF_WORKERS, OF_ASSESSMENTS, OF_PLANS, OF_FAMILIES, OF_EARLIER_WORK, OF_WORDS, OF_PROTECTION, OF_DRIFT,
    OF_SUPERVISION, OF_AUDITS, OF_LEADERS, OF_FORECASTS,
)  # fmt: skip
SUNDAY = date(2026, 9, 27)


def test_the_catalogue_has_every_indicator_the_data_can_answer():
    assert list(all_indicators()) == WANTED


def test_what_is_not_counted_is_said_with_the_reason_and_is_not_counted():
    assert not set(NOT_COUNTED_YET) & set(all_indicators())
    assert all(name and why for name, why in NOT_COUNTED_YET.values())


def test_an_indicator_defined_twice_is_refused():
    with pytest.raises(DefinedTwice):
        collect([indicator("K06"), indicator("K06")])


@pytest.mark.parametrize("left_out", ["question", "definition", "numerator", "clock", "guard", "short_name"])
def test_an_indicator_that_is_not_fully_defined_is_refused(left_out):
    with pytest.raises(IncompleteDefinition):
        collect([replace(indicator("K06"), **{left_out: " "})])


def test_an_indicator_without_findings_or_cases_is_refused():
    with pytest.raises(IncompleteDefinition):
        collect([replace(indicator("K06"), findings=())])
    with pytest.raises(IncompleteDefinition):
        collect([replace(indicator("K06"), flow=None)])


def test_an_unknown_code_is_said_to_be_unknown():
    with pytest.raises(NoSuchIndicator):
        indicator("K999")


def numerator_of(measure: Measure, cases: list[Case]) -> float:
    """The number worked out from a list once more, in the plainest way."""
    match measure:
        case Measure.SUM | Measure.RATIO:
            return sum(case.value for case in cases)
        case Measure.WEIGHTED_SHARE:
            return sum(case.weight for case in cases if case.counts)
        case _:
            return len([case for case in cases if case.counts])


def denominator_of(measure: Measure, cases: list[Case]) -> float:
    if measure in (Measure.RATIO, Measure.WEIGHTED_SHARE):
        return sum(case.weight for case in cases)
    return len(cases)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.finding("S51")
def test_every_number_is_the_length_of_the_list_behind_it():
    """Reading, list, CSV of the list, every point of the series and the list of its week all say the same."""
    many_weeks()
    head = user(Role.HEAD_OF_SERVICE)
    differ = []
    for code, asked in all_indicators().items():
        if code in ELSEWHERE:
            continue
        shown = queries.reading(code, viewer=head, as_at=SUNDAY)
        behind = queries.cases(code, viewer=head, as_at=SUNDAY)
        assert shown.state is State.KNOWN, (code, shown.why)
        assert behind, f"{code} has no cases, so nothing is proved"
        expected = (numerator_of(asked.measure, behind), denominator_of(asked.measure, behind))
        if (shown.numerator, shown.denominator) != pytest.approx(expected):
            differ.append((code, "reading", shown.numerator, shown.denominator, expected))
        rows = rows_of(csv_of_cases(shown, behind))
        if len(rows) != len(behind) or sum(r["In the numerator"] == "yes" for r in rows) != sum(
            c.counts for c in behind
        ):
            differ.append((code, "csv"))
        differ += points_that_differ(code, head)

    assert differ == []


def points_that_differ(code: str, viewer) -> list[tuple[object, ...]]:
    drawn = queries.series(code, viewer=viewer, as_at=SUNDAY)
    asked, differ = drawn.indicator, []
    written = rows_of(csv_of_series(drawn))
    assert len(written) == len(drawn.points) > 0, code
    for point in (*drawn.points[:2], *drawn.points[-2:]):
        behind = queries.cases(code, viewer=viewer, as_at=SUNDAY, period=point.week)
        expected = (numerator_of(asked.measure, behind), denominator_of(asked.measure, behind))
        if (point.numerator, point.denominator) != pytest.approx(expected):
            differ.append((code, point.week, point.numerator, point.denominator, expected))
        row = next(row for row in written if row["Week begins"] == str(point.week.start))
        if float(row["Numerator"]) != pytest.approx(expected[0], rel=1e-5):
            differ.append((code, point.week, "csv"))
    return differ


def rows_of(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if not line.startswith(("#", '"#'))]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


@pytest.mark.slow
@pytest.mark.django_db
def test_filters_part_the_list_without_losing_anybody():
    """For every indicator and every filter it allows, the narrowed lists together are the whole list."""
    many_weeks(a_week=2)
    head = user(Role.HEAD_OF_SERVICE)
    lost = []
    for code, asked in all_indicators().items():
        whole = queries.cases(code, viewer=head, as_at=SUNDAY)
        for name in asked.filters - {"team_id"}:
            values = {getattr(case, name) for case in whole}
            parts = [
                queries.reading(code, viewer=head, as_at=SUNDAY, filters=Filters(**{name: value}))
                for value in values
                if value
            ]
            if sum(part.denominator for part in parts) != len([c for c in whole if getattr(c, name)]):
                lost.append((code, name))

    assert lost == []


@pytest.mark.django_db
def test_nothing_loaded_is_never_shown_as_nought():
    head = user(Role.HEAD_OF_SERVICE)

    found = queries.readings(viewer=head, as_at=SUNDAY)

    assert len(found) == len(WANTED)
    assert {reading.state for reading in found} == {State.NOT_IN_DATA}
    assert {reading.numerator for reading in found} == {None}
    assert {reading.shown for reading in found} == {"not in your data yet"}
    assert all(reading.why.startswith("Not in your data yet: ") for reading in found)


@pytest.mark.django_db
def test_a_filter_the_records_cannot_answer_says_so():
    many_weeks(weeks=4, a_week=2)

    found = queries.reading(
        "K35", viewer=user(Role.HEAD_OF_SERVICE), as_at=SUNDAY, filters=Filters(ethnicity_group="White")
    )

    assert found.state is State.NOT_BY_FILTER
    assert found.why == "The records do not say this by ethnicity."


def test_filters_survive_the_address_of_a_page():
    filters = Filters(team_id=3, source_group="Police", age_band="1 to 4")

    assert Filters.from_query(filters.as_query()) == filters


@pytest.mark.parametrize("team", ["", "x", "-1", "9" * 40, "٣", "3; drop"])
def test_a_team_that_is_no_number_narrows_nothing(team):
    assert Filters.from_query({"team": team}) == Filters()


def test_a_week_runs_from_monday_to_sunday():
    assert Period.week_of(date(2026, 9, 27)) == Period(date(2026, 9, 21), date(2026, 9, 27))
    assert Period.quarter_to(date(2026, 9, 29)) == Period(date(2026, 6, 29), date(2026, 9, 27))
    assert Period.quarter_to(date(2026, 9, 27)).days == 13 * timedelta(days=7).days
