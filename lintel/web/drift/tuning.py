"""The rules in words, how often each was right, and other numbers for one of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import NotAllowed, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.drift import actions, permissions, queries
from lintel.oversight.drift.codes import RULES, Answer, Rule
from lintel.oversight.drift.queries import RuleNow
from lintel.web.components.keeping import done, opened
from lintel.web.drift import forms

ON_A_PAGE = 50


@require_GET
@allow(permissions.SEE_RULES)
def every(request: HttpRequest) -> HttpResponse:
    """Each rule in a sentence with its numbers, and how often it was right."""
    found = queries.rules_now(viewer=request.user, on=timezone.localdate())
    return render(request, "drift/rules.html", {"rules": found})


@require_http_methods(["GET", "POST"])
@allow(permissions.SEE_RULES)
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One rule, its versions, the number its answers propose; and, for whoever may, other numbers."""
    now = _rule(request, name)
    may_set = may(request.user, permissions.SET_RULES)
    if request.method == "POST" and not may_set:
        raise NotAllowed(permissions.SET_RULES)
    proposed = now.better.number if now.better and request.GET.get("proposed") == "1" else None
    form = opened(request, forms.SetNumbers, rule=now, proposed=proposed) if may_set else None
    if request.method == "POST" and form is not None and form.is_valid() and _is_set(request, now, form):
        return redirect("drift:rule", name)
    words = RULES[now.rule]
    return render(request, "drift/rule.html", {
        "now": now, "form": form, "source": words.source, "says_of": lambda row: now.rule.says(row.numbers),
        "tuned": words.numbers[words.tuned].counts,
    })  # fmt: skip


def _is_set(request: HttpRequest, now: RuleNow, form: forms.SetNumbers) -> bool:
    typed = form.cleaned_data
    try:
        actions.set_numbers(
            now.rule, form.numbers, effective_from=typed["effective_from"], why=typed["why"],
            by=request.user, at=timezone.now(),  # type: ignore[arg-type]
        )  # fmt: skip
    except actions.NotOnThatDay:
        form.add_error("effective_from", "The day must be today or later")
    except actions.NotNumbersOfTheRule:
        form.add_error(None, "These are the numbers the rule has already. Change one, or leave it as it is")
    else:
        done(request)
        messages.success(request, "The rule has other numbers from that day. Flags raised before keep theirs.")
        return True
    return False


@require_GET
@allow(permissions.LIST_FLAGS)
def answers(request: HttpRequest, name: str) -> HttpResponse:
    """The answers behind the precision of one rule, of children the viewer may see; the latest first."""
    now = _rule(request, name)
    rows = queries.flags(viewer=request.user).filter(
        rule=now.rule, version=now.version.number, answered_at__isnull=False
    )
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = child_lines([each.child_id for each in page], viewer=request.user)
    note("list opened", by=request.user, at=timezone.now(), what="answers to flags of drift", rule=now.rule)
    return render(request, "drift/answers.html", {
        "now": now, "page": page, "rows": [(each, lines[each.child_id]) for each in page if each.child_id in lines],
        "words_of": lambda code: Answer(code).words,
    })  # fmt: skip


def _rule(request: HttpRequest, name: str) -> RuleNow:
    rule = next((each for each in Rule if each.replace("_", "-") == name), None)
    found = queries.one_rule(rule, viewer=request.user, on=timezone.localdate()) if rule else None  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found
