"""How work with a family ends: early help goes on with them, or the episode closes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.naming import name_of
from lintel.journey.plans.actions import NoEarlyHelp
from lintel.journey.plans.actions import step_down as propose
from lintel.journey.plans.closing.actions import SomethingStands, close_episodes
from lintel.journey.plans.closing.queries import standing_of, what_stands_open
from lintel.journey.plans.families import episodes_beside
from lintel.journey.plans.queries import PlanPage, plan_page
from lintel.journey.plans.words import plan_in_words
from lintel.steps.early_help.actions import AskedAlready, AskedTooLate, NothingSaid, StepDown
from lintel.steps.early_help.permissions import ASK_EARLY_HELP
from lintel.steps.plans.codes import Change
from lintel.steps.referrals.closing.actions import ClosedAlready, Words
from lintel.steps.referrals.codes import MOVED_AWAY, TO_EARLY_HELP
from lintel.steps.referrals.models import Referral
from lintel.steps.referrals.permissions import CLOSE_EPISODES, CLOSE_WITHOUT_WAITING
from lintel.steps.referrals.queries import open_episode
from lintel.steps.referrals.rules import Bar, Standing, bars, odd_about
from lintel.web.components.keeping import done, opened
from lintel.web.plans import ending_forms
from lintel.web.plans.views import shown

BARS = {
    Bar.DANGER: "A contact about {} says that a child is in danger now. It is looked into and cleared first.",
    Bar.EARLY_HELP: "Early help has not accepted and met the family of {} yet. Until then the child is ours.",
    Bar.NOT_ACCEPTED_ELSEWHERE: "No other authority has accepted {}. Until then the child is ours.",
}
STEP_DOWN_REFUSALS: dict[type[Exception], str] = {
    AskedAlready: "Early help was asked already; the page of the plan says what they answered.",
    AskedTooLate: "The episode is closed.", NothingSaid: "There was nothing written.",
    NoEarlyHelp: "There is no early help team to ask yet.",
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ASK_EARLY_HELP)
def step_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposing, with the family, that early help goes on; everything the plan says is filled in."""
    page, referral, beside = _episode(request, pk)
    form = opened(
        request, ending_forms.StepDown, family=_named(beside), initial={"worked": _worked(page), "remains": _left(page)}
    )
    if request.method == "POST" and form.is_valid():
        asked = [referral, *(each for each in beside if each.pk in form.chosen)]
        said = StepDown(plan_so_far="", **{name: form.cleaned_data[name] for name in SAID})
        try:
            propose(asked, said, plans_so_far=_plans(asked, request), by=request.user, at=timezone.now())
        except tuple(STEP_DOWN_REFUSALS) as refusal:
            form.add_error(None, STEP_DOWN_REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "Early help is asked. You keep the family until they have met them.")
            return redirect("plans:plan", pk)
    return render(request, "plans/step_down.html", {"page": page, "form": form})


SAID = ("worked", "remains", "contingency", "family_says")


@require_http_methods(["GET", "POST"])
@allow(CLOSE_EPISODES)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """One page to close an episode: what stands open, why, what the family was told, and each brother and sister."""
    page, referral, beside = _episode(request, pk)
    standing = standing_of(referral, viewer=request.user)
    stands_open = what_stands_open(referral, viewer=request.user, on=timezone.localdate())
    form = opened(
        request, ending_forms.Close, family=_named(beside), is_owed=stands_open.is_owed,
        may_break_glass=_may_pass_over(request, standing), initial={"reason": _reason(standing)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        closed = _closed(request, form, [referral, *(each for each in beside if each.pk in form.chosen)])
        if closed:
            return closed
    return render(request, "plans/close.html", {
        "page": page, "form": form, "open": stands_open,
        "bars": [BARS[bar].format(page.name) for bar in bars("", standing)],
        "odd": odd_about(str(form["reason"].value() or ""), standing),
    })  # fmt: skip


def _closed(request: HttpRequest, form: ending_forms.Close, referrals: list[Referral]) -> HttpResponse | None:
    """Closed, and on to a page this person may still see; or nothing, and the form says what stands in the way."""
    said = form.cleaned_data
    words = Words(
        outcome=said["outcome"], told=said["told"], owed=said.get("owed", ""), despite=said.get("despite", "")
    )
    try:
        close_episodes(referrals, reason=said["reason"], words=words, by=request.user, at=timezone.now())
    except SomethingStands as barred:
        for bar in barred.bars:
            form.add_error(None, BARS[bar].format(barred.name))
        return None
    except ClosedAlready:
        messages.info(request, "A colleague has just closed it.")
        return redirect("/")
    done(request)
    messages.success(request, "Closed, with all that hung on it. Nothing starts again: the next follows this one.")
    is_theirs = visible_children(request.user).filter(pk=referrals[0].child_id).exists()
    return redirect("child_record:story", referrals[0].child_id) if is_theirs else redirect("/")


def _episode(request: HttpRequest, pk: int) -> tuple[PlanPage, Referral, list[Referral]]:
    """The plan, the episode under way, and those of brothers and sisters; missing where there is none."""
    page, today = shown(request, pk), timezone.localdate()
    referral = open_episode(pk, viewer=request.user, on=today)
    if referral is None:
        raise Http404
    return page, referral, episodes_beside(page.child, viewer=request.user, on=today)


def _named(referrals: list[Referral]) -> list[tuple[int, str]]:
    return [(each.pk, name_of(each.child)) for each in referrals]


def _may_pass_over(request: HttpRequest, standing: Standing) -> bool:
    """Whether there may be something to pass over for a reason, and this person may."""
    waits = standing.steps_down and not standing.was_met
    return may(request.user, CLOSE_WITHOUT_WAITING) and (waits or not standing.is_accepted_elsewhere)


def _reason(standing: Standing) -> str:
    """The reason the record suggests, where it does."""
    if standing.is_accepted_elsewhere:
        return MOVED_AWAY
    is_early_help = standing.steps_down and not (standing.had_a_plan or standing.had_an_enquiry)
    return TO_EARLY_HELP if is_early_help else ""


def _worked(page: PlanPage) -> str:
    moved = (Change.BETTER, Change.MET)
    return "\n".join(
        f"{thread.need.words.rstrip('.')}: {thread.now.words}"
        for thread in page.threads
        if thread.now and thread.now.change in moved
    )


def _left(page: PlanPage) -> str:
    needs = [thread.need.words for thread in page.threads if not thread.is_met and thread.need.withdrawn_at is None]
    actions = [f"{line.action.words} ({line.action.owner}, {line.action.due_on:%-d %B %Y})" for line in page.live]
    return "\n".join([*needs, *actions])


def _plans(referrals: list[Referral], request: HttpRequest) -> dict[int, str]:
    """Each child's own plan in words: early help reads of a child only what is theirs."""
    pages: list[Any] = [
        plan_page(each.child, viewer=request.user, on=timezone.localdate())  # type: ignore[arg-type]
        for each in referrals
    ]
    return {page.child.pk: plan_in_words(page) for page in pages}
