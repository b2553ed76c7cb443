"""The family of a child, the one screen of a confidential address, and what a worker says about who is in a family."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.families import actions
from lintel.foundation.people.families.rules import IN_WORDS, may_end
from lintel.foundation.people.models import Person
from lintel.foundation.people.permissions import REGISTER_PEOPLE, SEE_CONFIDENTIAL_ADDRESSES
from lintel.journey.families import queries
from lintel.journey.families.queries import Family
from lintel.web.components.keeping import done, opened
from lintel.web.family import forms
from lintel.web.family.acts import ACTS, REFUSALS


@require_GET
@allow(SEE_CHILDREN)
def family(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody in and around a child's household: drawn, listed, with each child's own line and who else is there."""
    found = _family(request, pk)
    note("family opened", by=request.user, at=timezone.now(), subject=found.child, child_id=pk)
    return render(request, "family/family.html", {
        "family": found, "may_write": may(request.user, REGISTER_PEOPLE), "in_words": IN_WORDS, "may_end": may_end,
        "may_open_address": may(request.user, SEE_CONFIDENTIAL_ADDRESSES), "today": timezone.localdate(),
    })  # fmt: skip


@require_GET
@allow(SEE_CONFIDENTIAL_ADDRESSES)
def confidential(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """A confidential address, alone on a page and nowhere else; that it was opened is written down."""
    found = queries.confidential_addresses(pk, other, viewer=request.user, on=timezone.localdate())
    if found is None:
        raise Http404
    note("confidential address opened", by=request.user, at=timezone.now(), child_id=pk, person=other)
    name, addresses = found
    return render(request, "family/confidential.html", {"pk": pk, "name": name, "addresses": addresses})


@require_http_methods(["GET", "POST"])
@allow(REGISTER_PEOPLE)
def act(request: HttpRequest, pk: int, other: int, act: str) -> HttpResponse:
    """One thing about one member: that they moved, where they live, how they are reached, what they speak."""
    found, doing = _family(request, pk), ACTS[act]
    member = next((each for each in found.members if each.pk == other), None)
    if member is None or (member.is_child and not member.may_open):
        raise Http404
    others = [(each.pk, each.name) for each in found.home if each.pk != other] if doing.shares else []
    begins = doing.begins(found, member)
    form = opened(request, doing.form, today=timezone.localdate(), others=others, initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            doing.do(found, member, **form.cleaned_data, by=request.user, at=timezone.now())
        except tuple(REFUSALS) as why:
            form.add_error(None, REFUSALS[type(why)])
        else:
            return _back(request, pk, doing.said.format(member.name))
    return _typed(request, found, form, title=doing.title.format(member.name), button=doing.button)


@require_http_methods(["GET", "POST"])
@allow(REGISTER_PEOPLE)
def relate(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying how two of a family are related."""
    found = _family(request, pk)
    form = opened(request, forms.Relate, today=timezone.localdate(), people=_choices(found))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        person, to_person = (Person.objects.get(pk=typed[name]) for name in ("person", "to_person"))
        actions.say_related(person, RelationshipKind(typed["kind"]), to_person, by=request.user, at=timezone.now())
        said = f"{found.called(person.pk)} is now recorded as {IN_WORDS[RelationshipKind(typed['kind'])]}."
        return _back(request, pk, said)
    return _typed(request, found, form, title="How two people are related", button="Save")


@require_http_methods(["GET", "POST"])
@allow(REGISTER_PEOPLE)
def tie(request: HttpRequest, pk: int, other: int, act: str) -> HttpResponse:
    """Saying that a relationship ended, or that it was never so."""
    found = _family(request, pk)
    it = next((each for each in found.ties if each.pk == other), None)
    if it is None:
        raise Http404
    ends = act == "end"
    words = f"{found.called(it.person_id)}, {IN_WORDS[RelationshipKind(it.kind)]} of {found.called(it.to_person_id)}"
    form = opened(request, forms.EndTie if ends else forms.TakeBack, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        do = actions.end_relationship if ends else actions.take_back_relationship
        try:
            do(it, **form.cleaned_data, by=request.user, at=timezone.now())
        except tuple(REFUSALS) as why:
            form.add_error(None, REFUSALS[type(why)])
        else:
            return _back(request, pk, f"{words}: {'ended' if ends else 'taken back'}.")
    return _typed(
        request, found, form, title=f"{words}: {'it ended' if ends else 'it was never so'}",
        button="It ended" if ends else "Take it back",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(REGISTER_PEOPLE)
def telephone_ended(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Saying that a number is out of use."""
    found = _family(request, pk)
    it = next((each for member in found.members for each in member.telephones if each.pk == other), None)
    if it is None:
        raise Http404
    form = opened(request, forms.Sure, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_telephone(it, by=request.user, at=timezone.now())
        except actions.EndedAlready:
            return _back(request, pk, "A colleague has said this already.")
        return _back(request, pk, f"{it.number} is out of use.")
    return _typed(request, found, form, title=f"{it.number} is out of use", button="Out of use")


@require_http_methods(["GET", "POST"])
@allow(REGISTER_PEOPLE)
def involve(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing down somebody from elsewhere who works with a child."""
    found = _family(request, pk)
    others = [(each.pk, each.name) for each in found.children if not each.is_about]
    form = opened(request, forms.Involve, today=timezone.localdate(), others=others)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        chosen = [int(each) for each in typed.pop("also", [])]
        children = [found.child, *Person.objects.filter(pk__in=chosen)]
        actions.say_involved(children, **typed, by=request.user, at=timezone.now())
        return _back(request, pk, f"{typed['name']} stands among those involved.")
    return _typed(request, found, form, title="Somebody who works with the child", button="Save")


@require_http_methods(["GET", "POST"])
@allow(REGISTER_PEOPLE)
def involved_ended(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Saying that somebody from elsewhere does not work with the child any more."""
    found, it = _family(request, pk), queries.professional(other, viewer=request.user)
    if it is None or it.child_id not in {each.pk for each in found.children}:
        raise Http404
    form = opened(request, forms.EndInvolved, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_involved(it, **form.cleaned_data, by=request.user, at=timezone.now())
        except tuple(REFUSALS) as why:
            form.add_error("ended_on", REFUSALS[type(why)])
        else:
            return _back(request, pk, f"{it.name} is no longer among those involved.")
    return _typed(request, found, form, title=f"{it.name} is no longer involved", button="No longer involved")


def _family(request: HttpRequest, pk: int) -> Family:
    found = queries.family(pk, viewer=request.user, on=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _choices(found: Family) -> list[tuple[int, str]]:
    return [(each.pk, f"{each.name}{f', {each.kin}' if each.kin else ''}") for each in found.members]


def _back(request: HttpRequest, pk: int, said: str) -> HttpResponse:
    done(request)
    messages.success(request, said)
    return redirect("family:family", pk)


def _typed(request: HttpRequest, found: Family, form: Any, *, title: str, button: str) -> HttpResponse:
    context = {"family": found, "form": form, "title": title, "button_words": button}
    return render(request, "family/typed.html", context)
