"""Who saw it first: the monthly look at the manager-first rate, the list behind it, and the check by hand."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.drift import actions, permissions, queries
from lintel.oversight.drift.codes import Answer, Rule
from lintel.web.components.asking import day_of
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.drift import forms

DAY = timedelta(days=1)


@require_GET
@allow(permissions.LIST_FLAGS)
def month(request: HttpRequest) -> HttpResponse:
    """One month: the rate with its interval, the confirmed delays behind it, and how often each rule was right."""
    today, viewer = timezone.localdate(), request.user
    start = (day_of(f"{request.GET.get('month', '')}-01") or today).replace(day=1)
    start = min(start, today.replace(day=1))
    until = min(_next(start) - DAY, today)
    found = queries.who_saw_first(viewer=viewer, since=start, until=until)
    checks = queries.to_check_by_hand(viewer=viewer)
    lines = child_lines([each.child_id for each in (*found.delays, *checks)], viewer=viewer)
    note("list opened", by=viewer, at=timezone.now(), what="who saw delays first", month=f"{start:%Y-%m}")
    return render(request, "drift/first.html", {
        "found": found, "start": start, "until": until, "earlier": start - DAY,
        "later": _next(start) if _next(start) <= today else None,
        "rows": [(each, lines[each.child_id]) for each in found.delays if each.child_id in lines],
        "checks": [(each, lines[each.child_id]) for each in checks if each.child_id in lines],
        "rules": [each for each in queries.rules_now(viewer=viewer, on=today) if each.precision.of],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.CHECK_FIRST)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Checking one confirmed delay by hand, with the record a press away."""
    flag = queries.one_flag(pk, viewer=request.user)
    if flag is None or not flag.answer or not Answer(flag.answer).is_confirmed:
        raise Http404
    is_open = queries.is_to_be_checked(flag, viewer=request.user) and not hasattr(flag, "hand_check")
    form = opened(request, forms.Check) if is_open or request.method == "POST" else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.check_by_hand(flag, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.AnsweredAlready:
            where = redirect("drift:check", pk).url
            return not_saved(request, form, "A colleague checked this first.", go_on=("Read the check", where))
        except actions.NotByThemselves:
            form.add_error(None, "You answered this flag, or wrote what named it. Somebody else checks it")
        except actions.NotDrawn:
            form.add_error(None, "Chance did not draw this one, so it is not checked by hand")
        else:
            done(request)
            messages.success(request, "Checked.")
            return redirect("drift:first")
    note("record opened", by=request.user, at=timezone.now(), subject=flag, child_id=flag.child_id)
    return render(request, "drift/check.html", {
        "flag": flag, "form": form, "line": child_lines([flag.child_id], viewer=request.user)[flag.child_id],
        "rule": Rule(flag.rule), "words_of": lambda code: Answer(code).words,
    })  # fmt: skip


def _next(start: date) -> date:
    """The first day of the month after."""
    return (start.replace(day=28) + timedelta(days=4)).replace(day=1)
