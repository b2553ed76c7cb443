"""Ending a plan that no conference needs to end: death, the eighteenth birthday, another authority's conference."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.visibility import visible_children
from lintel.journey.overseeing.ending.actions import end_for_what_happened
from lintel.journey.overseeing.ending.queries import ends_possible
from lintel.steps.conferences.reach import NotTheirChild
from lintel.steps.plans.actions import NotOnThatDay, PlanIsOver
from lintel.steps.plans.codes import EndOfProtection
from lintel.steps.plans.permissions import END_WITHOUT_CONFERENCE
from lintel.web.chairing import forms
from lintel.web.chairing.carrying_out import in_force
from lintel.web.components.keeping import done, not_saved, opened

OF_OTHERS = "A review about brothers and sisters is asked for. Somebody who may see all of them ends the plan."


@require_http_methods(["GET", "POST"])
@allow(END_WITHOUT_CONFERENCE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying which of the three it is; only what the record bears out is offered."""
    child, line, plan = in_force(request, pk)
    possible = ends_possible(child, viewer=request.user, on=timezone.localdate())
    form = opened(request, forms.End, ends=[(str(each), each.words) for each in possible])
    context = {
        "line": line, "form": form, "possible": possible, "days": {each.words: day for each, day in possible.items()},
        "moved": EndOfProtection.MOVED,
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        reason = EndOfProtection(form.cleaned_data["reason"])
        day = form.cleaned_data.get("their_conference_on")
        try:
            end_for_what_happened(plan, reason=reason, their_conference_on=day, by=request.user, at=timezone.now())
        except PlanIsOver:
            go_on = ("Read the child’s protection", reverse("chairing:protection", args=[pk]))
            return not_saved(request, form, "The plan has ended already.", go_on=go_on)
        except NotOnThatDay:
            form.add_error("their_conference_on" if day else "reason", _not_on_that_day(possible[reason], bool(day)))
        except NotTheirChild:
            form.add_error("reason", OF_OTHERS)
        else:
            done(request)
            messages.success(request, "The plan has ended. A review that was asked for is called off.")
            is_theirs = visible_children(request.user).filter(pk=pk).exists()
            return redirect("chairing:protection", pk) if is_theirs else redirect("chairing:chaired")
    return render(request, "chairing/end.html", context)


def _not_on_that_day(first: object, is_theirs: bool) -> str:
    if is_theirs:
        return f"It was held on or after the day they moved, {first:%-d %B %Y}, while the plan ran, and not tomorrow"
    return "It happened before the plan began: the record has one of the days wrong"
