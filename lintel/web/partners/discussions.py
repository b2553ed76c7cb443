"""Strategy discussions that ask an agency: joining, what it knows, its view, the minutes; never more than those."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.foundation.agencies.queries import agency_of
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.naming import name_of
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.actions import HeldAlready, NotHeldYet
from lintel.steps.enquiries.discussing.agencies import actions, queries
from lintel.steps.enquiries.discussing.following.queries import minutes_sent_to
from lintel.steps.enquiries.discussing.slots.actions import InThePast, NoSuchInvitation, TooManyTimes
from lintel.steps.enquiries.models import InvitedParty
from lintel.web.components.joining import OwnTimes, WhatIsKnown, WhetherICan
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.partners.second_step import with_second_step


class InWords(forms.Form):
    words = forms.CharField(
        label="In your words", widget=forms.Textarea, max_length=20_000,
        error_messages={"required": "Write it in words"},
    )  # fmt: skip


@require_GET
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def asked(request: HttpRequest) -> HttpResponse:
    """Every discussion that asks us, the latest first."""
    found = [
        (each, _names(request, each), queries.invitation_of_ours(each, viewer=request.user))
        for each in queries.asked_of_us(viewer=request.user)
    ]
    if found:
        note("strategy discussions opened", by=request.user, at=timezone.now())
    return render(request, "partners/discussions.html", {"found": found, "agency": agency_of(viewer=request.user)})


@require_GET
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """One discussion: when, how to join, about whom, and what we have said."""
    invited = _ours(request, pk)
    for child in queries.children_asked_about(invited, viewer=request.user):
        note(
            "strategy discussion opened", by=request.user, at=timezone.now(), subject=invited.meeting,
            child_id=child.pk,
        )  # fmt: skip
    context = {
        "it": invited, "meeting": invited.meeting, "names": _names(request, invited),
        "invitation": queries.invitation_of_ours(invited, viewer=request.user),
        "offers": invited.offers.order_by("starts_at"),
        "entries": queries.entries_shared_with(invited, viewer=request.user),
        "party_words": {party: party.words for party in Party},
    }  # fmt: skip
    return render(request, "partners/discussion.html", context)


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying whether we can join."""
    invited = _ours(request, pk)
    form = opened(request, WhetherICan)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_for_agency(
                invited, reply=form.said, because=form.cleaned_data["because"], by=request.user, at=timezone.now()
            )
        except NoSuchInvitation:
            return not_saved(request, form, "This time was moved, or the discussion is over.", go_on=_back(pk))
        return _written(request, pk, "The council has your answer.")
    return _page(request, invited, form, "Can you join?", "Send my answer")


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def times(request: HttpRequest, pk: int) -> HttpResponse:
    """Offering a time we can join."""
    invited = _ours(request, pk)
    form = opened(request, OwnTimes)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_time_for_agency(invited, span=form.span, by=request.user, at=timezone.now())
        except InThePast:
            form.add_error("on", "That time is over")
        except TooManyTimes:
            form.add_error(None, "You have offered many times already. Ring the front door if none of them suits.")
        except NoSuchInvitation:
            return not_saved(request, form, "The discussion is over.", go_on=_back(pk))
        else:
            return _written(request, pk, "The council has the time you offer.")
    return _page(request, invited, form, "A time you can join", "Offer this time")


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def known(request: HttpRequest, pk: int) -> HttpResponse:
    """Adding something we know to the shared chronology."""
    invited = _ours(request, pk)
    children = {each.pk: each for each in queries.children_asked_about(invited, viewer=request.user)}
    form = opened(request, WhatIsKnown, children={number: name_of(each) for number, each in children.items()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        about = next(iter(children.values())) if len(children) == 1 else children.get(said["about"])
        try:
            actions.tell_what_is_known(
                invited, happened_on=said["on"], words=said["words"], about=about, by=request.user, at=timezone.now()
            )
        except actions.NotThenYet:
            form.add_error("on", "That day is yet to come")
        else:
            return _written(request, pk, "It stands in the shared chronology, marked as yours.")
    return _page(request, invited, form, "Something you know", "Add it to the chronology")


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing what our agency knows and thinks."""
    invited = _ours(request, pk)
    form = opened(request, InWords, initial={"words": invited.view})
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_view(invited, words=form.cleaned_data["words"], by=request.user, at=timezone.now())
        except HeldAlready:
            said = "The discussion is held. Where you do not agree with what was decided, say so there."
            return not_saved(request, form, said, go_on=_back(pk))
        return _written(request, pk, "Your view stands beside the others’, and is written into none of them.")
    return _page(request, invited, form, "What your agency knows and thinks", "Write it down")


@require_http_methods(["GET", "POST"])
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def dissent(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying that our agency does not agree."""
    invited = _ours(request, pk)
    form = opened(request, InWords, initial={"words": invited.dissent})
    if request.method == "POST" and form.is_valid():
        try:
            actions.dissent_for_agency(invited, words=form.cleaned_data["words"], by=request.user, at=timezone.now())
        except NotHeldYet:
            return not_saved(request, form, "There is nothing to disagree with yet.", go_on=_back(pk))
        return _written(request, pk, "It stands in the minutes, beside what was decided.")
    return _page(request, invited, form, "With what you do not agree, and why", "Write it down")


@require_GET
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes we were sent."""
    invited = _ours(request, pk)
    found = minutes_sent_to(invited, viewer=request.user)
    if found is None:
        raise Http404
    note("minutes of a strategy discussion opened", by=request.user, at=timezone.now(), subject=invited.meeting)
    context = {"it": invited, "meeting": invited.meeting, "names": _names(request, invited), "minutes": found}
    return render(request, "partners/minutes.html", context)


@require_POST
@allow(WORK_FOR_AN_AGENCY)
@with_second_step
def minutes_read(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt: we have read them."""
    try:
        actions.say_we_read_the_minutes(_ours(request, pk), by=request.user, at=timezone.now())
    except NotHeldYet:
        raise Http404 from None
    messages.success(request, "The council knows that you have read them.")
    return redirect("partners:discussion", pk)


def _ours(request: HttpRequest, pk: int) -> InvitedParty:
    if (found := queries.asked_of_us(viewer=request.user).filter(pk=pk).first()) is None:  # type: ignore[arg-type]
        raise Http404
    return found


def _names(request: HttpRequest, invited: InvitedParty) -> list[str]:
    return [name_of(each) for each in queries.children_asked_about(invited, viewer=request.user)]  # type: ignore[arg-type]


def _back(pk: int) -> tuple[str, str]:
    return "Read the discussion", reverse("partners:discussion", args=[pk])


def _written(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    done(request)
    messages.success(request, words)
    return redirect("partners:discussion", pk)


def _page(request: HttpRequest, invited: InvitedParty, form: Any, title: str, button: str) -> HttpResponse:
    context = {
        "it": invited, "meeting": invited.meeting, "names": _names(request, invited), "form": form, "title": title,
        "button_words": button,
    }  # fmt: skip
    return render(request, "partners/discussion_form.html", context)
