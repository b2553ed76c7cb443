"""From one worker to the next: who could take a family, the note that goes with them, and somebody who leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import SEE_CHILDREN
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.foundation.people.queries import child_lines
from lintel.foundation.workforce.models import Worker
from lintel.journey.allocating.actions import NoLongerWaiting, NotTheirWorker, allocate, let_go
from lintel.journey.allocating.dues.queries import FamilyHeld, held_by_workers
from lintel.journey.allocating.giving.queries import offered_to, who_may_answer
from lintel.journey.allocating.handing_over.queries import as_asked, note_for, worker_of
from lintel.journey.allocating.loads.fitting import Fit
from lintel.journey.allocating.loads.queries import loads, who_could_take
from lintel.journey.allocating.teams.queries import one_worker
from lintel.journey.chronology.queries import ChildNotVisible, child
from lintel.steps.allocation.giving.actions import (
    AboveTheCeiling,
    BeyondProtectedLoad,
    GivenAlready,
    HoldsNoCases,
    KeptApart,
    LetGoAlready,
    OverridePartly,
    OverTheCeiling,
    ReviewTooLate,
    review_days,
)
from lintel.steps.allocation.models import Involvement
from lintel.steps.allocation.permissions import ALLOCATE
from lintel.steps.referrals.models import Referral
from lintel.web.caseload import forms
from lintel.web.caseload.teams import names_of, offered_of
from lintel.web.components.asking import day_asked
from lintel.web.components.keeping import done, opened

# What is said on the form, and beside which box, where giving is refused.
REFUSALS: dict[type[Exception], tuple[str | None, Callable[[Any], str]]] = {
    BeyondProtectedLoad: (
        "worker",
        lambda it: f"Newly qualified: would hold {it.children} children, protected load {it.most:g}",
    ),
    AboveTheCeiling: (
        "over_manager",
        lambda it: (
            f"The worker would hold {it.children} children, agreed: {it.most:g}. "
            "Say who answers for it, why, and when it is looked at again; or choose somebody else"
        ),
    ),
    OverridePartly: (
        "over_review_on",
        lambda _: "Going above the ceiling needs a manager, a reason and a day after today",
    ),
    ReviewTooLate: ("over_review_on", lambda it: f"{it}"),
    GivenAlready: (None, lambda it: f"Given to {it.standing.worker} already, who has not answered yet."),
    KeptApart: ("worker", lambda _: "This worker may not see one of them, so they cannot be theirs"),
    HoldsNoCases: ("worker", lambda _: "They hold no cases in your teams"),
    NotTheirWorker: ("worker", lambda _: "They hold no cases in your teams"),
    NoLongerWaiting: (None, lambda _: "One of these episodes is over, or no longer yours to see. Look again."),
}


@require_GET
@allow(SEE_CHILDREN)
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """What a new worker must know of a child, made of the record; it prints."""
    person = _child(request, pk)
    found = note_for(person, viewer=request.user, on=day_asked(request))
    if found is None:
        raise Http404
    note("handover note read", by=request.user, at=timezone.now(), subject=person, child_id=person.pk)
    return render(request, "caseload/handover.html", {"note": found, "day": day_asked(request)})


@require_http_methods(["GET", "POST"])
@allow(ALLOCATE)
def change_worker(request: HttpRequest, pk: int) -> HttpResponse:
    """Giving a child, with brothers and sisters, to another worker: who could take them, before and after."""
    person, today = _child(request, pk), timezone.localdate()
    held = worker_of(person, viewer=request.user, on=today, today=today)
    family = _family_of(request, held, pk) if held else None
    if held is None or family is None:
        raise Http404
    lines = child_lines(family.children, viewer=request.user, on=today)
    others = [load for load in loads(viewer=request.user, on=today) if load.worker_id != held.worker_id]
    fits = who_could_take(as_asked(family, viewer=request.user, on=today), others, viewer=request.user, on=today)
    among = [(str(each.referral_id), lines[each.child_id].name) for each in family.held]
    managers = _who_may_answer(fits, family.children, request)
    form = opened(
        request, forms.ChangeWorker, among=among, workers=[_choice(fit) for fit in fits if fit.may_be_given],
        managers=[(str(pk), user.name) for pk, user in managers.items()],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("those", [value for value, _ in among])
        if _give(request, form, chosen):
            done(request)
            messages.success(request, "Given. They stay with the worker before until the new one accepts.")
            return redirect("caseload:worker", held.worker_id)
    return render(request, "caseload/change_worker.html", {
        "form": form, "family": family, "held": held, "fits": fits, "names": names_of(family, lines), "lines": lines,
        "offered": offered_to([each.referral_id for each in family.held], viewer=request.user, on=today),
        "notes": _notes(request, family.children),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ALLOCATE)
def leaves(request: HttpRequest, pk: int) -> HttpResponse:
    """All children of a worker who leaves: to the meeting, to another worker family by family, or held by a manager."""
    today = timezone.localdate()
    line = one_worker(pk, viewer=request.user, on=today, today=today)
    if line is None:
        raise Http404
    lines = child_lines([c for family in line.families for c in family.children], viewer=request.user, on=today)
    among = [(str(family.held[0].involvement_id), names_of(family, lines)) for family in line.families]
    form = opened(request, forms.Leaves, among=among, initial={"change_reason": "LEFTRL"})
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["those"])
        wanted = [f for f in line.families if str(f.held[0].involvement_id) in chosen]
        held = Involvement.objects.filter(pk__in=[each.involvement_id for f in wanted for each in f.held])
        try:
            let_go(
                list(held.select_related("referral__team__part_of")), change_reason=form.cleaned_data["change_reason"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except (NoLongerWaiting, LetGoAlready):
            form.add_error(None, "One of these children is with somebody else since, or no longer yours. Look again.")
        else:
            done(request)
            messages.success(request, "They stand among the children who wait, and a manager holds each of them.")
            return redirect("caseload:leaves", pk)
    return render(request, "caseload/leaves.html", {
        "form": form, "line": line, "lines": lines, "offered": offered_of(line, request),
        "families": [(family, names_of(family, lines)) for family in line.families],
    })  # fmt: skip


def _who_may_answer(fits: Sequence[Fit], children: Sequence[int], request: HttpRequest) -> dict[int, User]:
    """Who may answer for one of these workers holding more than agreed; nobody is named beforehand."""
    found: dict[int, User] = {}
    for team in sorted({fit.before.team_id for fit in fits if fit.may_be_given}):
        found |= {user.pk: user for user in who_may_answer(team, children, viewer=request.user)}
    return found


def _override(request: HttpRequest, asked: dict[str, Any], chosen: Sequence[str]) -> OverTheCeiling | None:
    """
    What was said about going above the ceiling; None where nothing was.

    :raises OverridePartly: if something is missing, or whoever is named may not answer for that worker.
    """
    said = asked["over_manager"], asked["over_reason"].strip(), asked["over_review_on"]
    if not any(said):
        return None
    children = Referral.objects.filter(pk__in=chosen).values_list("child_id", flat=True)
    team = next(
        (load.team_id for load in loads(viewer=request.user, on=timezone.localdate())
         if str(load.worker_id) == asked["worker"]), None,
    )  # fmt: skip
    may = who_may_answer(team, children, viewer=request.user) if team is not None else []
    named = next((user for user in may if str(user.pk) == said[0]), None)
    if named is None or not said[1]:
        raise OverridePartly
    offered, _ = review_days(all_limits(), timezone.localdate())
    return OverTheCeiling(manager=named, reason=said[1], review_on=said[2] or offered)


def _give(request: HttpRequest, form: Any, chosen: Sequence[str]) -> bool:
    """Give what was asked for; say what is refused on the form, and keep every word."""
    asked = form.cleaned_data
    try:
        allocate(
            list(Referral.objects.filter(pk__in=chosen)), worker=Worker.objects.get(pk=asked["worker"]),
            over=_override(request, asked, chosen), change_reason=asked["change_reason"], handover=asked["handover"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except tuple(REFUSALS) as refusal:
        field, words = REFUSALS[type(refusal)]
        form.add_error(field, words(refusal))
    else:
        return True
    return False


def _child(request: HttpRequest, pk: int) -> Person:
    try:
        return child(viewer=request.user, pk=pk, on=timezone.localdate())
    except ChildNotVisible:
        raise Http404 from None


def _family_of(request: HttpRequest, held: Involvement, pk: int) -> FamilyHeld | None:
    today = timezone.localdate()
    families = held_by_workers([held.worker_id], viewer=request.user, on=today, today=today)
    return next((family for family in families.get(held.worker_id, []) if pk in family.children), None)


def _notes(request: HttpRequest, children: Sequence[int]) -> list[Any]:
    people = Person.objects.filter(pk__in=children).prefetch_related("names").order_by("pk")
    found = (note_for(person, viewer=request.user, on=timezone.localdate()) for person in people)
    return [each for each in found if each]


def _choice(fit: Fit) -> tuple[str, str]:
    load, after = fit.before, fit.after
    with_asked = f" ({len(load.asked)} of them given and not answered)" if load.asked else ""
    now = f"{load.count} {'child' if load.count == 1 else 'children'} now{with_asked}"
    return str(load.worker_id), f"{load.name}: {now}, {after.count} then, agreed {after.most:g}"
