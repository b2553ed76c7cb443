"""Which children a page is about: one family, or several that were ticked; and what is said when they wait no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lintel.foundation.access.permissions import may
from lintel.foundation.people.naming import name_of
from lintel.journey.allocating.waiting.queries import families_of, whose_it_is
from lintel.journey.allocating.waiting.wait import Family
from lintel.steps.allocation.giving.actions import GivenAlready
from lintel.steps.allocation.models import Allocation, Involvement
from lintel.steps.allocation.permissions import ALLOCATE
from lintel.web.components.keeping import not_saved
from lintel.web.waiting.rows import FamilyRow

BACK = "Back to the children who wait"


def numbers_in(request: HttpRequest, name: str) -> list[int]:
    """The numbers an address names, as `?with=12&with=13`; what is no number is left out."""
    return [int(text) for text in request.GET.getlist(name) if text.isascii() and text.isdigit() and len(text) < 19]


def chosen_families(request: HttpRequest, pk: int, *, today: date) -> list[Family]:
    """The family of the address first, then those ticked with it, as they wait now; some may wait no more."""
    return families_of([pk, *numbers_in(request, "with")], viewer=request.user, on=today)


def labels_of(rows: Sequence[FamilyRow]) -> list[tuple[int, str]]:
    """The children of these families as they stand beside a box to tick."""
    return [
        (child.wait.referral_id, f"{child.line.name}, {child.age}, {_waits(child.wait.days)}")
        for row in rows
        for child in row.children
    ]


def nobody_waits(request: HttpRequest, pk: int, form: BaseForm | None = None) -> HttpResponse:
    """
    What is answered where the children of an address wait no more: who holds them now, and every word that was written.

    :raises Http404: where the viewer may not see the child, or nobody holds it and it does not wait.
    """
    held = whose_it_is(pk, viewer=request.user, on=timezone.localdate())
    if held is None:
        raise Http404
    return given_already(request, held, form)


def given_already(
    request: HttpRequest, standing: Allocation | Involvement, form: BaseForm | None = None
) -> HttpResponse:
    """The page that a colleague was first: who, when, and what to do now. What was written stands on it."""
    if form is not None:
        return not_saved(request, form, who_was_first(standing), go_on=(BACK, reverse("waiting:board")))
    return render(request, "waiting/already_given.html", {
        "reason": who_was_first(standing), "pk": standing.referral_id,
        "may_take_back": isinstance(standing, Allocation) and may(request.user, ALLOCATE),
    })  # fmt: skip


def who_was_first(standing: Allocation | Involvement) -> str:
    name = name_of(standing.child)
    if isinstance(standing, Allocation):
        at = timezone.localtime(standing.given_at)
        return (
            f"{standing.given_by} gave {name} to {standing.worker} on {at:%-d %B %Y} at {at:%H:%M}. {standing.worker} "
            f"has not answered yet. Take {name} back first if that is to change."
        )
    return (
        f"{standing.worker} has held {name} since {standing.began_on:%-d %B %Y}. Speak to them, or to their manager, "
        "if that is to change."
    )


def waited_no_more(why: Exception) -> str:
    if isinstance(why, GivenAlready):
        return who_was_first(why.standing)
    return "One of these children waits no more, or is with another team now."


def _waits(days: int) -> str:
    return f"waits {days:,} day{'' if days == 1 else 's'}"
