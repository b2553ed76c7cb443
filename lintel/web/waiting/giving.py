"""Giving a family to a worker: who could take them and why, what it would come to, and giving them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Worker
from lintel.journey.allocating import actions
from lintel.journey.allocating.giving.queries import unanswered, who_may_answer
from lintel.journey.allocating.loads.fitting import Fit
from lintel.journey.allocating.loads.queries import asked_about, loads, who_could_take
from lintel.journey.allocating.waiting.queries import episodes, families_of
from lintel.journey.allocating.waiting.wait import Family
from lintel.steps.allocation.giving.actions import (
    AboveTheCeiling,
    BeyondProtectedLoad,
    GivenAlready,
    HoldsNoCases,
    KeptApart,
    OverridePartly,
    OverTheCeiling,
    ReviewTooLate,
    review_days,
)
from lintel.steps.allocation.permissions import ALLOCATE
from lintel.steps.allocation.rules import Verdict
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.waiting import forms
from lintel.web.waiting.chosen import BACK, given_already, nobody_waits, numbers_in, waited_no_more
from lintel.web.waiting.rows import ChildRow, FamilyRow, in_a_row, rows_of

WORKERS_ON_A_PAGE = 25
OTHERS_OFFERED = 3
OVERTAKEN: dict[type[Exception], str] = {
    actions.NotTheirWorker: "{0} is in a team you do not answer for now.",
    HoldsNoCases: "{0} holds no cases any more.",
    KeptApart: "{0} may not see one of them, so they cannot be theirs.",
    BeyondProtectedLoad: "{0} was given children since you opened the page, and would now hold more than the protected "
    "load of somebody newly qualified. Nobody can answer for that: choose another worker.",
}  # fmt: skip


@dataclass(frozen=True)
class ToGive:
    """
    The children of one family who are to be given.

    :param left: their brothers and sisters who wait and are not given now.
    """

    row: FamilyRow
    children: Sequence[ChildRow]
    left: Sequence[ChildRow]

    @property
    def names(self) -> str:
        return in_a_row([child.line.name for child in self.children])

    @property
    def left_names(self) -> str:
        return in_a_row([child.line.name for child in self.left])

    @property
    def referrals(self) -> list[int]:
        return [child.wait.referral_id for child in self.children]

    @property
    def family(self) -> Family:
        return Family([child.wait for child in self.children])

    @property
    def query(self) -> str:
        """As it is carried along in addresses: by name, so that nobody else is given than the page spoke of."""
        return f"?{urlencode([('child', pk) for pk in self.referrals])}"


@require_GET
@allow(ALLOCATE)
def allocate(request: HttpRequest, pk: int) -> HttpResponse:
    """The family, and the workers of one's teams, the one most speaks for first."""
    today = timezone.localdate()
    wanted = _to_give(request, pk, today)
    if not isinstance(wanted, ToGive):
        return wanted
    found = _fits(request, wanted, today)
    page = Paginator(found, WORKERS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "waiting/allocate.html", {
        "it": wanted, "page": page, "today": today,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ALLOCATE)
def give(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What giving them to this worker comes to, and doing it."""
    today = timezone.localdate()
    wanted = _to_give(request, pk, today)
    if not isinstance(wanted, ToGive):
        return wanted
    found = _fits(request, wanted, today)
    fit = next((each for each in found if each.before.worker_id == number), None)
    if fit is None:
        raise Http404
    if not fit.may_be_given:
        others = [each for each in found if each.may_be_given and each.verdict is Verdict.WITHIN][:OTHERS_OFFERED]
        return render(request, "waiting/cannot_be_given.html", {"it": wanted, "fit": fit, "others": others})
    is_over = fit.verdict is Verdict.OVER_THE_CEILING
    managers = _managers(request, fit, wanted) if is_over else []
    form = opened(request, forms.Give, managers=_names(managers), today=today, review=review_days(all_limits(), today))
    if request.method == "POST" and form.is_valid():
        return _given(request, wanted, fit, form)
    return _what_it_comes_to(request, wanted, fit, form)


def _given(request: HttpRequest, wanted: ToGive, fit: Fit, form: forms.Give) -> HttpResponse:
    worker = Worker.objects.get(pk=fit.before.worker_id)
    found = episodes(wanted.referrals, viewer=request.user, on=timezone.localdate())
    typed = form.cleaned_data
    try:
        given = actions.allocate(
            found, worker=worker, over=_over(request, typed, fit, wanted), why=typed["why"], is_first=True,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except GivenAlready as first:
        return given_already(request, first.standing, form)
    except actions.NoLongerWaiting as why:
        return not_saved(request, form, waited_no_more(why), go_on=(BACK, reverse("waiting:board")))
    except tuple(OVERTAKEN) as why:
        go_on = ("Choose another worker", reverse("waiting:allocate", args=[wanted.row.pk]) + wanted.query)
        return not_saved(request, form, OVERTAKEN[type(why)].format(worker), go_on=go_on)
    except AboveTheCeiling as over:
        return _now_above(request, wanted, fit, over)
    except OverridePartly:
        form.add_error("over_review_on", "The day it is looked at again must be after today")
        return _what_it_comes_to(request, wanted, fit, form)
    except ReviewTooLate as late:
        form.add_error("over_review_on", f"{late}")
        return _what_it_comes_to(request, wanted, fit, form)
    done(request)
    holds = in_a_row(sorted({child.wait.holding_manager or "nobody" for child in wanted.children}))
    messages.success(
        request, f"{wanted.names} given to {worker}, who is told. Until {worker} accepts, {holds} holds "
        f"{'the child' if len(given) == 1 else 'them'}.",
    )  # fmt: skip
    return redirect("waiting:board")


def _now_above(request: HttpRequest, wanted: ToGive, fit: Fit, over: AboveTheCeiling) -> HttpResponse:
    """Somebody gave the worker children since the page was opened: what was typed stays, and a manager is asked for."""
    managers = _managers(request, fit, wanted)
    today = timezone.localdate()
    days = review_days(all_limits(), today)
    form = forms.Give(managers=_names(managers), initial=request.POST.dict(), today=today, review=days)
    return _what_it_comes_to(request, wanted, fit, form, now=over)


def _what_it_comes_to(
    request: HttpRequest, wanted: ToGive, fit: Fit, form: forms.Give, *, now: AboveTheCeiling | None = None
) -> HttpResponse:
    return render(request, "waiting/give.html", {
        "it": wanted, "fit": fit, "form": form, "now": now, "today": timezone.localdate(),
        "is_over": now is not None or fit.verdict is Verdict.OVER_THE_CEILING,
    })  # fmt: skip


def _over(request: HttpRequest, typed: dict[str, Any], fit: Fit, wanted: ToGive) -> OverTheCeiling | None:
    if not typed.get("over_manager"):
        return None
    named = next(each for each in _managers(request, fit, wanted) if str(each.pk) == typed["over_manager"])
    return OverTheCeiling(manager=named, reason=typed["over_reason"], review_on=typed["over_review_on"])


def _managers(request: HttpRequest, fit: Fit, wanted: ToGive) -> list[User]:
    children = [child.wait.child_id for child in wanted.children]
    return who_may_answer(fit.before.team_id, children, viewer=request.user)


def _names(managers: Sequence[User]) -> list[tuple[str, str]]:
    return [
        (str(each.pk), f"{each.name}, {', '.join(sorted(r.title.lower() for r in each.roles))}") for each in managers
    ]


def _fits(request: HttpRequest, wanted: ToGive, today: date) -> list[Fit]:
    asked = asked_about([wanted.family], viewer=request.user, on=today)[0]
    return who_could_take(asked, loads(viewer=request.user, on=today), viewer=request.user, on=today)


def _to_give(request: HttpRequest, pk: int, today: date) -> ToGive | HttpResponse:
    """
    The children the address is about, or the page that somebody has been asked, or holds them, already.

    What is sent is about the children the page spoke of: where one of them waits no more, nothing is given at all.
    """
    posted = _as_sent(request) if request.method == "POST" else None
    rows = rows_of(families_of([pk], viewer=request.user, on=today), viewer=request.user, today=today)
    if not rows:
        return nobody_waits(request, pk, posted)
    row, asked = rows[0], set(numbers_in(request, "child"))
    children = [child for child in row.to_give if not asked or child.wait.referral_id in asked]
    gone = asked - {child.wait.referral_id for child in children}
    if not row.to_give or (posted and gone):
        wanted = gone or {child.wait.referral_id for child in row.children}
        offered = unanswered(wanted, viewer=request.user, on=today)
        return given_already(request, offered[0], posted) if offered else nobody_waits(request, min(wanted), posted)
    children = children or row.to_give
    return ToGive(row, children, [child for child in row.to_give if child not in children])


def _as_sent(request: HttpRequest) -> forms.Give:
    """What was sent, to be read back to whoever was overtaken; with the manager they had named, by name."""
    named = User.objects.filter(pk__in=[pk for pk in request.POST.getlist("over_manager") if pk.isdecimal()])
    return forms.Give(data=request.POST, managers=[(str(each.pk), each.name) for each in named])
