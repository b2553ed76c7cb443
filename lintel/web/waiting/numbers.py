"""The numbers and time limits the authority has agreed: what holds today, since when, and what held before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.local_limits.actions import (
    LimitAlreadySet,
    LooserThanGuidance,
    NotWholeTime,
    ReasonMissing,
    set_local_limit,
)
from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.permissions import READ_LOCAL_LIMITS, SET_LOCAL_LIMITS
from lintel.foundation.local_limits.queries import all_limits, changes_of, days_to_come
from lintel.journey.allocating.loads.reading import weights
from lintel.statute.clocks import TIME_LIMITS, Kind, NoLimitInForce, limit
from lintel.statute.numbers import LOCAL_NUMBERS, number
from lintel.web.components.keeping import done, opened
from lintel.web.waiting import forms

# Two made-up workers with eighteen children each: what the weights do to them is what they are for.
EXAMPLES = ((12, 5, 1), (4, 6, 8))
REFUSALS: dict[type[Exception], tuple[str, str]] = {
    LooserThanGuidance: ("amount", "Statutory guidance says {0.guidance}. Yours may be stricter, never looser."),
    NotWholeTime: ("amount", "A time is counted in whole {0.unit}. Write a whole number."),
    LimitAlreadySet: ("effective_from", "A number from that day is set already, and stays. Choose another day."),
    ReasonMissing: ("reason", "Write why, and where it was decided"),
    NoLimitInForce: ("effective_from", "There was no such limit on that day. Choose a later day."),
}  # fmt: skip
ABOUT_ALLOCATING = {"caseload_ceiling", "caseload_newly_qualified", "hours_per_week"}


@dataclass(frozen=True)
class Agreed:
    """
    A number or a time limit as it holds on a day.

    :param guidance: for a time that guidance sets: what it says. It can be made stricter and not looser.
    """

    code: str
    name: str
    amount: float
    unit: str
    source: str
    since: date
    is_local: bool
    changes_on: date | None = None
    guidance: str = ""


@require_GET
@allow(READ_LOCAL_LIMITS)
def agreed(request: HttpRequest) -> HttpResponse:
    """Every agreed number and every time limit, as they hold today."""
    today, limits = timezone.localdate(), all_limits()
    coming = days_to_come(after=today)
    found = [_number(each.code, limits, today, coming) for each in LOCAL_NUMBERS]
    about = {each.code for each in found if each.code in ABOUT_ALLOCATING or each.code.startswith("weight_")}
    return render(request, "waiting/numbers.html", {
        "today": today, "allocating": [each for each in found if each.code in about],
        "others": [each for each in found if each.code not in about], "examples": _examples(limits, today),
        "times": [time for each in TIME_LIMITS if (time := _time(each.code, limits, today, coming))],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(READ_LOCAL_LIMITS)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One of them with its history, and setting a new value from a day on."""
    today, limits = timezone.localdate(), all_limits()
    found = _found(code, limits, today)
    form = opened(request, forms.NewNumber)
    if request.method == "POST" and form.is_valid():
        typed: dict[str, Any] = dict(form.cleaned_data)
        try:
            set_local_limit(code, **typed, by=request.user, at=timezone.now())
        except tuple(REFUSALS) as refusal:
            box, words = REFUSALS[type(refusal)]
            form.add_error(box, words.format(found))
        else:
            done(request)
            messages.success(request, f"{found.name}: {typed['amount'].normalize():f} from {_day(typed)} on.")
            return redirect("waiting:number", code)
    return render(request, "waiting/number.html", {
        "it": found, "form": form, "history": changes_of(code), "may_set": may(request.user, SET_LOCAL_LIMITS),
        "today": today, "examples": _examples(limits, today) if code.startswith("weight_") else [],
    })  # fmt: skip


def _day(typed: dict[str, Any]) -> str:
    return f"{typed['effective_from']:%-d %B %Y}"


def _found(code: str, limits: Limits, today: date) -> Agreed:
    coming = days_to_come(after=today)
    if code in {each.code for each in LOCAL_NUMBERS}:
        return _number(code, limits, today, coming)
    found = _time(code, limits, today, coming)
    if found is None:
        raise Http404
    return found


def _number(code: str, limits: Limits, today: date, coming: dict[str, date]) -> Agreed:
    holds = limits.number(code, on=today)
    return Agreed(
        code=code, name=holds.name, amount=holds.value, unit="", source=holds.source, since=holds.in_force_from,
        is_local=holds != number(code, on=today), changes_on=coming.get(code),
    )  # fmt: skip


def _time(code: str, limits: Limits, today: date, coming: dict[str, date]) -> Agreed | None:
    """A time limit, or None where none of that code holds today."""
    try:
        holds, national = limits.time_limit(code, on=today), limit(code, on=today)
    except NoLimitInForce:
        return None
    unit = national.unit.value.replace("_", " ")
    guidance = f"{national.amount} {unit if national.amount != 1 else unit.removesuffix('s')}"
    return Agreed(
        code=code, name=f"{holds.name}, from: {holds.starts_from}", amount=holds.amount, unit=unit, source=holds.source,
        since=holds.in_force_from, is_local=holds != national, changes_on=coming.get(code),
        guidance=guidance if national.kind is Kind.HARD else "",
    )  # fmt: skip


def _examples(limits: Limits, today: date) -> list[dict[str, Any]]:
    """What the weights make of workers with as many children and other ones."""
    agreed = weights(limits, today)
    each = (agreed.assessment, agreed.child_in_need, agreed.child_protection)
    return [
        {
            "children": children,
            "sum": " + ".join(f"{count} × {weight:g}" for count, weight in zip(children, each, strict=True)),
            "points": float(sum(count * Decimal(str(weight)) for count, weight in zip(children, each, strict=True))),
        }
        for children in EXAMPLES
    ]
