"""Things as they are, fitted to the authority's own records, and how well they foretold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import QuerySet

import demand_engine
from lintel.foundation.access.permissions import require
from lintel.oversight.demand.calibration import permissions
from lintel.oversight.demand.calibration.backtest import Backtest
from lintel.oversight.demand.calibration.backtest import from_plain as backtest_from
from lintel.oversight.demand.calibration.fitting import AsThingsAre, Fit, FittedValue
from lintel.oversight.demand.calibration.happened import Week, teams_that_took, weeks_as_they_were
from lintel.oversight.demand.calibration.models import Forecast, Override
from lintel.oversight.demand.calibration.tiles import Tile
from lintel.oversight.demand.calibration.tiles import from_plain as tile_from
from lintel.oversight.demand.calibration.values import overridden, with_values
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.gathering import Reader
from lintel.oversight.performance.keeping import keep, source_of, state_of_the_record, what_they_see

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A fitted value as it is used, and what somebody put in its place, if anybody did."""

    fitted: FittedValue
    override: Override | None


def as_things_are(*, viewer: User, on: date, weeks_back: int = 26, weeks_ahead: int = 52) -> AsThingsAre:
    """
    The scenario fitted to the last weeks, standing on the morning of the Monday of the week of `on`, with overrides.

    :raises NotAllowed: if this person may not see forecasts.
    :raises MakesNoSense: if the record holds too little to make a scenario of, such as no team that holds children.
    """
    require(viewer, permissions.SEE_FORECASTS)
    monday = on - timedelta(days=on.weekday())
    found = keep(
        lambda: Fit(evidence_of(viewer, monday), on=monday, weeks_back=weeks_back, weeks_ahead=weeks_ahead).result(),
        "as things are", source_of(Path(demand_engine.__file__).parent), monday, weeks_back, weeks_ahead,
        what_they_see(viewer, monday), state_of_the_record(),
    )  # fmt: skip
    values = values_in_force(viewer=viewer)
    return AsThingsAre(scenario=with_values(found.scenario, values), fitted=overridden(found.fitted, values))


def evidence_of(viewer: User, on: date) -> Evidence:
    """The records a viewer may count."""
    return Evidence(Reader(viewer, on))


def values_in_force(*, viewer: User) -> dict[str, float]:
    """What stands in place of fitted values now, by key."""
    require(viewer, permissions.SEE_FORECASTS)
    return dict(Override.objects.filter(ended_at__isnull=True).values_list("key", "value"))


def own_values_in_words(*, viewer: User) -> list[str]:
    """What stands in place of fitted values now, a few words each, with the reason somebody gave."""
    require(viewer, permissions.SEE_FORECASTS)
    return [
        f"{each.name}: {each.value:.4g} instead of {each.fitted_value:.4g} (“{each.reason}”)"
        for each in Override.objects.filter(ended_at__isnull=True).order_by("name")
    ]


def forecasts(*, viewer: User) -> QuerySet[Forecast]:
    """
    All forecasts, the last asked for first.

    :raises NotAllowed: if this person may not see forecasts.
    """
    require(viewer, permissions.SEE_FORECASTS)
    return Forecast.objects.select_related("asked_by").order_by("-asked_at", "-pk")


def last_forecast(*, viewer: User) -> Forecast | None:
    """The last one that was made."""
    return forecasts(viewer=viewer).filter(finished_at__isnull=False, refusal="").first()


def under_way(*, viewer: User) -> Forecast | None:
    """The one being made, if one is, or the last if it was refused."""
    last = forecasts(viewer=viewer).first()
    return last if last is not None and (last.finished_at is None or last.refusal) else None


def fitted_values(forecast: Forecast, *, viewer: User) -> list[Shown]:
    """Each fitted value of a forecast, as the record gives it, with what stands in its place now."""
    require(viewer, permissions.SEE_FORECASTS)
    overrides = {each.key: each for each in Override.objects.filter(ended_at__isnull=True).select_related("made_by")}
    return [
        Shown(fitted=FittedValue(**plain), override=overrides.get(plain["key"]))
        for plain in forecast.fitted
    ]  # fmt: skip


def tiles_of(forecast: Forecast, *, viewer: User) -> list[Tile]:
    """Each team of a forecast."""
    require(viewer, permissions.SEE_FORECASTS)
    return [tile_from(plain) for plain in forecast.tiles]


def backtests_of(forecast: Forecast, *, viewer: User) -> list[Backtest]:
    """Earlier forecasts held against what happened, each once without and once with what was decided since."""
    require(viewer, permissions.SEE_FORECASTS)
    return [backtest_from(plain) for plain in forecast.tests]


def weeks_since(starts_on: date, *, viewer: User, on: date, weeks_back: int = 26) -> list[Week]:
    """The weeks that are over, from a Monday on, as they were."""
    require(viewer, permissions.SEE_FORECASTS)
    weeks = (on - starts_on).days // 7
    if weeks < 1:
        return []
    evidence = evidence_of(viewer, on)
    teams = teams_that_took(evidence, starts_on=starts_on, weeks=weeks, weeks_back=weeks_back)
    return weeks_as_they_were(evidence, starts_on=starts_on, weeks=weeks, teams=teams)
