"""K121: frozen forecasts beside the weeks since; the list behind the number is those weeks."""

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache

from lintel.oversight.demand.calibration.frozen import Frozen, forecast_for
from lintel.oversight.demand.calibration.models import Forecast
from lintel.oversight.demand.what_if.summary import EVERYBODY, Summary, to_plain
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.measuring import weeks_between
from lintel.statute.calendar import LONDON
from tests.trace import finding

pytestmark = pytest.mark.django_db
ISSUED, AS_AT = date(2025, 1, 6), date(2025, 3, 2)
MEASURES = ("waiting", "caseload_mean", "open", "referrals")
# Referrals of the fourth week on: the cast has three children in the week of 17 February and nobody before.
LOW, MIDDLE, HIGH = 0, 2, 3


@pytest.fixture(autouse=True)
def an_empty_cache(settings):
    """Forecasts are written here without their entry in the log, which tells numbers that they changed."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def said(starts_on, *, weeks=12, low=LOW, middle=MIDDLE, high=HIGH):
    """Bands that are the same in every week and of every measure."""
    one = {"low80": [low] * weeks, "low50": [low] * weeks, "median": [middle] * weeks, "high50": [high] * weeks,
           "high80": [high] * weeks}  # fmt: skip
    return Summary(
        name="As things are", starts_on=starts_on, weeks=weeks, runs=1, seed=1,
        bands={EVERYBODY: dict.fromkeys(MEASURES, one)}, instant={}, lead_days=(1, 2), peak_waiting=(0, 0, 0),
        share_of_runs_waiting=0.0,
    )  # fmt: skip


def frozen(cast, on=ISSUED, *, made_on=None, **bands):
    at = datetime.combine(made_on or on, datetime.min.time(), tzinfo=LONDON) + timedelta(hours=5)
    return Forecast.objects.create(
        on=on, asked_by=cast.ola, asked_at=at, progress=100, finished_at=at, answer=to_plain(said(on, **bands))
    )


def read(viewer, as_at=AS_AT, **more):
    return queries.reading("K121", viewer=viewer, as_at=as_at, **more)


def listed(viewer, as_at=AS_AT, **more):
    return queries.cases("K121", viewer=viewer, as_at=as_at, **more)


@finding("S25", screen="/indicators/K121/")
def test_each_week_that_is_over_stands_beside_what_was_foretold_four_weeks_ahead(cast, bells):
    frozen(cast)

    found, lines = read(cast.anil), listed(cast.anil)

    # Four weeks ahead of 6 January is the week of 27 January; five such weeks are over.
    assert sorted({line.on for line in lines}) == [date(2025, 2, 2) + timedelta(weeks=n) for n in range(5)]
    assert (found.denominator, found.numerator) == (len(lines), sum(line.counts for line in lines))
    assert found.denominator == 5 * len(MEASURES)
    referrals = [line for line in lines if line.category == "referrals" and line.on == date(2025, 2, 23)]
    assert [line.label for line in referrals] == [
        "Week of 17 February 2025, referrals: 4; foretold on 6 January 2025: 2, between 0 and 3 (outside)"
    ]
    assert found.breakdowns[0][1][3][0] == "Referrals"


def test_how_far_the_middle_was_off_is_a_share_of_what_came_and_not_said_where_nothing_came(cast, bells):
    frozen(cast)
    week = next(week for week in weeks_between(ISSUED, AS_AT) if week.start == date(2025, 2, 17))

    lines = dict(read(cast.anil, period=week).breakdowns[0][1])

    assert lines["Referrals"] == "0 of 1 inside; the middle was off by 50% on average"
    assert "is not known" in dict(read(cast.anil).breakdowns[0][1])["Referrals"]


def test_only_what_was_frozen_in_its_own_week_counts_and_of_one_week_the_first(cast, bells):
    frozen(cast, made_on=AS_AT)
    assert read(cast.anil).state is State.NOT_IN_DATA

    first = frozen(cast)
    cache.clear()
    frozen(cast, made_on=ISSUED + timedelta(days=2), low=4, middle=4, high=4)
    assert {line.pk for line in listed(cast.anil)} == {first.pk}


def test_a_later_forecast_takes_over_four_weeks_ahead_and_an_older_one_stands_where_none_was_made(cast):
    old, new = (
        Frozen(pk=n, on=ISSUED + timedelta(weeks=2 * n), weeks_back=26, summary=said(ISSUED + timedelta(weeks=2 * n)))
        for n in (0, 1)
    )

    def used(weeks):
        found = forecast_for(ISSUED + timedelta(weeks=weeks), [new, old])
        return found and found.pk

    assert [used(weeks) for weeks in (2, 3, 4, 5, 13, 14)] == [None, 0, 0, 1, 1, None]


def test_it_is_said_to_who_sees_forecasts_and_the_whole_service_only(cast, bells):
    frozen(cast)
    assert "to those who see forecasts" in read(cast.marcus).why
    assert read(cast.priya).state is State.NOT_IN_DATA
    assert read(cast.helen).is_known
