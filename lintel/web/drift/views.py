"""The list of the week, and one flag with its answer."""

from __future__ import annotations

from datetime import timedelta

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
from lintel.oversight.drift import actions, permissions, queries
from lintel.oversight.drift.codes import Answer, Rule
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.drift import forms

ON_A_PAGE = 50
A_WEEK = timedelta(days=6)


@require_GET
@allow(permissions.LIST_FLAGS)
def week(request: HttpRequest) -> HttpResponse:
    """What is one's own to answer, then every rule with how many flags stand open; of one rule, its list."""
    today, viewer = timezone.localdate(), request.user
    rule = next((each for each in Rule if each == request.GET.get("rule")), None)
    new_only = rule is not None and request.GET.get("new") == "1"
    rows = queries.flags(viewer=viewer).filter(rule=rule, answered_at__isnull=True) if rule else queries.to_answer(
        viewer=viewer
    )  # fmt: skip
    if new_only:
        rows = rows.filter(raised_at__date__gte=today - A_WEEK)
    page = Paginator(rows.order_by("since", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = child_lines([each.child_id for each in page], viewer=viewer)
    note("list opened", by=viewer, at=timezone.now(), what="flags of drift", rule=rule or "")
    return render(request, "drift/week.html", {
        "page": page, "rows": [(it, Rule(it.rule), lines[it.child_id]) for it in page if it.child_id in lines],
        "rule": rule, "new_only": new_only, "today": today, "extra": {"rule": rule, "new": "1" if new_only else ""},
        "by_rule": [] if rule else queries.by_rule(viewer=viewer, on=today, since=today - A_WEEK),
        "due_on": lambda flag: queries.answer_due_on(flag, viewer=viewer),
        "may_answer": may(viewer, permissions.ANSWER_FLAGS), "looked_at": queries.last_looked_at(viewer=viewer),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.SEE_FLAGS)
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    """One flag: what stands still, what was said before, and the three answers for a manager."""
    found = queries.one_flag(pk, viewer=request.user)
    if found is None:
        raise Http404
    may_answer = may(request.user, permissions.ANSWER_FLAGS) and (found.answered_at is None or request.method == "POST")
    named = queries.entries_that_named_it(found, viewer=request.user) if may_answer else []
    form = opened(request, forms.AnswerFlag, named=named) if may_answer else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and (answer := _answered(request, found, form)) is not None:
            return answer
    note("record opened", by=request.user, at=timezone.now(), subject=found, child_id=found.child_id)
    rule = Rule(found.rule)
    return render(request, "drift/flag.html", {
        "flag": found, "rule": rule, "form": form,
        "line": child_lines([found.child_id], viewer=request.user)[found.child_id],
        "earlier": queries.earlier_of(found, viewer=request.user), "today": timezone.localdate(),
        "due_on": queries.answer_due_on(found, viewer=request.user), "words_of": lambda code: Answer(code).words,
        "may_list": may(request.user, permissions.LIST_FLAGS),
        "may_ask_managers": found.chair_id == request.user.pk and not may(request.user, permissions.ANSWER_FLAGS),
    })  # fmt: skip


def _answered(request: HttpRequest, found: queries.Flag, form: forms.AnswerFlag) -> HttpResponse | None:
    said = actions.Said(**form.cleaned_data)
    try:
        actions.answer(found, said, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except actions.NotOnThatDay:
        form.add_error("by_when", "The day must lie ahead, and at most three months away")
        return None
    except actions.NotBeforeTheFlag:
        form.add_error("named_first", "That was not written before the flag. Choose another")
        return None
    except actions.AnsweredAlready:
        where = redirect("drift:flag", found.pk).url
        return not_saved(request, form, "A colleague answered this flag first.", go_on=("Read the answer", where))
    done(request)
    messages.success(request, "The flag is answered.")
    return redirect("drift:week")
