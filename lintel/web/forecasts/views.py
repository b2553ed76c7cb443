"""The forecast: how things go on if nothing is decided, what that rests on, and how well it foretold."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.oversight.demand.calibration import actions, queries, tasks
from lintel.oversight.demand.calibration.backtest import Backtest
from lintel.oversight.demand.calibration.models import Forecast
from lintel.oversight.demand.calibration.permissions import MAKE_FORECASTS, OVERRIDE_FITTED_VALUES, SEE_FORECASTS
from lintel.oversight.demand.calibration.queries import Shown
from lintel.oversight.demand.calibration.tiles import in_words as tile_in_words
from lintel.oversight.demand.what_if.afterwards import shown, speaks_up
from lintel.oversight.demand.what_if.fans import TITLES, description, drawn, told_chart
from lintel.oversight.demand.what_if.permissions import ASK_WHAT_IF, SEE_WHAT_IFS
from lintel.oversight.demand.what_if.queries import afterwards_of, in_effect
from lintel.oversight.demand.what_if.summary import from_plain as summary_from
from lintel.oversight.demand.what_if.words import as_it_goes_on
from lintel.web.components.keeping import done, opened
from lintel.web.forecasts import forms

CHARTS = ("waiting", "caseload_mean", "open", "referrals")
HELD = ("waiting", "caseload_mean")


@require_GET
@allow(SEE_FORECASTS)
def forecast(request: HttpRequest) -> HttpResponse:
    """The last forecast: in words, team by team, in charts; and its error beside it."""
    made, under_way = queries.last_forecast(viewer=request.user), queries.under_way(viewer=request.user)
    tests = queries.backtests_of(made, viewer=request.user) if made else []
    summary = summary_from(made.answer) if made and made.answer else None
    tiles = queries.tiles_of(made, viewer=request.user) if made else []
    return render(request, "forecasts/forecast.html", {
        "made": made, "under_way": under_way, "form": forms.NewForecast(), "summary": summary,
        "sentences": as_it_goes_on(summary) if summary else [],
        "tiles": [(tile, tile_in_words(tile, weeks_ahead=made.weeks_ahead)) for tile in tiles] if made else [],
        "errors": [_in_short(test) for test in tests if not test.decisions_given],
        "four_weeks": next((test for test in tests if test.weeks == 4 and not test.decisions_given), None),
        "charts": [_fan(summary, measure) for measure in CHARTS] if summary else [],
        "afterwards": _afterwards(request) if may(request.user, SEE_WHAT_IFS) else [],
        "may_make": may(request.user, MAKE_FORECASTS), "may_ask": may(request.user, ASK_WHAT_IF),
    })  # fmt: skip


def _fan(summary: Any, measure: str) -> dict[str, Any]:
    return {
        "title": TITLES[measure], "measure": measure, "says": description(summary, measure),
        "wide": drawn(summary, measure), "narrow": drawn(summary, measure, narrow=True),
        "rows": [
            (summary.week_of(week), *(shown(measure, summary.band(measure, which)[week]) for which in BANDS))
            for week in range(summary.weeks)
        ],
    }  # fmt: skip


BANDS = ("median", "low50", "high50", "low80", "high80")


def _in_short(test: Backtest) -> dict[str, Any]:
    """One earlier forecast in a line of the table of errors."""
    percent = test.percentage_error("open")
    return {
        "weeks": test.weeks, "frozen_on": test.frozen_on,
        "cover": {measure: f"{test.coverage(measure):.0%}" for measure in HELD},
        "error": shown("waiting", round(test.error("waiting"))),
        "mape": f"{percent:.0%}" if percent is not None else "not known",
        "naive": shown("waiting", round(test.error_of_no_change("waiting"))),
    }  # fmt: skip


def _afterwards(request: HttpRequest) -> list[dict[str, Any]]:
    today = timezone.localdate()
    found = []
    for asked in in_effect(viewer=request.user, on=today):
        since = afterwards_of(asked, viewer=request.user, on=today)
        if since is not None:
            found.append({"asked": asked, "weeks": since.weeks, "sentences": speaks_up(since)})
    return found


@require_POST
@allow(MAKE_FORECASTS)
def new(request: HttpRequest) -> HttpResponse:
    """Have another one made."""
    form = forms.NewForecast(request.POST)
    if form.is_valid():
        asked = actions.ask_for(timezone.localdate(), **form.cleaned_data, by=request.user, at=timezone.now())
        tasks.work_out.defer(forecast_id=asked.pk)
    else:
        messages.error(request, forms.WEEKS + ".")
    return redirect("forecasts:forecast")


@require_GET
@allow(SEE_FORECASTS)
def values(request: HttpRequest) -> HttpResponse:
    """Each fitted value with what it rests on, and what stands in its place."""
    made = _made(request)
    found = queries.fitted_values(made, viewer=request.user)
    return render(request, "forecasts/values.html", {
        "made": made, "found": [(each, _shown(each, each.fitted.value), _range(each)) for each in found],
        "may_override": may(request.user, OVERRIDE_FITTED_VALUES),
    })  # fmt: skip


def _shown(each: Shown, value: float) -> str:
    if each.fitted.unit == "share":
        return f"{value:.0%}"
    return f"{value:,.2f}" if value < 1 else f"{value:,.1f}".removesuffix(".0")


def _range(each: Shown) -> str:
    if each.fitted.high <= each.fitted.low:
        return ""
    return f"{_shown(each, each.fitted.low)} to {_shown(each, each.fitted.high)}"


@require_http_methods(["GET", "POST"])
@allow(OVERRIDE_FITTED_VALUES)
def override(request: HttpRequest, key: str) -> HttpResponse:
    """Put another value in place of a fitted one, and say why."""
    found = _value(request, key)
    in_percent = found.fitted.unit == "share"
    now = found.override.value if found.override else found.fitted.value
    form = opened(
        request, forms.OwnValue,
        unit="%" if in_percent else found.fitted.unit.replace(", median", ", of the middle one"),
        initial={
            "value": round(now * (100 if in_percent else 1), 2),
            "reason": found.override.reason if found.override else "",
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        value = form.cleaned_data["value"] / (100 if in_percent else 1)
        try:
            actions.override(
                found.fitted, value=value, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            done(request)
            messages.success(request, "Kept. The next forecast and the next what-if use your value.")
            return redirect("forecasts:values")
        except actions.CannotBe as why:
            form.add_error("value", str(why))
        except actions.ReasonMissing:
            form.add_error("reason", "Say why: everybody who looks at the forecast will ask.")
    context = {"found": found, "form": form, "says": _shown(found, found.fitted.value), "range": _range(found)}
    return render(request, "forecasts/override.html", context)


@require_POST
@allow(OVERRIDE_FITTED_VALUES)
def take_back(request: HttpRequest) -> HttpResponse:
    """Let the record speak again."""
    try:
        actions.take_back(request.POST.get("key", ""), by=request.user, at=timezone.now())
        messages.success(request, "Taken back. The next forecast uses what the record says.")
    except actions.NotOverridden:
        messages.error(request, "Nothing stands in place of that value any more.")
    return redirect("forecasts:values")


@require_GET
@allow(SEE_FORECASTS)
def backtests(request: HttpRequest) -> HttpResponse:
    """Forecasts frozen four, eight and twelve weeks back, held against what happened."""
    made = _made(request)
    tests = queries.backtests_of(made, viewer=request.user)
    return render(request, "forecasts/backtests.html", {
        "made": made,
        "tests": [(test, [_held(test, measure) for measure in HELD]) for test in tests],
    })  # fmt: skip


def _held(test: Backtest, measure: str) -> dict[str, Any]:
    told = test.of(measure)
    given = "with what was decided since" if test.decisions_given else "knowing nothing of what came"
    title = f"{TITLES[measure]}: forecast of {_day(test.frozen_on)}, {given}"
    return {
        "title": TITLES[measure], "name": title, "cover": f"{test.coverage(measure):.0%}",
        "error": shown(measure, round(test.error(measure))),
        "naive": shown(measure, round(test.error_of_no_change(measure))),
        "wide": told_chart(told, starts_on=test.frozen_on, title=title),
        "narrow": told_chart(told, starts_on=test.frozen_on, title=title, narrow=True),
        "rows": [
            (each.week, *(shown(measure, value) for value in (each.happened, each.median, each.low, each.high)),
             each.is_inside)
            for each in told
        ],
    }  # fmt: skip


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _made(request: HttpRequest) -> Forecast:
    made = queries.last_forecast(viewer=request.user)
    if made is None:
        raise Http404
    return made


def _value(request: HttpRequest, key: str) -> Shown:
    for each in queries.fitted_values(_made(request), viewer=request.user):
        if each.fitted.key == key:
            return each
    raise Http404
