"""The people of a contact: who a child is, one more child or grown-up, and what was agreed."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.matching.merging import actions as merging
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.registering.actions import Particulars
from lintel.foundation.people.rules import age_in_words
from lintel.journey.identities.actions import DecidedForAnother, InTheContactAlready, NotThere, say_who_a_child_is
from lintel.journey.identities.queries import offered_for
from lintel.statute.calendar import local_day
from lintel.steps.front_door.codes import Consent, Part
from lintel.steps.front_door.intake.actions import TellsOf, add_adult, add_child, record_consent
from lintel.steps.front_door.permissions import WORK_THE_DESK
from lintel.steps.front_door.queries import as_told_of, children_in
from lintel.web.components.keeping import done, opened
from lintel.web.front_door import forms
from lintel.web.front_door.asked import carried_out, contact_asked, line_asked, say
from lintel.web.front_door.told import child_told

NOT_ONE_RECORD: dict[type[Exception], str] = {
    NotThere: "That record is not there.",
    DecidedForAnother: "It was decided for the child named here, and work began on that record. Add the right child to"
    " this contact and decide for them too; then tell whoever works with the other.",
    InTheContactAlready: "That child is in this contact already.",
    merging.NotTheirsToMerge: "That record is not there.",
    merging.AlreadyMerged: "A colleague has just made one record of that one and another.",
    merging.RestrictedApart: "Both records are restricted, to different people. Two people must settle that first.",
    merging.OpenOnBoth: "Both records are under a child protection plan, or wait for a conference. Their worker"
    " settles first which goes on.",
    merging.WorkWouldStayBehind: "Both records hold the same kind of work, so they cannot be made one here.",
    merging.CannotBePutBack: "What was recorded since stands in the way of taking it back. Ask the data team.",
    merging.LaterMergeFirst: "That record was made one with another since. Take that back first.",
}


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def child(request: HttpRequest, pk: int) -> HttpResponse:
    """One more child of a contact."""
    at = timezone.now()
    return say(
        request, pk, forms.OneChild,
        lambda contact, typed: add_child(
            contact, child_told(typed, viewer=request.user, on=local_day(at)), by=request.user, at=at
        ),
        title="Add a child", said="The child is added, with a clock of their own.", button="Add the child",
        before="Nothing of it must be known: a child without a name is counted as well.",
        initial=_as_the_others(request, pk),
    )  # fmt: skip


def _as_the_others(request: HttpRequest, pk: int) -> dict[str, str]:
    """The family name and the address that every other child of the contact has: offered, not typed once more."""
    others = [line.child for line in children_in(contact_asked(request, pk), viewer=request.user)]
    names = [{name.family for name in each.names.all()} for each in others]
    homes = [
        {f"{home.lines} {home.postcode}".strip() for home in each.addresses.all()
         if not home.is_confidential and home.lived_until is None}
        for each in others
    ]  # fmt: skip
    return {"family": _the_one(names), "address": _the_one(homes)}


def _the_one(said: list[set[str]]) -> str:
    """What every one of them says, and nothing else; nothing where they differ."""
    together = set().union(*said)
    return next(iter(together)) if len(together) == 1 and all(said) else ""


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def adult(request: HttpRequest, pk: int) -> HttpResponse:
    """One more grown-up of a contact."""
    at = timezone.now()
    return say(
        request, pk, forms.OneAdult,
        lambda contact, typed: add_adult(
            contact,
            TellsOf(
                particulars=Particulars(given=typed["given"], family=typed["family"], is_child=False),
                part=Part(typed["part"]),
            ),
            by=request.user, at=at,
        ),
        title="Add a grown-up", said="Added.", button="Add them",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def consent(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What was said about agreement for one child; earlier steps stay."""
    at, (contact, line) = timezone.now(), line_asked(request, pk, number)
    form = opened(request, forms.Agreement)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if carried_out(
            request,
            lambda: record_consent(
                line, consent=Consent(typed["consent"]), reason=typed["reason"], of_whom=typed["of_whom"],
                by=request.user, at=at,
            ),
            said="Saved. What was said before stays on the record.",
        ):  # fmt: skip
            done(request)
        return redirect("front_door:contact", pk)
    return render(request, "front_door/say.html", {
        "contact": contact, "form": form, "title": f"Agreement: {name_of(line.child)}", "button": "Save",
        "before": "", "is_urgent": False,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def who(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Saying which record a child is; the reasons stand beside each, and an officer decides."""
    at, (contact, line) = timezone.now(), line_asked(request, pk, number)
    form = forms.WhoItIs(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["who"]
        known = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None
        if known is not None or chosen == "nobody":
            try:
                with transaction.atomic():
                    say_who_a_child_is(line, known=known, by=request.user, at=at)
                messages.success(request, "Saved, with your name. It can be taken back: say it anew.")
            except tuple(NOT_ONE_RECORD) as why:
                messages.error(request, f"{NOT_ONE_RECORD[type(why)]} Nothing was changed.")
        return redirect("front_door:contact", pk)
    return render(request, "front_door/who.html", {
        "contact": contact, "told": as_told_of(line, viewer=request.user), "name": name_of(line.child), "form": form,
        "found": offered_for(line, viewer=request.user),
        "age": age_in_words(
            line.child.date_of_birth, certainty=line.child.birth_date_certainty, on=local_day(at)
        ),
    })  # fmt: skip
