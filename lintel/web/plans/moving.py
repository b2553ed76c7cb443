"""A child on the way to another authority: ours until they accept."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.naming import name_of
from lintel.journey.plans.families import episodes_beside, mother_of
from lintel.journey.plans.moving.actions import hand_on
from lintel.journey.plans.moving.words import still_missing
from lintel.journey.plans.queries import PlanPage
from lintel.journey.plans.words import plan_in_words
from lintel.statute.calendar import england, local_day
from lintel.steps.plans.permissions import SEE_PLANS
from lintel.steps.referrals.models import Referral, Transfer
from lintel.steps.referrals.moving_away import actions
from lintel.steps.referrals.permissions import HAND_ON
from lintel.steps.referrals.queries import open_episode, transfers
from lintel.web.components.keeping import done, opened
from lintel.web.plans import ending_forms as forms
from lintel.web.plans.views import Act, shown

REFUSALS: dict[type[Exception], str] = {
    actions.EpisodeIsOver: "The episode is closed.", actions.NothingSaid: "There was nothing written.",
    actions.HandedOnAlready: "One of the children is on the way to another authority already.",
    actions.OutOfOrder: "First it is sent, then acknowledged, then accepted; look at what stands now.",
    actions.NotOnThatDay: "The day must not be before the move was written down, nor after today.",
}  # fmt: skip


ACTS = {
    "chased": Act(forms.Chased, "They were asked", actions.chase, "It is written down what they said."),
    "acknowledged": Act(
        forms.Acknowledged, "They have the papers", actions.acknowledge,
        "Acknowledged. The child is ours until they accept.",
    ),
    "accepted": Act(
        forms.Accepted, "They have accepted", actions.accept_elsewhere,
        "Accepted. The episode can be closed now as moved to another authority.",
    ),
    "called_off": Act(forms.CalledOff, "Call it off", actions.call_off, "Called off. The child stays with us."),
}  # fmt: skip


@require_GET
@allow(SEE_PLANS)
def moving(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the move stands, who answers meanwhile, and who of the family does not move along."""
    page, transfer = shown(request, pk), _transfer(request, pk)
    conference = all_limits().time_limit("transfer_in_conference", on=transfer.moved_on)
    told_on = local_day(transfer.sent_at) if transfer.sent_at else None
    return render(request, "plans/moving.html", {
        "page": page, "it": transfer, "missing": still_missing(transfer), "may_hand_on": may(request.user, HAND_ON),
        "is_going": transfer.accepted_on is None, "left": _left_behind(request, page),
        "mother": mother_of(page.child, viewer=request.user),
        "conference_by": conference.due_on(told_on, england()) if page.is_protection and told_on else None,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(HAND_ON)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing down that a child moves, and who of the family moves along, born or not."""
    page, today = shown(request, pk), timezone.localdate()
    referral = open_episode(pk, viewer=request.user, on=today)
    if referral is None:
        raise Http404
    beside = episodes_beside(page.child, viewer=request.user, on=today)
    family = [(each.pk, _in_words(each, request)) for each in beside]
    form = opened(request, forms.Move, family=family, initial={"summary": plan_in_words(page), "moved_on": today})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in actions.Move.__dataclass_fields__}
        chosen = [referral, *(each for each in beside if each.pk in form.chosen)]
        try:
            hand_on(chosen, actions.Move(**said), by=request.user, at=timezone.now())
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "Written down. The child is ours until the other authority accepts.")
            return redirect("plans:moving", pk)
    return render(request, "plans/begin_moving.html", {
        "page": page, "form": form, "mother": mother_of(page.child, viewer=request.user),
    })  # fmt: skip


@require_POST
@allow(HAND_ON)
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying that the summary was sent."""
    try:
        actions.send(_transfer(request, pk), by=request.user, at=timezone.now())
    except tuple(REFUSALS) as refusal:
        messages.info(request, REFUSALS[type(refusal)])
    else:
        messages.success(request, "Sent. You are asked every working day until they accept.")
    return redirect("plans:moving", pk)


@require_http_methods(["GET", "POST"])
@allow(HAND_ON)
def answer(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """What the other authority said, or that the move is called off."""
    page, transfer, it = shown(request, pk), _transfer(request, pk), ACTS[act]
    initial = {"initial": {"accepted_on": timezone.localdate()}} if act == "accepted" else {}
    form = opened(request, it.form, **initial)
    if request.method == "POST" and form.is_valid():
        try:
            it.do(transfer, **form.cleaned_data, by=request.user, at=timezone.now())
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, it.said)
            return redirect("plans:plan" if act == "called_off" else "plans:moving", pk)
    return render(request, "plans/moving_answer.html", {"page": page, "it": transfer, "form": form, "title": it.title})


def _transfer(request: HttpRequest, pk: int) -> Transfer:
    """The move of a child that is under way or was the last; missing where there is none they may see."""
    found = transfers(viewer=request.user).filter(child=pk, called_off_at__isnull=True).last()  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found


def _left_behind(request: HttpRequest, page: PlanPage) -> list[str]:
    """Brothers and sisters with open episodes who are not on the way with the child; the unborn are said to be so."""
    beside = episodes_beside(page.child, viewer=request.user, on=timezone.localdate())  # type: ignore[arg-type]
    going = set(
        transfers(viewer=request.user)  # type: ignore[arg-type]
        .filter(referral__in=[each.pk for each in beside], called_off_at__isnull=True)
        .values_list("referral_id", flat=True)
    )
    return [_in_words(each, request) for each in beside if each.pk not in going]


def _in_words(referral: Referral, request: HttpRequest) -> str:
    """Whose episode it is; of an unborn child also whose it is, because it moves where its mother moves."""
    child = referral.child
    if child.birth_date_certainty != BirthDateCertainty.EXPECTED:
        return name_of(child)
    mother = mother_of(child, viewer=request.user)  # type: ignore[arg-type]
    goes = f", and moves where {mother} moves" if mother else ""
    return f"{name_of(child)}, not born yet{goes}"
