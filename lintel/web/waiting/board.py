"""The board of children who wait for a worker: how many, how long, who holds them, and who was told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.journey.allocating.loads.queries import how_many_held
from lintel.journey.allocating.waiting import queries
from lintel.journey.allocating.waiting.wait import Wait
from lintel.oversight.performance.permissions import SEE_INDICATORS
from lintel.oversight.performance.rules import spread_of
from lintel.steps.allocation.codes import Rung
from lintel.steps.allocation.permissions import ALLOCATE, HOLD_WAITING, SEE_WAITING
from lintel.web.waiting.chosen import numbers_in
from lintel.web.waiting.rows import rows_of

FAMILIES_ON_A_PAGE = 50
ACTS = ("check", "hand_over", "no_safe_allocation")
Question = Callable[[Wait], bool]


@require_GET
@allow(SEE_WAITING)
def board(request: HttpRequest) -> HttpResponse:
    """Every child without a named, accepting worker; the numbers are of all, the list as far as it is asked for."""
    today = timezone.localdate()
    found = queries.board(viewer=request.user, on=today)
    narrowed, words, along = _narrowed(request)
    shown = [family for family in found.families if all(any(map(ask, family.waits)) for ask in narrowed)]
    page = Paginator(shown, FAMILIES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "waiting/board.html", {
        "board": found, "rows": rows_of(list(page), viewer=request.user, today=today), "page": page, "today": today,
        "along": along, "narrowed": words, "rungs": [Rung.SERVICE_MANAGER, Rung.HEAD_OF_SERVICE],
        "teams": sorted({(wait.team, wait.team_id) for wait in found.waits if wait.team_id}),
        "workers": _workers(request, today), "may_hold": may(request.user, HOLD_WAITING),
        "may_allocate": may(request.user, ALLOCATE), "may_see_numbers": may(request.user, SEE_INDICATORS),
    })  # fmt: skip


@require_GET
@allow(HOLD_WAITING)
def chosen(request: HttpRequest) -> HttpResponse:
    """From the boxes ticked on the board to the page of what is to be done with those families."""
    ticked, act = numbers_in(request, "family"), request.GET.get("act", "")
    if not ticked or act not in ACTS:
        messages.info(request, "Tick the families first.")
        return redirect("waiting:board")
    more = urlencode([("with", pk) for pk in ticked[1:]])
    return redirect(reverse(f"waiting:{act}", args=[ticked[0]]) + (f"?{more}" if more else ""))


def _narrowed(request: HttpRequest) -> tuple[list[Question], list[str], dict[str, Any]]:
    """What the address asks of a wait, the same in words, and as it is carried along."""
    asks: list[Question] = []
    words: list[str] = []
    along: dict[str, Any] = {}
    told, teams = request.GET.get("told", ""), numbers_in(request, "team")
    if told in set(Rung):
        rung = Rung(told)
        asks.append(lambda wait: rung in wait.rungs)
        words.append(rung.words.lower())
        along["told"] = told
    if request.GET.get("unchecked"):
        asks.append(lambda wait: wait.is_check_overdue)
        words.append("no safety check in time")
        along["unchecked"] = 1
    if request.GET.get("said") == "nothing":
        asks.append(lambda wait: wait.check is None)
        words.append("not yet said why it is safe")
        along["said"] = "nothing"
    if request.GET.get("held") == "nobody":
        asks.append(lambda wait: wait.holding_manager_id is None)
        words.append("held by nobody")
        along["held"] = "nobody"
    if teams:
        asks.append(lambda wait: wait.team_id == teams[0])
        words.append("of one team")
        along["team"] = teams[0]
    return asks, words, along


def _workers(request: HttpRequest, today: date) -> dict[str, Any] | None:
    """How children lie on the workers of one's teams, with no name: the numbers are theirs before anybody else's."""
    held = how_many_held(viewer=request.user, on=today)
    spread = spread_of([float(each.children) for each in held])
    return (
        {
            "spread": spread,
            "all": len(held),
            "over": sum(each.is_over for each in held),
            "asked": sum(each.asked for each in held),
        }
        if spread
        else None
    )
