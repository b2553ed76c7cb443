"""The workforce on any day: the numbers, the lists behind them, posts on their way, and one post."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.local_limits.queries import limit_in_force
from lintel.foundation.workforce.codes import Basis, Stage
from lintel.foundation.workforce.permissions import PROTECT_TIME, RECRUIT, SEE_WORKFORCE
from lintel.foundation.workforce.queries import protected_hours
from lintel.foundation.workforce.recruiting.queries import may_fill, teams_seen
from lintel.foundation.workforce.recruiting.rules import marks
from lintel.oversight.demand.what_if.permissions import ASK_WHAT_IF
from lintel.oversight.staffing import queries
from lintel.oversight.staffing.pipeline import ON_ITS_WAY, OnItsWay
from lintel.web.components.asking import as_at_query, day_asked
from lintel.web.workforce.filling import acts_of

# Which posts of the establishment, and which people: what the address asks for, in words.
WHICH_POSTS = {
    "": "All case-holding posts", "funded": "Funded posts", "filled": "Funded posts that are filled",
    "empty": "Funded posts that are empty", "not_funded": "Posts without a funding line",
}  # fmt: skip
WHICH_PEOPLE = {
    "": "Case-holding workers in post", "at_work": "Case-holding workers at work", "away": "Away on this day",
    "agency": "Agency workers", "protected": "With protected time",
}  # fmt: skip


@require_GET
@allow(SEE_WORKFORCE)
def overview(request: HttpRequest) -> HttpResponse:
    """The service and each team: funded, filled, at work, the gap, agency, and what supervisors answer for."""
    on, viewer = day_asked(request), request.user
    ways = queries.pipeline(viewer=viewer, on=on)
    return render(request, "workforce/overview.html", {
        "on": on, "along": as_at_query(request), "found": queries.establishment(viewer=viewer, on=on),
        "spans": queries.spans(viewer=viewer, on=on), "span_limits": _span_limits(on),
        "stages": [(stage, sum(way.stage is stage for way in ways)) for stage in ON_ITS_WAY],
        "slow": sum(way.is_slow for way in ways), "may_ask": may(viewer, ASK_WHAT_IF),
        "may_open": may(viewer, RECRUIT), "may_see_children": may(viewer, SEE_CHILDREN),
    })  # fmt: skip


def _span_limits(on: Any) -> tuple[float, float]:
    children, workers = (limit_in_force(code, on=on).value for code in ("span_children", "span_workers"))
    return children, workers


@require_GET
@allow(SEE_WORKFORCE)
def pipeline(request: HttpRequest) -> HttpResponse:
    """Every post on its way, by stage, with the days in it; and how long each stage takes here."""
    on, viewer = day_asked(request), request.user
    ways = queries.pipeline(viewer=viewer, on=on)
    to_start, to_case = queries.whole_times(viewer=viewer, on=on)
    return render(request, "workforce/pipeline.html", {
        "on": on, "along": as_at_query(request), "may_open": may(viewer, RECRUIT),
        "groups": [(stage, [way for way in ways if way.stage is stage]) for stage in ON_ITS_WAY],
        "times": queries.times_here(viewer=viewer, on=on), "to_start": to_start, "to_case": to_case,
    })  # fmt: skip


@require_GET
@allow(SEE_WORKFORCE)
def posts(request: HttpRequest) -> HttpResponse:
    """The posts behind a number."""
    on, team, which = day_asked(request), _team(request), request.GET.get("which", "")
    which = which if which in WHICH_POSTS else ""
    listed = queries.case_holding_posts(viewer=request.user, on=on, team_id=team.pk if team else None)
    shown = [way for way in listed if _is_asked_for(way, which)]
    return render(request, "workforce/posts.html", {
        "on": on, "along": as_at_query(request), "team": team, "which": which, "words": WHICH_POSTS,
        "shown": shown, "fte": sum(way.fte for way in shown),
    })  # fmt: skip


def _is_asked_for(way: OnItsWay, which: str) -> bool:
    return {
        "": True, "funded": way.is_funded, "filled": way.is_funded and bool(way.holder),
        "empty": way.is_funded and not way.holder, "not_funded": not way.is_funded,
    }[which]  # fmt: skip


@require_GET
@allow(SEE_WORKFORCE)
def people(request: HttpRequest) -> HttpResponse:
    """The workers behind a number."""
    on, team, which = day_asked(request), _team(request), request.GET.get("which", "")
    which = which if which in WHICH_PEOPLE else ""
    hours = protected_hours(viewer=request.user, on=on)
    listed = queries.people(viewer=request.user, on=on, team_id=team.pk if team else None)
    shown = [
        who for who in listed
        if which == "" or (which == "at_work" and not who.is_away) or (which == "away" and who.is_away)
        or (which == "agency" and who.appointment.basis == Basis.AGENCY)
        or (which == "protected" and who.appointment.worker_id in hours)
    ]  # fmt: skip
    return render(request, "workforce/people.html", {
        "on": on, "along": as_at_query(request), "team": team, "which": which, "words": WHICH_PEOPLE,
        "shown": shown, "hours": hours, "may_protect": may(request.user, PROTECT_TIME),
        "fte": sum(float(who.appointment.fte) for who in shown),
    })  # fmt: skip


def _team(request: HttpRequest) -> Any:
    """The team the address asks for, if it is one of theirs."""
    asked = request.GET.get("team", "")
    return next((team for team in teams_seen(viewer=request.user) if str(team.pk) == asked), None)


@require_GET
@allow(SEE_WORKFORCE)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One post: how far it has come, what is due, what fell through, and what can be done."""
    on = day_asked(request)
    if (found := queries.one_post(pk, viewer=request.user, on=on)) is None:
        raise Http404
    post, way = found
    times = queries.times_here(viewer=request.user, on=on)
    fell = [search for search in post.recruitments.all() if search.fell_through_on and search.fell_through_on <= on]
    return render(request, "workforce/one.html", {
        "on": on, "along": as_at_query(request), "post": post, "way": way, "fell": fell, "stages": Stage,
        "steps": [(stage, day, times.get(stage)) for stage, day in marks(way.path) if stage is not Stage.VACANCY],
        "acts": acts_of(way) if may_fill(post, viewer=request.user) else [],
    })  # fmt: skip
