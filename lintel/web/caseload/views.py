"""What a worker does about their own children: answering, saying whom they reached, and looking at their own load."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.foundation.workforce.permissions import RECORD_ABSENCE
from lintel.journey.allocating import actions
from lintel.journey.allocating.actions import NoLongerWaiting
from lintel.journey.allocating.dues.queries import FamilyHeld, Mine, my_children
from lintel.journey.allocating.dues.rules import Due
from lintel.journey.allocating.handing_over.queries import note_for
from lintel.journey.allocating.teams.queries import one_worker
from lintel.steps.allocation.giving.actions import AnsweredAlready, NotOnThatDay
from lintel.steps.allocation.models import Allocation, Involvement
from lintel.steps.allocation.permissions import ALLOCATE, HOLD_CHILDREN
from lintel.web.caseload import forms
from lintel.web.components.keeping import done, opened

GONE = "This was answered or taken back already, or the episode is over."


@require_GET
@allow(HOLD_CHILDREN)
def given(request: HttpRequest, pk: int) -> HttpResponse:
    """Reading what one was given before answering: who gave it, and a note for each child made of the record."""
    if (mine := _held_since(request, pk)) is not None:
        messages.info(request, "You hold them now.")
        return redirect("caseload:worker", mine.worker_id)
    asked = _asked(request, pk)
    offers = _offers(asked)
    notes = [note_for(offer.child, viewer=request.user, on=timezone.localdate()) for offer in offers]
    return render(request, "caseload/given.html", {
        "asked": asked, "pk": pk, "offers": offers, "notes": [note for note in notes if note],
        "lines": child_lines(asked.children, viewer=request.user, on=timezone.localdate()),
    })  # fmt: skip


@require_POST
@allow(HOLD_CHILDREN)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepting a child and the brothers and sisters given with them, in one press."""
    asked = _asked(request, pk)
    names = _names(asked.children, child_lines(asked.children, viewer=request.user, on=timezone.localdate()))
    try:
        actions.accept(_offers(asked), by=request.user, at=timezone.now())
    except (AnsweredAlready, NoLongerWaiting):
        messages.error(request, GONE)
    else:
        messages.success(request, f"You hold {names} from now on.")
    return redirect("home:home")


@require_http_methods(["GET", "POST"])
@allow(HOLD_CHILDREN)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying why one cannot take children on: all that were given, or some of them."""
    asked = _asked(request, pk)
    lines = child_lines(asked.children, viewer=request.user, on=timezone.localdate())
    among = [(str(offer.pk), lines[offer.child_id].name) for offer in _offers(asked)]
    form = opened(request, forms.Decline, among=among)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("those", [value for value, _ in among])
        offers = [offer for offer in _offers(asked) if str(offer.pk) in chosen]
        try:
            actions.decline(offers, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
        except AnsweredAlready:
            form.add_error(None, GONE)
        else:
            done(request)
            messages.success(request, "Said. Whoever gave them to you is told.")
            return redirect("home:home")
    return render(request, "caseload/typed.html", {
        "form": form, "title": "Say why not", "about": _names(asked.children, lines), "button_words": "Say why not",
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(HOLD_CHILDREN)
def reached(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying on which day a family was first reached."""
    family = _to_reach(request, pk)
    lines = child_lines(family.children, viewer=request.user, on=timezone.localdate())
    those = [each for each in family.held if each.involvement_id in family.to_reach]
    among = [(str(each.involvement_id), lines[each.child_id].name) for each in those]
    form = opened(request, forms.Reached, among=among)
    if request.method == "POST" and form.is_valid():
        chosen = {int(value) for value in form.cleaned_data.get("those", [value for value, _ in among])}
        try:
            actions.reach_family(
                _involvements(chosen), reached_on=form.cleaned_data["reached_on"], by=request.user, at=timezone.now()
            )
        except NotOnThatDay:
            form.add_error("reached_on", "The day must not be before you accepted them, nor after today")
        else:
            done(request)
            messages.success(request, "It is written down that you reached them.")
            return redirect("home:home")
    return render(request, "caseload/typed.html", {
        "form": form, "title": "I reached them", "about": _names([each.child_id for each in those], lines),
        "button_words": "I reached them",
    })  # fmt: skip


@require_POST
@allow(HOLD_CHILDREN)
def reached_today(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying in one press that a family was reached today."""
    family = _to_reach(request, pk)
    now = timezone.now()
    held = _involvements(family.to_reach)
    actions.reach_family(held, reached_on=timezone.localdate(now), by=request.user, at=now)
    lines = child_lines(family.children, viewer=request.user, on=timezone.localdate())
    names = _names([each.child_id for each in held], lines)
    messages.success(request, f"It is written down that you reached {names} today.")
    return redirect("home:home")


@require_GET
@allow(HOLD_CHILDREN)
def my_load(request: HttpRequest) -> HttpResponse:
    """One's own load, the same page one's manager sees."""
    today = timezone.localdate()
    line = one_worker(request.user.worker_id or 0, viewer=request.user, on=today, today=today)
    lines = child_lines([c for f in line.families for c in f.children], viewer=request.user, on=today) if line else {}
    return render(request, "caseload/worker.html", {
        "line": line, "lines": lines, "is_mine": True, "offered": {}, "may_allocate": may(request.user, ALLOCATE),
        "own_worker": request.user.worker_id if may(request.user, RECORD_ABSENCE) else None,
    })  # fmt: skip


def _held_since(request: HttpRequest, pk: int) -> Involvement | None:
    """What came of it where the viewer accepted this and holds the child still."""
    held = Involvement.objects.in_force(timezone.localdate())
    return held.filter(allocation=pk, worker=request.user.worker_id, worker__isnull=False).first()


def _mine(request: HttpRequest) -> Mine:
    today = timezone.localdate()
    return my_children(viewer=request.user, on=today, today=today)


def _asked(request: HttpRequest, pk: int) -> Due:
    """The children given together with this one and not answered yet."""
    found = _mine(request).asked
    asked = next((due for due in found if pk in due.records), None)
    if asked is None:
        raise Http404
    return asked


def _offers(asked: Due) -> list[Allocation]:
    found = Allocation.objects.filter(pk__in=asked.records).select_related("child", "given_by", "worker", "team")
    return list(found.prefetch_related("child__names").order_by("pk"))


def _to_reach(request: HttpRequest, pk: int) -> FamilyHeld:
    families = _mine(request).families
    found = next((family for family in families if pk in family.to_reach), None)
    if found is None:
        raise Http404
    return found


def _involvements(wanted: Any) -> list[Involvement]:
    return list(Involvement.objects.filter(pk__in=wanted).order_by("pk"))


def _names(children: Any, lines: dict[int, ChildLine]) -> str:
    return ", ".join(lines[child].name for child in children if child in lines)
