"""Telling the front door about a child, and what became of it, for somebody who answers for an agency."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.foundation.agencies.queries import agency_of
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.referrers.actions import ForNoAgency, Telling
from lintel.journey.referrers.actions import refer as tell_the_front_door
from lintel.journey.referrers.queries import my_contact
from lintel.steps.front_door.codes import Concern, Consent, Part
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.web.components.keeping import done, opened, without_errors
from lintel.web.partners import forms
from lintel.web.partners.second_step import with_second_step


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def refer(request: HttpRequest) -> HttpResponse:
    """A short form: the children, what was seen, whether the parents know, whether it can wait."""
    form = opened(request, forms.Referral)
    if request.method == "POST" and "another" in request.POST:
        return _page(request, without_errors(form), without_errors(_one_more(request)))
    children = opened(request, forms.Children, prefix="child")
    if request.method == "POST" and form.is_valid() and children.is_valid():
        try:
            typed = form.cleaned_data
            contact = tell_the_front_door(
                _telling(typed, children), telephone=typed["telephone"], by=request.user, at=timezone.now()
            )
        except ForNoAgency:
            form.add_error(None, "You answer for no agency at present. Ask the council’s system administrator.")
        else:
            done(request)
            messages.success(request, f"We have it. Your receipt number is {contact.reference}.")
            return redirect("partners:referral", contact.reference)
    return _page(request, form, children)


@require_GET
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def referral(request: HttpRequest, reference: str) -> HttpResponse:
    """Where one's own contact stands, and what one was told."""
    found = my_contact(reference, viewer=request.user)
    if found is None:
        raise Http404
    return render(request, "partners/referral.html", {"contact": found})


def _telling(typed: dict[str, Any], children: Any) -> Telling:
    return Telling(
        once=typed["once"], words=typed["words"], done=typed["done"],
        children=[child.told(timezone.localdate()) for child in children], adults=_parents(typed["parent"]),
        concerns=[Concern(each) for each in typed["concerns"]], is_danger_now=typed["is_danger_now"],
        consent=Consent(typed["consent"]), consent_reason=typed["consent_reason"],
    )  # fmt: skip


def _parents(name: str) -> list[TellsOf]:
    given, _, family = name.strip().rpartition(" ")
    if not family:
        return []
    return [TellsOf(particulars=Particulars(given=given, family=family, is_child=False), part=Part.CARER)]


def _one_more(request: HttpRequest) -> Any:
    """The children typed so far and an empty form for one more."""
    typed = request.POST.copy()
    count = typed.get("child-TOTAL_FORMS", "1")
    typed["child-TOTAL_FORMS"] = str(min(int(count) + 1 if count.isdigit() else 1, forms.MOST_CHILDREN))
    return forms.Children(typed, prefix="child")


def _page(request: HttpRequest, form: Any, children: Any) -> HttpResponse:
    return render(request, "partners/refer.html", {
        "form": form, "children": children, "agency": agency_of(viewer=request.user),
        "is_full": len(children.forms) >= forms.MOST_CHILDREN, "telephone": settings.FRONT_DOOR_TELEPHONE,
        "hours_open": settings.FRONT_DOOR_HOURS, "out_of_hours": settings.OUT_OF_HOURS_TELEPHONE,
    })  # fmt: skip
