"""Indicators: the catalogue, one indicator with its chart, the list behind a number, what was changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.performance import actions, queries
from lintel.oversight.performance.answers import Point
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.charts import chart_of
from lintel.oversight.performance.csv_files import csv_of_cases, csv_of_series
from lintel.oversight.performance.indicator import Indicator
from lintel.oversight.performance.permissions import REBASELINE, RECORD_CHANGE, SEE_INDICATORS
from lintel.oversight.performance.registry import NOT_COUNTED_YET, NoSuchIndicator, indicator
from lintel.web.components.asking import as_at_query, day_asked, day_of
from lintel.web.components.environment import address
from lintel.web.components.keeping import done, opened
from lintel.web.performance import forms
from lintel.web.performance.files import csv_file
from lintel.web.performance.filters import chosen_filters, filter_choices, period_chosen, period_query

LINES_ON_A_PAGE = 50


@require_GET
@allow(SEE_INDICATORS)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every indicator as it stands, and in words what each one counts."""
    found = queries.readings(viewer=request.user, as_at=day_asked(request), now=timezone.now())
    return render(request, "performance/catalogue.html", {
        "readings": found, "along": as_at_query(request), "not_counted": NOT_COUNTED_YET,
    })  # fmt: skip


@require_GET
@allow(SEE_INDICATORS)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: the number, its chart, what was changed, its table and its definition."""
    asked, filters = _indicator(code), chosen_filters(request)
    weeks = {"52": 52, "26": 26}.get(request.GET.get("weeks", ""))
    tile = queries.tile(
        asked.code, viewer=request.user, as_at=day_asked(request), filters=filters, weeks=weeks,
        now=timezone.now(),
    )  # fmt: skip
    along = as_at_query(request) | filters.as_query()
    link = _link_to_cases(asked, along) if may(request.user, SEE_CHILDREN) else None
    context = {
        "tile": tile, "indicator": asked, "along": along, "filters": filters, "weeks": weeks,
        "choices": filter_choices(viewer=request.user), "link": link,
        "chart": chart_of(tile.series, link=link), "chart_narrow": chart_of(tile.series, link=link, narrow=True),
        "may_rebaseline": may(request.user, REBASELINE), "may_see_children": may(request.user, SEE_CHILDREN),
    }  # fmt: skip
    return render(request, "performance/one.html", context)


@require_GET
@allow(SEE_CHILDREN)
def cases(request: HttpRequest, code: str) -> HttpResponse:
    """The list behind a number or a point: as long as the number says."""
    asked, filters, day = _indicator(code), chosen_filters(request), day_asked(request)
    period = period_chosen(request)
    asks = {"viewer": request.user, "as_at": day, "period": period, "filters": filters, "now": timezone.now()}
    found, reading = queries.cases(asked.code, **asks), queries.reading(asked.code, **asks)
    only = request.GET.get("only", "")
    shown = [case for case in found if case.counts] if only == "counted" else found
    page = Paginator(shown, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    children = child_lines([pk for case in page for pk in case.children], viewer=request.user)
    _note_opened(request, asked, reading.period, len(found))
    along = as_at_query(request) | filters.as_query() | period_query(period)
    return render(request, "performance/cases.html", {
        "indicator": asked, "reading": reading, "page": page, "children": children, "along": along, "only": only,
        "counted": sum(case.counts for case in found), "total": len(found),
    })  # fmt: skip


@require_GET
@allow(SEE_INDICATORS)
def points_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The weeks of a chart as a CSV file, with the definition inside."""
    asked, filters = _indicator(code), chosen_filters(request)
    series = queries.series(
        asked.code, viewer=request.user, as_at=day_asked(request), filters=filters, today=timezone.localdate()
    )
    note("exported", by=request.user, at=timezone.now(), indicator=asked.code, what="weeks of a chart")
    return csv_file(csv_of_series(series), f"{asked.code} weeks.csv")


