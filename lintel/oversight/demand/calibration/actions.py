"""Making a forecast, and putting another value in place of a fitted one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from demand_engine.scenario_file import to_plain as written_down
from demand_engine.sense import MakesNoSense
from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.demand.calibration import backtest, permissions, tiles
from lintel.oversight.demand.calibration.doubt import simulate_in_doubt
from lintel.oversight.demand.calibration.fitting import AsThingsAre, Fit, FittedValue
from lintel.oversight.demand.calibration.models import Forecast, Override
from lintel.oversight.demand.calibration.queries import evidence_of, values_in_force
from lintel.oversight.demand.calibration.values import overridden, with_values, without_nonsense
from lintel.oversight.demand.what_if.summary import summarised
from lintel.oversight.demand.what_if.summary import to_plain as kept

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

RUNS = 1_000
FROZEN_WEEKS_AGO = (4, 8, 12)  # the issue of each is that of the forecast itself: K121


class ReasonMissing(Exception):
    """Who puts their own value in place of a fitted one says why."""


class CannotBe(Exception):
    """The value cannot stand in place of the fitted one; `args` holds why, in plain words."""


class NotOverridden(Exception):
    """There is no value of that name in place of a fitted one."""


@transaction.atomic
def ask_for(on: date, *, weeks_back: int = 26, weeks_ahead: int = 52, by: User, at: datetime) -> Forecast:
    """
    Ask for a forecast that stands on the Monday of the week of a day. `work_out` makes it.

    :raises NotAllowed: if this person may not make forecasts.
    """
    require(by, permissions.MAKE_FORECASTS)
    asked = Forecast.objects.create(
        on=on - timedelta(days=on.weekday()), weeks_back=weeks_back, weeks_ahead=weeks_ahead, asked_by=by, asked_at=at
    )
    note("forecast asked for", subject=asked, by=by, at=at, on=asked.on.isoformat(), weeks_back=weeks_back)
    return asked


def work_out(forecast: Forecast, *, by: User, at: datetime) -> Forecast:
    """
    Fit the record, run it and hold the forecasts of four, eight and twelve weeks earlier against what happened.

    Where the record holds too little, the refusal is kept instead. A finished forecast is left as it is.

    :raises NotAllowed: if this person may not make forecasts.
    """
    require(by, permissions.MAKE_FORECASTS)
    if forecast.finished_at is not None:
        return forecast
    try:
        _fill(forecast, by=by)
    except MakesNoSense as why:
        forecast.refusal = " ".join(problem.words for problem in why.problems)
    with transaction.atomic():
        forecast.progress, forecast.finished_at = 100, at
        forecast.save()
        note("forecast made", subject=forecast, by=by, at=at, on=forecast.on.isoformat(), refusal=forecast.refusal)
    return forecast


def _fill(forecast: Forecast, *, by: User) -> None:
    evidence = evidence_of(by, forecast.on)
    fit = Fit(evidence, on=forecast.on, weeks_back=forecast.weeks_back, weeks_ahead=forecast.weeks_ahead)
    found, values = fit.result(), values_in_force(viewer=by)
    found = AsThingsAre(scenario=with_values(found.scenario, values), fitted=overridden(found.fitted, values))
    _show(forecast, 30)
    result = simulate_in_doubt(found, runs=RUNS)
    _show(forecast, 60)
    forecast.scenario = written_down(found.scenario)
    forecast.fitted = [asdict(each) for each in found.fitted]
    forecast.answer = kept(summarised(result))
    forecast.tiles = [tiles.to_plain(tile) for tile in tiles.tiles(fit, result)]
    for number, weeks in enumerate(FROZEN_WEEKS_AGO):
        frozen_on = forecast.on - timedelta(weeks=weeks)
        for given in (False, True):
            test = backtest.backtest(
                evidence, frozen_on=frozen_on, weeks=weeks, weeks_back=forecast.weeks_back, decisions_given=given
            )
            forecast.tests = [*forecast.tests, backtest.to_plain(test)]
        _show(forecast, 70 + 10 * number)


def _show(forecast: Forecast, progress: int) -> None:
    Forecast.objects.filter(pk=forecast.pk, finished_at__isnull=True).update(progress=progress)


@transaction.atomic
def override(fitted: FittedValue, *, value: float, reason: str, by: User, at: datetime) -> Override:
    """
    Put a value in place of a fitted one, from the next forecast and the next what-if on.

    :raises NotAllowed: if this person may not override fitted values.
    :raises ReasonMissing: if no reason is given.
    :raises CannotBe: if the value makes no sense; `str()` of it says why.
    """
    require(by, permissions.OVERRIDE_FITTED_VALUES)
    if not reason.strip():
        raise ReasonMissing
    if why := without_nonsense(fitted, value):
        raise CannotBe(why)
    for earlier in Override.objects.select_for_update().filter(key=fitted.key, ended_at__isnull=True):
        _end(earlier, by=by, at=at)
    made = Override.objects.create(
        key=fitted.key, name=fitted.name, fitted_value=fitted.value, value=value, reason=reason.strip(), made_by=by,
        made_at=at,
    )  # fmt: skip
    note("fitted value overridden", subject=made, by=by, at=at, key=made.key, value=value, reason=made.reason)
    return made


@transaction.atomic
def take_back(key: str, *, by: User, at: datetime) -> Override:
    """
    Let the record speak again.

    :raises NotAllowed: if this person may not override fitted values.
    :raises NotOverridden: if nothing stands in its place.
    """
    require(by, permissions.OVERRIDE_FITTED_VALUES)
    held = Override.objects.select_for_update().filter(key=key, ended_at__isnull=True).first()
    if held is None:
        raise NotOverridden
    _end(held, by=by, at=at)
    note("override taken back", subject=held, by=by, at=at, key=key)
    return held


def _end(held: Override, *, by: User, at: datetime) -> None:
    held.ended_by, held.ended_at = by, at
    held.save(update_fields=["ended_by", "ended_at"])
