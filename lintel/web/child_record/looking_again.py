"""Lists of children whose earlier work is looked at again: drawn up, and closed child by child (J18)."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.legacy import actions, permissions
from lintel.oversight.legacy.actions import NobodyOnIt, NotThoseDays, ReviewedAlready
from lintel.oversight.legacy.codes import Finding
from lintel.oversight.legacy.queries import children_on, cohorts
from lintel.web.child_record import forms
from lintel.web.components.keeping import done, not_saved, opened

CHILDREN_ON_A_PAGE = 50


@require_GET
@allow(permissions.LOOK_AGAIN)
def lists(request: HttpRequest) -> HttpResponse:
    """Every list with the viewer's children on it, and how many of them are still open."""
    context = {"lists": cohorts(viewer=request.user), "may_draw": may(request.user, permissions.DRAW_UP)}
    return render(request, "child_record/lists.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.DRAW_UP)
def draw_up(request: HttpRequest) -> HttpResponse:
    """Drawing up a list: since when, how long, why."""
    form = opened(request, forms.DrawUp)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draw_up(**form.cleaned_data, by=request.user, at=timezone.now())
        except NotThoseDays:
            form.add_error("last_day", "The days must be over, and the first not after the last")
        except NobodyOnIt:
            form.add_error(
                "days",
                "Nobody you may see waited so long in these days, and nobody’s work was tagged or audited as poor",
            )
        else:
            done(request)
            messages.success(request, "The list is drawn up and frozen. Each child is closed by a decision.")
            return redirect("child_record:looking_again", made.pk)
    return render(request, "child_record/draw_up.html", {"form": form})


@require_GET
@allow(permissions.LOOK_AGAIN)
def one_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The viewer's children on one list: those still open first, who waited longest first."""
    listed = next((each for each in cohorts(viewer=request.user) if each.cohort.pk == pk), None)
    if listed is None:
        raise Http404
    note("list opened", by=request.user, at=timezone.now(), subject=listed.cohort)
    page = Paginator(children_on(viewer=request.user).filter(cohort=pk), CHILDREN_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    lines = child_lines([each.child_id for each in page], viewer=request.user)
    context = {
        "listed": listed, "page": page, "rows": [(each, lines[each.child_id]) for each in page],
        "found": lambda code: Finding(code).words,
    }  # fmt: skip
    return render(request, "child_record/one_list.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.LOOK_AGAIN)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Deciding on one child, with the last time and the chronology a press away."""
    each = children_on(viewer=request.user).filter(pk=pk).first()
    if each is None:
        raise Http404
    form = opened(request, forms.Decide)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.decide_on(
                each, finding=Finding(typed["finding"]), words=typed["words"], by=request.user, at=timezone.now()
            )
        except ReviewedAlready:
            where = redirect("child_record:looking_again", each.cohort_id).url
            return not_saved(request, form, "A colleague decided first.", go_on=("Back to the list", where))
        done(request)
        messages.success(request, "Decided. The child is closed on this list.")
        return redirect("child_record:looking_again", each.cohort_id)
    line = child_lines([each.child_id], viewer=request.user)[each.child_id]
    context = {"each": each, "form": form, "line": line, "found": lambda code: Finding(code).words}
    return render(request, "child_record/decide.html", context)
