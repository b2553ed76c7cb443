"""The allocation meeting: choosing, seeing what it does, filling in a proposal, and giving; nothing is lost between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Worker
from lintel.journey.allocating.meeting import queries
from lintel.journey.allocating.meeting.families import Meeting, foresee
from lintel.journey.allocating.meeting.proposing import Aim, Proposals, proposals
from lintel.statute.calendar import england
from lintel.steps.allocation.giving.actions import review_days
from lintel.steps.allocation.permissions import ALLOCATE
from lintel.web.components.keeping import done, keep_as_typed, opened
from lintel.web.meeting.carrying_out import Done, carry_out
from lintel.web.meeting.forms import Choices, Leaving, Waiting
from lintel.web.meeting.page import families_shown, weeks_ahead, workers_shown


@dataclass
class Sitting:
    """One request of a meeting: who is on the table, what is chosen, what was asked."""

    request: HttpRequest
    today: date
    leaver: Worker | None
    table: Meeting
    form: Choices = field(init=False)
    proposed: Proposals | None = None
    filled: Aim | None = None
    refused: Mapping[int, str] = field(default_factory=dict)

    @property
    def details(self) -> dict[str, Any]:
        return {"table": self.table, "is_leaving": self.leaver is not None}

    @property
    def form_class(self) -> type[Choices]:
        return Leaving if self.leaver else Waiting

    def show_with(self, typed: QueryDict) -> None:
        """Show the form with other words than were sent."""
        self.form = self.form_class(typed, **self.details)


@require_http_methods(["GET", "POST"])
@allow(ALLOCATE)
def meeting(request: HttpRequest) -> HttpResponse:
    """Everybody who waits in the manager's line; `?leaves=` leads to the children of a worker who leaves."""
    if request.GET.get("leaves", "").isdecimal():
        return redirect("meeting:leaving", int(request.GET["leaves"]))
    today = timezone.localdate()
    return _sit(Sitting(request, today, None, queries.meeting(viewer=request.user, on=today)))  # type: ignore[arg-type]


@require_http_methods(["GET", "POST"])
@allow(ALLOCATE)
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """The children of a worker who leaves, to be shared out among the others."""
    today, viewer = timezone.localdate(), request.user
    worker = queries.who_may_leave(viewer=viewer, on=today).get(pk)  # type: ignore[arg-type]
    if worker is None:
        raise Http404
    return _sit(Sitting(request, today, worker, queries.leaving(worker, viewer=viewer, on=today)))  # type: ignore[arg-type]


def _sit(sitting: Sitting) -> HttpResponse:
    request = sitting.request
    sitting.form = opened(request, sitting.form_class, **sitting.details)
    step = request.POST.get("step", "")
    if request.method == "POST" and step == "give":
        if (answer := _give(sitting)) is not None:
            return answer
    elif request.method == "POST":
        if step.startswith("propose-"):
            _propose(sitting, step.removeprefix("propose-"))
        request.POST = sitting.form.data  # type: ignore[assignment]  # what a proposal filled in is kept like what is typed
        keep_as_typed(request)
    _fill_in_the_review(sitting)
    return render(request, "meeting/meeting.html", _page(sitting))


def _propose(sitting: Sitting, wanted: str) -> None:
    """Work out all three and put one into the form; what was chosen by hand before is replaced."""
    if wanted not in set(Aim):
        return
    table = sitting.table
    asked = [family.asked for family in table.families]
    sitting.proposed, sitting.filled = proposals(asked, table.loads, order=table.order), Aim(wanted)
    given = sitting.proposed.of(sitting.filled).given
    typed = sitting.form.data.copy()
    for family in table.families:
        typed[f"to-{family.key}"] = str(given.get(family.asked.family, ""))
    sitting.show_with(typed)


