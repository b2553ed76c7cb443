"""Cycles of audits: all of them, planning one, how far one is, and drawing it again from its seed."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.actions import note
from lintel.oversight.audit_cycles import actions, permissions, queries
from lintel.oversight.audit_cycles.codes import Strata, Theme
from lintel.oversight.audit_cycles.learning.queries import calibration_of, learning_of
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audit_cycles.outlook import Draw, is_out_of_proportion, outlook
from lintel.oversight.audits.shelf import tools_to_choose
from lintel.web.audit_cycles import forms
from lintel.web.components.asking import day_asked
from lintel.web.components.keeping import done, opened

# What stands in the form before anybody types.
THE_WHOLE_JOURNEY = "whole_journey"
# What is shown before a draw is drawn with this; the draw itself is another.
TO_LOOK = "to look"
LOOKS_BACK, DUE_WITHIN, A_SAMPLE = timedelta(days=90), timedelta(weeks=4), 60


@require_GET
@allow(permissions.READ_CYCLES)
def all_cycles(request: HttpRequest) -> HttpResponse:
    """Every cycle, newest first, with how far it is."""
    day = day_asked(request)
    viewer = request.user
    found = [(each, queries.progress(each, viewer=viewer, on=day)) for each in queries.cycles(viewer=viewer)]
    return render(request, "audit_cycles/cycles.html", {
        "found": found, "may_plan": may(request.user, permissions.PLAN_CYCLES), "day": day,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.PLAN_CYCLES)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a cycle: see what a sample could say, and draw it."""
    people = {each.pk: each for each in queries.auditors_to_ask(viewer=request.user)}
    before = _before(request)
    form = opened(
        request, forms.PlanCycle, auditors=[(str(pk), each.name) for pk, each in people.items()],
        tools=[(each.code, each.title) for each in tools_to_choose()], initial=_initial(people, before),
    )  # fmt: skip
    seen = None
    if request.method == "POST" and form.is_valid():
        asked = _asked(form.cleaned_data, people, before)
        if "draw" in request.POST and (drawn := _drawn(request, form, asked)):
            done(request)
            messages.success(request, f"{drawn.name} is drawn, and every auditor has their audits.")
            return redirect("audit_cycles:one", drawn.pk)
        seen = outlook(
            asked.draw, auditors=asked.auditors, viewer=request.user, on=timezone.localdate(),
            moderated_percent=asked.moderated_percent,
        )  # fmt: skip
    return render(request, "audit_cycles/plan.html", {
        "form": form, "seen": seen, "before": before, "themes": Theme, "is_on_record": not people,
    })  # fmt: skip


