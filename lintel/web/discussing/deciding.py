"""Writing down what a discussion answered and decided: filled in, checked, and then written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.codes import Party, Purpose
from lintel.steps.enquiries.discussing import actions
from lintel.steps.enquiries.models import DiscussionMeeting
from lintel.web.components.keeping import done, not_saved, opened, without_errors
from lintel.web.discussing.found import children_of, meeting_of
from lintel.web.discussing.holding_forms import MOST_TASKS, Decide, Tasks

# What every form carries anew, and which button was pressed.
OF_THE_PAGE = ("step", "csrfmiddlewaretoken", "kept_for", "kept_page", "kept_path")
NOBODY_DOES = "Write who does what before anybody visits: there is an enquiry, and nobody does anything"


@require_http_methods(["GET", "POST"])
@allow(permissions.HOLD_DISCUSSION)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The form. Which button was pressed says what happens; without one it is checked."""
    meeting = meeting_of(request, pk)
    if meeting.held_at is None or (meeting.decided_at is not None and request.method != "POST"):
        return redirect("discussing:one", pk)
    names = {line.pk: line.name for line in children_of(request, meeting)}
    step = request.POST.get("step", "check")
    form = opened(request, Decide, children=names)
    tasks: Any = opened(request, Tasks, prefix="task")
    if step == "another":
        return _page(request, meeting, without_errors(form), without_errors(_one_more(request)))
    if request.method != "POST" or step == "change":
        return _page(request, meeting, without_errors(form) if step == "change" else form, tasks)
    if not (form.is_valid() and tasks.is_valid()):
        return _page(request, meeting, form, tasks)
    said = [task.said for task in tasks if task.says_something]
    if not said and any(each.is_enquiry for each in form.decisions.values()):
        form.add_error(None, NOBODY_DOES)
        return _page(request, meeting, form, tasks)
    if step == "send":
        return _write(request, meeting, form, said)
    return _check(request, meeting, form, said)


def _write(
    request: HttpRequest, meeting: DiscussionMeeting, form: Decide, tasks: list[actions.TaskSaid]
) -> HttpResponse:
    go_on = ("Read the discussion", reverse("discussing:one", args=[meeting.pk]))
    try:
        actions.decide(
            meeting, purposes=form.purposes, children=form.decisions, tasks=tasks, by=request.user, at=timezone.now()
        )
    except actions.DecidedAlready:
        return not_saved(request, form, "A colleague wrote down first what was decided.", go_on=go_on)
    except actions.NotSettled as lacking:
        return not_saved(request, form, f"Missing: {', '.join(lacking.missing)}.", go_on=go_on)
    done(request)
    messages.success(request, "What was decided is written down. Send everybody the minutes.")
    return redirect("discussing:minutes", meeting.pk)


def _check(
    request: HttpRequest, meeting: DiscussionMeeting, form: Decide, tasks: list[actions.TaskSaid]
) -> HttpResponse:
    kept = [(name, text) for name, texts in request.POST.lists() for text in texts if name not in OF_THE_PAGE]
    context = {
        "meeting": meeting, "tasks": tasks, "kept": kept, "party_words": {party: party.words for party in Party},
        "purposes": [(purpose.words, form.purposes[purpose]) for purpose in Purpose],
        "decisions": [(form.children[pk], decided) for pk, decided in form.decisions.items()],
    }  # fmt: skip
    return render(request, "discussing/decide_check.html", context)


def _one_more(request: HttpRequest) -> Any:
    """The tasks typed so far and an empty row for one more."""
    typed = request.POST.copy()
    count = typed.get("task-TOTAL_FORMS", "1")
    typed["task-TOTAL_FORMS"] = str(min(int(count) + 1 if count.isdigit() else 1, MOST_TASKS))
    return Tasks(typed, prefix="task")


def _page(request: HttpRequest, meeting: DiscussionMeeting, form: Any, tasks: Any) -> HttpResponse:
    context = {
        "meeting": meeting, "form": form, "tasks": tasks, "is_full": len(tasks.forms) >= MOST_TASKS,
        "views": meeting.parties.exclude(view="").order_by("pk"),
    }  # fmt: skip
    return render(request, "discussing/decide.html", context)