def _fill_in_the_review(sitting: Sitting) -> None:
    """Where a choice goes above the ceiling it is looked at again in two weeks, unless they say otherwise."""
    over = foresee(sitting.table, sitting.form.chosen, today=sitting.today).over
    missing = [row.family.key for row in over if not sitting.form.data.get(f"review-{row.family.key}-year")]
    if not missing:
        return
    typed, review = sitting.form.data.copy(), review_days(all_limits(), sitting.today)[0]
    for key in missing:
        for part, value in (("day", review.day), ("month", review.month), ("year", review.year)):
            typed[f"review-{key}-{part}"] = str(value)
    errors = sitting.form.errors
    sitting.show_with(typed)
    if sitting.request.POST.get("step") == "give":
        for name, said in errors.items():
            sitting.form.errors.setdefault(name, said)


def _give(sitting: Sitting) -> HttpResponse | None:
    """Do what was chosen. None where something remains to be said: the page then shows what and why."""
    request, form = sitting.request, sitting.form
    if not form.is_valid():
        return None
    found = carry_out(
        form, change_reason=form.cleaned_data.get("change_reason") or "",
        leaver=sitting.leaver.pk if sitting.leaver else None, by=request.user, at=timezone.now(), today=sitting.today,
    )  # fmt: skip
    if found.said:
        messages.success(request, " ".join(found.said))
    elif found.is_all_done:
        messages.info(request, "You have chosen nobody, so nobody was given.")
    done(request)
    if found.is_all_done:
        return redirect(request.path)
    _show_what_remains(sitting, found)
    return None


def _show_what_remains(sitting: Sitting, found: Done) -> None:
    """The table as it is now, with what was refused still chosen and the reason beside it."""
    today, viewer = sitting.today, sitting.request.user
    if sitting.leaver is None:
        sitting.table = queries.meeting(viewer=viewer, on=today)  # type: ignore[arg-type]
    else:
        sitting.table = queries.leaving(sitting.leaver, viewer=viewer, on=today)  # type: ignore[arg-type]
    typed = sitting.form.data.copy()
    for name in found.settled & set(typed):
        del typed[name]
    sitting.show_with(typed)
    sitting.form.is_valid()
    for name, words in found.errors:
        sitting.form.add_error(name, words)
    sitting.refused = found.refused
    for words in found.elsewhere:
        sitting.form.add_error(None, words)
    here = {family.key for family in sitting.table.families}
    for key, words in found.refused.items():
        if key in here:
            sitting.form.add_error(f"to-{key}", words)


def _page(sitting: Sitting) -> dict[str, Any]:
    """Everything the template asks for."""
    request, table, form, today = sitting.request, sitting.table, sitting.form, sitting.today
    number = _page_asked(request)
    left = {}
    if sitting.proposed is not None and sitting.filled is not None:
        left = {each.family: each.why for each in sitting.proposed.of(sitting.filled).left}
    foreseen, page, shown = families_shown(
        table, form, number=number, refused=sitting.refused, left=left, viewer=request.user, today=today  # type: ignore[arg-type]
    )  # fmt: skip
    waiting = 0 if sitting.leaver is None else queries.meeting(viewer=request.user, on=today).children  # type: ignore[arg-type]
    staying = [row.family for row in foreseen.rows if not row.chosen]
    on_the_table = {f"safe-{family.key}" for family in table.families}
    longest = all_limits().time_limit("safety_recheck_longest", on=today)
    return {
        "form": form, "table": table, "shown": shown, "page": page, "foreseen": foreseen, "today": today,
        "leaver": sitting.leaver, "workers": workers_shown(table, foreseen),
        "carried": form.carried(each.key for each in shown), "aims": list(Aim), "proposed": sitting.proposed,
        "filled": sitting.filled, "latest": longest.due_on(today, england()), "over": foreseen.over,
        "staying": staying, "in_danger": [family.names for family in staying if family.is_danger],
        "given_in_danger": [form[n] for n in form.fields if n.startswith("safe-") and n not in on_the_table],
        "ahead": weeks_ahead(table, foreseen, also_waiting=waiting, viewer=request.user, today=today),  # type: ignore[arg-type]
        "may_leave": list(queries.who_may_leave(viewer=request.user, on=today).values()),  # type: ignore[arg-type]
    }  # fmt: skip


def _page_asked(request: HttpRequest) -> str | None:
    """A page that was asked for by a button, else the one that was open."""
    step = request.POST.get("step", "")
    return step.removeprefix("page-") if step.startswith("page-") else request.POST.get("page")
