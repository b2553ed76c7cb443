"""Looking for people while somebody types, two records beside each other, merging and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.matching import queries
from lintel.foundation.matching.merging import actions
from lintel.foundation.matching.merging import queries as merging
from lintel.foundation.matching.merging.actions import LaterMergeFirst, WorkWouldStayBehind
from lintel.foundation.matching.models import Merge
from lintel.foundation.matching.permissions import MERGE_PEOPLE, SEARCH_PEOPLE
from lintel.foundation.people.models import Person
from lintel.journey.identities.actions import merge_records, unmerge_records
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.matching import forms

MANY_CHANGES = 500
IN_WORDS: dict[type[Exception], str] = {
    actions.SameRecord: "That is one record, not two.",
    actions.AlreadyMerged: "One of the two records was merged into another in the meantime. Search again.",
    actions.RestrictedApart: "Both records are restricted, to different people. Two people who may restrict "
    "records have to settle first who may see this person.",
    actions.OpenOnBoth: "Both records are under a child protection plan, or wait for a conference. A plan ends by a "
    "review conference, and a conference is called off on its own page. Settle first which of the two goes on.",
    actions.AlreadyUndone: "A colleague has just taken this merge back.",
    actions.CannotBePutBack: "Something recorded since stands where a row would go back to. Nothing was changed; "
    "ask the data officer.",
}


@require_GET
@allow(SEARCH_PEOPLE)
def search(request: HttpRequest) -> HttpResponse:
    """Records that may be the person asked for: a page, or (`part=yes`) only what changes while somebody types."""
    sought = forms.sought_of(request.GET, today=timezone.localdate())
    has_asked = sought != queries.Sought()
    found = queries.search([sought], viewer=request.user)[0] if has_asked else queries.Found()
    if has_asked:
        # What was typed may be about anybody; whose thin lines were shown is what must be known later.
        note("people searched for", by=request.user, at=timezone.now(), shown=[one.person_pk for one in found.offered])
    part = request.GET.get("part") == "yes"
    return render(request, "matching/found.html" if part else "matching/search.html", {
        "form": None if part else forms.Search(request.GET or None), "found": found, "has_asked": has_asked,
        "choose": forms.choosing(request.GET), "may_open": may(request.user, SEE_CHILDREN),
        "may_merge": may(request.user, MERGE_PEOPLE),
        "is_behind": has_asked and queries.waiting_to_be_indexed(viewer=request.user) > MANY_CHANGES,
    })  # fmt: skip


@require_GET
@allow(MERGE_PEOPLE)
def duplicates_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Other records that may be the same person as this one."""
    line, offered = merging.duplicates_of(pk, viewer=request.user)
    if line is None:
        raise Http404
    note("duplicates looked for", by=request.user, at=timezone.now(), child_id=pk)
    return render(request, "matching/duplicates_of.html", {
        "pk": pk, "called": line, "offered": offered, "may_open": may(request.user, SEE_CHILDREN),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(MERGE_PEOPLE)
def beside(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two records beside each other, and merging the second into the first."""
    both = merging.side_by_side(pk, other, viewer=request.user) if pk != other else None
    stays: list[str] = []
    form = opened(request, forms.Merging, asks_about_work=bool(request.POST.get("asked_about_work")))
    if both is None:
        if request.method == "POST":
            return not_saved(request, form, "These are not two records you can merge any more. Search again.")
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            made = _merge(pk, other, form.cleaned_data, request)
        except WorkWouldStayBehind as said:
            stays, form = said.rows, forms.Merging(initial=form.cleaned_data, asks_about_work=True)
        except tuple(IN_WORDS) as why:
            return not_saved(request, form, IN_WORDS[type(why)])
        else:
            done(request)
            messages.success(request, f"Merged. Everything about {made.absorbed_name} is now in one record.")
            return redirect("matching:one", made.pk)
    else:
        note("records compared", by=request.user, at=timezone.now(), child_id=pk, other=other)
    return render(request, "matching/beside.html", {"both": both, "form": form, "stays": stays})


def _merge(pk: int, other: int, typed: dict[str, Any], request: HttpRequest) -> Merge:
    return merge_records(
        Person(pk=pk), Person(pk=other), reason=typed["reason"], leaving_behind=typed.get("leaving_behind", False),
        by=request.user, at=timezone.now(),
    )  # fmt: skip


@require_GET
@allow(MERGE_PEOPLE)
def merges(request: HttpRequest) -> HttpResponse:
    """Every merge, the latest first."""
    page = Paginator(merging.merges(viewer=request.user), 50).get_page(request.GET.get("page"))
    return render(request, "matching/merges.html", {"page": page})


@require_http_methods(["GET", "POST"])
@allow(MERGE_PEOPLE)
def one_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """One merge: what moved, what stayed, what was recorded since; and taking it back."""
    merge = merging.merges(viewer=request.user).filter(pk=pk).first()
    if merge is None:
        raise Http404
    form = opened(request, forms.TakingBack)
    if request.method == "POST" and form.is_valid():
        return _take_back(merge, form, request)
    return render(request, "matching/one.html", {
        "merge": merge, "form": form, "moved": merging.moved(merge, viewer=request.user),
        "stayed": merging.stayed_behind(merge, viewer=request.user),
        "since": merging.recorded_since(merge, viewer=request.user) if not merge.undone_at else [],
    })  # fmt: skip


def _take_back(merge: Merge, form: forms.TakingBack, request: HttpRequest) -> HttpResponse:
    try:
        undone = unmerge_records(merge, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except LaterMergeFirst as said:
        later = ("That later merge", reverse("matching:one", args=[said.later.pk]))
        return not_saved(request, form, "The record was merged further since. Take back that merge first.", go_on=later)
    except tuple(IN_WORDS) as why:
        return not_saved(request, form, IN_WORDS[type(why)])
    done(request)
    messages.success(request, f"Taken back: {merge.absorbed_name} has a record of its own again.")
    if undone.not_found:
        messages.info(request, f"Not as the merge had left it, and left alone: {', '.join(undone.not_found)}.")
    return redirect("matching:one", merge.pk)


@require_GET
@allow(MERGE_PEOPLE)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs found in bulk, for a person to decide."""
    page = Paginator(merging.suspected(viewer=request.user), 25).get_page(request.GET.get("page"))
    pairs = [(pair, merging.side_by_side(pair.one_id, pair.other_id, viewer=request.user)) for pair in page]
    return render(request, "matching/duplicates.html", {"page": page, "pairs": pairs})


@require_POST
@allow(MERGE_PEOPLE)
def two_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying of a suspected pair that they are two people."""
    pair = merging.suspected(viewer=request.user).filter(pk=pk).first()
    if pair is None:
        messages.info(request, "A colleague has just decided about these two.")
    else:
        actions.decide_they_are_two(pair, by=request.user, at=timezone.now())
        messages.success(request, "They are two people. They will not be asked about again.")
    return redirect("matching:duplicates")
