"""Whom a conference is with: inviting, saying who came, the reports and when the family had them."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.steps.conferences import permissions
from lintel.steps.conferences.codes import Side
from lintel.steps.conferences.inviting import actions
from lintel.steps.conferences.models import ConferenceRequest
from lintel.steps.conferences.reach import HeldAlready
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.conferring import forms
from lintel.web.conferring.known import Suggested, suggested
from lintel.web.conferring.one import HELD
from lintel.web.conferring.reading import conference_of, in_words, shown


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_CONFERENCES)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Inviting: those the record knows by a tick, and anybody else by name."""
    found, now = conference_of(request, pk), timezone.now()
    people = suggested(found, viewer=request.user, at=now)
    form = opened(request, forms.Invite, people=[(key, each.words) for key, each in people.items()])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = [people[key] for key in said.get("known", [])]
        if said["name"]:
            chosen.append(Suggested(side=Side(said["side"]), name=said["name"]))
        try:
            _invite(found, chosen, request, now)
        except HeldAlready:
            return not_saved(request, form, HELD, go_on=("Read it", reverse("conferring:one", args=[pk])))
        done(request)
        messages.success(request, f"{len(chosen)} invited." if len(chosen) > 1 else f"{chosen[0].name} is invited.")
        return redirect("conferring:one", pk)
    return render(request, "conferring/arrange.html", {
        "conference": found, "about": in_words(found), "form": form, "title": "Invite to the conference",
        "button": "Invite them", "shows_due": False,
    })  # fmt: skip


@transaction.atomic
def _invite(found: ConferenceRequest, chosen: list[Suggested], request: HttpRequest, now: datetime) -> None:
    for each in chosen:
        actions.invite(
            found, side=each.side, name=each.name, person_id=each.person_id, agency_id=each.agency_id, by=request.user,
            at=now,
        )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_CONFERENCES)
def came(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, who sent words and who did not; all of them on one page."""
    found, now = conference_of(request, pk), timezone.now()
    invited = {each.pk: each for each in found.invitations.order_by("pk")}
    form = opened(request, forms.Came, invited=[
        (each.pk, f"{each.name}, {Side(each.side).words.lower()}", each.attendance, each.why_not)
        for each in invited.values()
    ])  # fmt: skip
    if not invited:
        return redirect("conferring:invite", pk)
    if request.method == "POST" and form.is_valid():
        for number, attendance, why_not in form.said:
            actions.say_who_came(invited[number], attendance=attendance, why_not=why_not, by=request.user, at=now)
        done(request)
        messages.success(request, "Who came is written down.")
        return redirect("conferring:one", pk)
    context = {"conference": found, "about": in_words(found), "form": form, "invited": invited.values()}
    return render(request, "conferring/came.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_CONFERENCES)
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying that a report is there."""
    found, now = conference_of(request, pk), timezone.now()
    form = opened(request, forms.HandIn, initial={"author": request.user.name})
    if request.method == "POST" and form.is_valid():
        side, author = Side(form.cleaned_data["side"]), form.cleaned_data["author"]
        try:
            made = actions.hand_in_report(found, side=side, author=author, by=request.user, at=now)
        except HeldAlready:
            return not_saved(request, form, HELD, go_on=("Read it", reverse("conferring:one", args=[pk])))
        done(request)
        messages.success(request, "The report is there. Say when the family has it.")
        return redirect("conferring:share", pk, made.pk)
    return render(request, "conferring/arrange.html", {
        "conference": found, "about": in_words(found), "form": form, "title": "A report is there",
        "button": "It is there", "shows_due": False,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.ARRANGE_CONFERENCES)
def share(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Saying when, how and with whom of the family a report was shared."""
    found, now = conference_of(request, pk), timezone.now()
    report = found.reports.filter(pk=number).first()
    if report is None:
        raise Http404
    form = opened(request, forms.Share, initial={"shared_on": timezone.localdate(now)})
    if report.shared_on is not None and request.method == "GET":
        return redirect("conferring:one", pk)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.share_report(
                report, shared_on=said["shared_on"], how=said["shared_how"], shared_with=said["shared_with"],
                by=request.user, at=now,
            )  # fmt: skip
        except actions.SharedAlready:
            return not_saved(
                request, form, "The family has it already; the first day stands.",
                go_on=("Read it", reverse("conferring:one", args=[pk])),
            )  # fmt: skip
        except actions.NotOnThatDay:
            form.add_error("shared_on", "It must be between the day it was asked for and today")
        else:
            done(request)
            messages.success(request, "Written down.")
            return redirect("conferring:one", pk)
    context = shown(found, viewer=request.user, at=now)
    return render(request, "conferring/share.html", context | {"report": report, "form": form})