@require_GET
@allow(permissions.READ_CYCLES)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One cycle: how far it is, whom it drew, what was agreed, what it teaches."""
    cycle, day, viewer = cycle_asked(request, pk), day_asked(request), request.user
    drawn = queries.drawn(cycle, viewer=viewer)
    if drawn:
        note("cycle of audits opened", by=viewer, at=timezone.now(), subject=cycle, children=len(drawn))
    strata = queries.strata_of(cycle, viewer=viewer)
    return render(request, "audit_cycles/one.html", {
        "cycle": cycle, "theme": Theme(cycle.theme), "by": Strata(cycle.strata), "day": day, "drawn": drawn,
        "far": queries.progress(cycle, viewer=viewer, on=day), "says": queries.says(cycle, viewer=viewer),
        "agreed": queries.actions_so_far(cycle, viewer=viewer, on=day), "strata": strata,
        "is_uneven": is_out_of_proportion(strata), "heard": queries.heard(cycle, viewer=viewer),
        "auditors": queries.conflicts(cycle, viewer=viewer), "tagged": queries.themes_tagged(cycle, viewer=viewer),
        "learned": learning_of(cycle, viewer=viewer), "calibration": calibration_of(cycle, viewer=viewer),
        "may_plan": may(viewer, permissions.PLAN_CYCLES), "may_learn": may(viewer, permissions.LEARN),
        "next": cycle.again.order_by("pk").first(),
    })  # fmt: skip


@require_GET
@allow(permissions.READ_CYCLES)
def draw_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a cycle again from its seed, and say whether it is the same."""
    cycle = cycle_asked(request, pk)
    found = queries.drawn_again(cycle, viewer=request.user)
    note("cycle of audits drawn again to check", by=request.user, at=timezone.now(), subject=cycle)
    return render(request, "audit_cycles/draw_again.html", {
        "cycle": cycle, "found": found, "by": Strata(cycle.strata), "is_same": all(each.is_same for each in found),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.PLAN_CYCLES)
def set_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when the same question is audited again."""
    cycle = cycle_asked(request, pk)
    form = forms.Again(request.POST or None, initial={"again_on": cycle.again_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_again(cycle, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.NotAfterwards:
            form.add_error("again_on", "Enter a day after these audits are due")
        else:
            return redirect("audit_cycles:one", pk)
    return render(request, "audit_cycles/set_again.html", {"cycle": cycle, "form": form})


def cycle_asked(request: HttpRequest, pk: int) -> Cycle:
    """
    A cycle this person may read.

    :raises Http404: where there is none.
    """
    found = queries.cycles(viewer=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _before(request: HttpRequest) -> Cycle | None:
    """The cycle whose question is asked again: `?again=3`."""
    number = request.GET.get("again", "")
    return queries.cycles(viewer=request.user).filter(pk=int(number)).first() if number.isdigit() else None


def _initial(people: dict[int, Any], before: Cycle | None) -> dict[str, Any]:
    today = timezone.localdate()
    said: dict[str, Any] = {
        "theme": Theme.ALL_OPEN, "tool": THE_WHOLE_JOURNEY, "since": today - LOOKS_BACK,
        "until": today, "size": A_SAMPLE, "strata": Strata.TEAM,
        "due_on": today + DUE_WITHIN, "double_percent": 5,
        "asks_workers": True, "auditors": [str(pk) for pk, each in people.items() if Role.AUDITOR in each.roles],
    }  # fmt: skip
    if before is not None:
        said |= {
            "name": f"{before.name}, again"[:120], "theme": before.theme, "question": before.question,
            "tool": before.tool, "size": before.size, "strata": before.strata,
            "since": today - (before.until - before.since),
        }  # fmt: skip
    return said


def _asked(said: dict[str, Any], people: dict[int, Any], before: Cycle | None) -> actions.Asked:
    draw = Draw(
        theme=Theme(said["theme"]), since=said["since"], until=said["until"], strata=Strata(said["strata"]),
        size=said["size"], seed=TO_LOOK, double_percent=said["double_percent"],
    )  # fmt: skip
    return actions.Asked(
        name=said["name"], question=said["question"], tool=said["tool"], draw=draw,
        auditors=[people[pk] for pk in said["auditors"]], due_on=said["due_on"], again_of=before,
        again_on=said["again_on"], moderated_percent=said["moderated_percent"], asks_workers=said["asks_workers"],
    )  # fmt: skip


def _drawn(request: HttpRequest, form: forms.PlanCycle, asked: actions.Asked) -> Cycle | None:
    """The cycle, or what is in the way of it said where it is in the way."""
    asked = replace(asked, draw=replace(asked.draw, seed=new_seed()))
    try:
        return actions.plan_cycle(asked, by=request.user, at=timezone.now())
    except actions.NotThoseDays:
        form.add_error("until", "Enter days that are over, in their order; the audits are due after them")
    except actions.PlannedAlready:
        form.add_error("name", "There is a cycle of this name about the same days. Its audits are given out already")
    except actions.NobodyToDraw:
        form.add_error("theme", "There are no children of this theme in these days")
    except actions.NoAuditorWithoutConflict as nobody:
        form.add_error("auditors", _without(nobody.how_many))
    except actions.NotAfterwards:
        form.add_error("again_on", "Enter a day after these audits are due")
    return None


def new_seed() -> str:
    """Made at the moment of the draw, so that nobody can choose a seed by what it draws."""
    return secrets.token_hex(8)


def _without(how_many: int) -> str:
    children = "one child has" if how_many == 1 else f"{how_many} children have"
    return (
        f"Of those drawn {children} nobody on this list without a conflict of interest. "
        "Choose somebody from another team as well"
    )
