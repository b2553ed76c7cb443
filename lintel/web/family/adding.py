"""Adding somebody to a family: who we know already is offered first, and only the worker says whether it is them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.matching.queries import Found, Sought, search
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import Person
from lintel.foundation.people.permissions import REGISTER_PEOPLE
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.families import queries
from lintel.journey.families.actions import add_to_family
from lintel.journey.families.queries import Family
from lintel.statute.ages import age_on
from lintel.web.components.keeping import done, opened
from lintel.web.family import forms
from lintel.web.family.acts import REFUSALS

CHILDREN = frozenset({RelationshipKind.SIBLING, RelationshipKind.HALF_SIBLING})
GONE = "Whoever you chose is not among those offered any more. Look again"


@require_http_methods(["GET", "POST"])
@allow(REGISTER_PEOPLE)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A relative or somebody of the household: first whom we know, then somebody new."""
    today = timezone.localdate()
    found = queries.family(pk, viewer=request.user, on=today)
    if found is None:
        raise Http404
    people = [(each.pk, each.name) for each in found.members if not each.is_child or each.may_open]
    form = opened(request, forms.Add, today=today, people=people)
    offered = Found()
    if request.method == "POST" and form.is_valid():
        if "person" not in request.POST and not request.POST.get("looked"):
            offered = _look(request, form.cleaned_data)
        if not offered.offered and not offered.is_restricted_record_there:
            answer = _add(request, found, form, today)
            if answer is not None:
                return answer
    return render(request, "family/add.html", {
        "family": found, "form": form, "found": offered, "title": "Add somebody to the family", "choose": "person",
        "may_open": False, "may_merge": False, "has_asked": bool(offered.offered), "is_behind": False,
    })  # fmt: skip


def _look(request: HttpRequest, typed: dict[str, Any]) -> Found:
    """Who is known and may be meant; asked before anybody new is written down."""
    sought = Sought(
        given=typed["given"], family=typed["family"], date_of_birth=typed["date_of_birth"], sex=typed["sex"]
    )
    found = search([sought], viewer=request.user)[0]
    shown = [one.person_pk for one in found.offered]
    note("people searched for", by=request.user, at=timezone.now(), shown=shown)
    return found


def _add(request: HttpRequest, found: Family, form: Any, today: date) -> HttpResponse | None:
    """Add whoever was chosen, or somebody new; None where it is refused, and the form says why."""
    typed, chosen = form.cleaned_data, request.POST.get("person", "")
    who: Person | Particulars | None = _told(typed, today) if not chosen else _known(request, found, chosen)
    if who is None:
        form.add_error(None, GONE)
        return None
    kind = None if typed["kind"] == "none" else RelationshipKind(typed["kind"])
    to_person = Person.objects.get(pk=typed["to_person"])
    try:
        add_to_family(
            who, kind=kind, to_person=to_person, lives_with=found.child if typed["lives_here"] else None,
            moved_in_on=typed["on"], by=request.user, at=timezone.now(),
        )  # fmt: skip
    except tuple(REFUSALS) as why:
        form.add_error(None, REFUSALS[type(why)])
        return None
    done(request)
    messages.success(request, "They stand in the family now.")
    return redirect("family:family", found.child.pk)


def _told(typed: dict[str, Any], today: date) -> Particulars:
    born, kind = typed["date_of_birth"], typed["kind"]
    is_child = age_on(born, today) < 18 if born else typed["is_child"] or kind in CHILDREN
    return Particulars(
        given=typed["given"], family=typed["family"], date_of_birth=born, sex=typed["sex"], is_child=is_child
    )


def _known(request: HttpRequest, found: Family, chosen: str) -> Person | None:
    if not chosen.isdecimal():
        return None
    pk = int(chosen)
    if pk in {each.pk for each in found.members}:
        return Person.objects.get(pk=pk)
    return visible_children(request.user).filter(pk=pk).first()
