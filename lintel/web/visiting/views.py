"""Writing a visit down, reading it, and putting it right."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.naming import name_of
from lintel.journey.chronology import queries as chronology
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.visiting import actions
from lintel.journey.visiting.actions import Kept
from lintel.journey.visiting.queries import Family, family_as_sent, family_of_visit, who_answers
from lintel.steps.visits.codes import Purpose, Way, WhyNot
from lintel.steps.visits.models import FamilyVisit
from lintel.steps.visits.permissions import RECORD_VISIT
from lintel.steps.visits.queries import children_of, family_visits
from lintel.steps.visits.queries import of_child as visits_of_child
from lintel.steps.visits.reading import said_of
from lintel.web.components.keeping import done, opened
from lintel.web.visiting.forms import VisitForm, as_typed

ASIDE = "It could not be put into the record at once. Every word is kept: say here what becomes of it."


@require_http_methods(["GET", "POST"])
@allow(RECORD_VISIT)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """
    One visit to a family: brothers and sisters are there already, today and just now are set. A telephone that sends
    what it has kept asks for JSON and gets the address of what became of it.
    """
    now = timezone.now()
    family = _family(request, pk, now)
    form = opened(request, VisitForm, family=family, now=now, initial=_at_first(family, now))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        kept = actions.visit_family(
            form.said, sent_once=typed["sent_once"], typed_at=typed["typed_at"], is_safe=typed["is_safe"],
            by=request.user, at=now,
        )  # fmt: skip
        return _kept(request, kept)
    if request.method == "POST" and _is_sent_by_telephone(request):
        return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
    return render(request, "visiting/new.html", {
        "form": form, "family": family, "title": "Visit", "where": reverse("visiting:new", args=[pk]),
    })  # fmt: skip


@require_GET
@allow(SEE_CHILDREN)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit: for whom it was kept, and what was said of each."""
    visit = get_object_or_404(family_visits(viewer=request.user), pk=pk)
    children = children_of(visit, viewer=request.user)
    for each in children:
        note("visit opened", by=request.user, at=timezone.now(), subject=visit, child_id=each.child_id)
    return render(request, "visiting/one.html", {
        "visit": visit, "children": [(each, name_of(each.child)) for each in children], "way": Way(visit.way).words,
        "purposes": [Purpose(each).words for each in visit.purposes if each in set(Purpose)],
        "why_not": {each.value: each.words for each in WhyNot}, "is_mine": visit.written_by_id == request.user.pk,
        "answers": who_answers(visit, viewer=request.user), "before": _before(visit),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(RECORD_VISIT)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Putting right what one wrote down; what stood before is kept."""
    now = timezone.now()
    visit = get_object_or_404(family_visits(viewer=request.user).filter(written_by=request.user), pk=pk)
    children = [each.child_id for each in children_of(visit, viewer=request.user)]
    family = family_as_sent(children, viewer=request.user, on=timezone.localdate(now))
    stands = as_typed(said_of(visit), family, sent_once=uuid4(), version=visit.version)
    form = opened(request, VisitForm, family=family, now=now, initial=stands)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        version = visit.version if typed["version"] is None else typed["version"]
        kept = actions.correct(visit, form.said, version=version, sent_once=typed["sent_once"], by=request.user, at=now)
        return _kept(request, kept, "Put right")
    return render(request, "visiting/new.html", {
        "form": form, "family": family, "title": "Put this visit right", "visit": visit,
        "where": reverse("visiting:correct", args=[pk]),
    })  # fmt: skip


@require_GET
@allow(SEE_CHILDREN)
def of_child(request: HttpRequest, pk: int) -> HttpResponse:
    """Every visit to one child, with what the child said, latest first."""
    try:
        child = chronology.child(viewer=request.user, pk=pk)
    except ChildNotVisible:
        raise Http404 from None
    note("record opened", by=request.user, at=timezone.now(), subject=child, child_id=child.pk)
    return render(request, "visiting/of_child.html", {
        "child": child, "name": name_of(child), "visits": visits_of_child(pk, viewer=request.user),
        "may_record": may(request.user, RECORD_VISIT), "why_not": {each.value: each.words for each in WhyNot},
    })  # fmt: skip


def _family(request: HttpRequest, pk: int, now: datetime) -> Family:
    """Whom the form is about: opened for one child, and sent with everybody who stood in it."""
    sent, today = request.POST.get("children", "").split(","), timezone.localdate(now)
    try:
        if all(each.isdecimal() for each in sent):
            return family_as_sent([int(each) for each in sent], viewer=request.user, on=today)
        return family_of_visit(pk, viewer=request.user, on=today)
    except ChildNotVisible:
        raise Http404 from None


def _at_first(family: Family, now: datetime) -> dict[str, Any]:
    local = timezone.localtime(now)
    children = ",".join(str(child.pk) for child in family.children)
    return {"sent_once": uuid4(), "children": children, "day": local.date(), "hour": f"{local:%H:%M}", "way": "home"}


def _is_sent_by_telephone(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _kept(request: HttpRequest, kept: Kept, said: str = "Kept once") -> HttpResponse:
    done(request)
    if kept.aside is not None:
        where = reverse("visiting:set_aside", args=[kept.aside.pk])
        messages.info(request, ASIDE)
    else:
        assert kept.visit is not None
        where = reverse("visiting:one", args=[kept.visit.pk])
        names = ", ".join(name_of(each.child) for each in children_of(kept.visit, viewer=request.user))
        messages.success(request, f"{said}, for {names}.")
    if _is_sent_by_telephone(request):
        return JsonResponse({"kept": kept.aside is None, "where": where})
    return redirect(where)


def _before(visit: FamilyVisit) -> list[Any]:
    """What stood before each correction, latest first."""
    return list(visit.events.filter(pgh_label="corrected").order_by("-pgh_id"))  # type: ignore[attr-defined]