@require_GET
@allow(SEE_CHILDREN)
def cases_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The list behind a number as a CSV file, with the definition inside."""
    asked, filters, day = _indicator(code), chosen_filters(request), day_asked(request)
    period = period_chosen(request)
    asks = {"viewer": request.user, "as_at": day, "period": period, "filters": filters, "now": timezone.now()}
    found, reading = queries.cases(asked.code, **asks), queries.reading(asked.code, **asks)
    names = child_lines([pk for case in found for pk in case.children], viewer=request.user)
    ids = {pk: line.la_child_id for pk, line in names.items()}
    note("exported", by=request.user, at=timezone.now(), indicator=asked.code, what="list", lines=len(found))
    return csv_file(csv_of_cases(reading, found, known_as=ids), f"{asked.code} list.csv")


@require_GET
@allow(SEE_INDICATORS)
def why_referrals_changed(request: HttpRequest) -> HttpResponse:
    """Why did referrals rise? The change split into volume, conversion and mix, which add up."""
    day, filters = day_asked(request), chosen_filters(request)
    after = period_chosen(request) or Period.quarter_to(day)
    before = _period_before(request, after)
    rise = queries.why_did_referrals_change(
        viewer=request.user, as_at=day, before=before, after=after, filters=filters
    )  # fmt: skip
    changes = queries.change_records(viewer=request.user, period=Period(before.start, after.end))
    context = {
        "not_judged": queries.not_judged("K06", viewer=request.user),
        "rise": rise, "before": before, "after": after, "changes": changes, "along": as_at_query(request),
        "choices": filter_choices(viewer=request.user), "filters": filters,
    }  # fmt: skip
    return render(request, "performance/why.html", context)


@require_http_methods(["GET", "POST"])
@allow(SEE_INDICATORS)
def changes(request: HttpRequest) -> HttpResponse:
    """What was changed, when and by whose decision; and writing down another."""
    form = opened(request, forms.ChangeRecord)
    if request.method == "POST" and form.is_valid():
        actions.record_change(**form.cleaned_data, by=request.user, at=timezone.now())
        done(request)
        messages.success(request, "The change is recorded and drawn on every chart.")
        return redirect("performance:changes")
    found = queries.change_records(viewer=request.user)
    context = {"changes": list(reversed(found)), "form": form, "may_record": may(request.user, RECORD_CHANGE)}
    return render(request, "performance/changes.html", context)


@require_http_methods(["GET", "POST"])
@allow(RECORD_CHANGE)
def withdraw_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a change record that should not have been made; it stays in the history."""
    change = queries.change_record(pk, viewer=request.user)
    if change is None:
        raise Http404
    form = opened(request, forms.Withdrawal)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_change(change, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
        done(request)
        messages.success(request, "The change record is withdrawn.")
        return redirect("performance:changes")
    return render(request, "performance/withdraw_change.html", {"change": change, "form": form})


@require_http_methods(["GET", "POST"])
@allow(REBASELINE)
def new_limits(request: HttpRequest, code: str) -> HttpResponse:
    """Sign that the limits of a chart start anew on a day, and why."""
    asked = _indicator(code)
    form = opened(request, forms.NewLimits)
    if request.method == "POST" and form.is_valid():
        actions.rebaseline(asked.code, **form.cleaned_data, by=request.user, at=timezone.now())
        done(request)
        messages.success(request, "Signed. The limits of this chart start anew on that day.")
        return redirect("performance:one", code=asked.code)
    return render(request, "performance/new_limits.html", {"indicator": asked, "form": form})


def _indicator(code: str) -> Indicator:
    try:
        return indicator(code.upper())
    except NoSuchIndicator:
        raise Http404 from None


def _period_before(request: HttpRequest, after: Period) -> Period:
    start, end = day_of(request.GET.get("before_from")), day_of(request.GET.get("before_until"))
    if start and end and start <= end:
        return Period(start, end)
    return Period(after.start - (after.end - after.start) - date.resolution, after.start - date.resolution)


def _link_to_cases(asked: Indicator, along: dict[str, Any]) -> Any:
    def link(point: Point) -> str:
        return address("performance:cases", asked.code, with_query=along | period_query(point.week))

    return link


def _note_opened(request: HttpRequest, asked: Indicator, period: Period, lines: int) -> None:
    note(
        "list opened", by=request.user, at=timezone.now(), indicator=asked.code,
        period=[period.start.isoformat(), period.end.isoformat()], lines=lines,
    )  # fmt: skip
