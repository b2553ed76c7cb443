"""Agency checks at the desk: asking, reminding, writing down what is said by telephone; and how agencies answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.agencies.queries import agencies
from lintel.foundation.people.naming import name_of
from lintel.steps.agency_checks import actions, queries
from lintel.steps.agency_checks.codes import ChaseMeans
from lintel.steps.agency_checks.models import AgencyCheck
from lintel.steps.agency_checks.permissions import ASK_AGENCIES, SEE_ANSWER_TIMES, SEE_CHECKS
from lintel.steps.agency_checks.queries import CheckLine
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.queries import children_in, contacts
from lintel.web.components.keeping import done, opened
from lintel.web.partners import forms
from lintel.web.partners.words import lag_in_words

WHAT_FOR = "To decide what help or protection the children need"
WEEKS = 13
TOO_LATE = (actions.AlreadyAnswered, actions.AlreadyWithdrawn)


@require_GET
@allow(SEE_CHECKS)
def of_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Every check of one contact."""
    contact = _contact(request, pk)
    return render(request, "partners/checks.html", {
        "contact": contact, "checks": queries.checks_of(contact, viewer=request.user), "at": timezone.now(),
        "may_ask": may(request.user, ASK_AGENCIES),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ASK_AGENCIES)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Asking several agencies at once, each its own questions."""
    contact = _contact(request, pk)
    lines = {line.pk: line for line in children_in(contact, viewer=request.user)}
    today = timezone.localdate()
    form = opened(
        request, forms.Ask, agencies=_asked(request), children=[(n, name_of(line.child)) for n, line in lines.items()],
        initial={
            "since": date(today.year - 2, today.month, 1), "shared_for": WHAT_FOR,
            "children": list(lines) if len(lines) == 1 else [],
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        chosen = [lines[int(each)] for each in form.cleaned_data["children"]]
        made = actions.ask(
            contact, form.questions(), children=chosen, grounds=form.grounds(), by=request.user, at=timezone.now()
        )
        done(request)
        messages.success(request, _asked_words(made))
        return redirect("partners:checks", pk)
    return render(request, "partners/ask.html", {"contact": contact, "form": form})


@require_http_methods(["GET", "POST"])
@allow(ASK_AGENCIES)
def chase(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Writing down that an agency was reminded."""

    def write(check: AgencyCheck, form: forms.Chase) -> str:
        typed = form.cleaned_data
        actions.chase(check, means=ChaseMeans(typed["means"]), words=typed["words"], by=request.user, at=timezone.now())
        return "It is written down that you reminded them."

    return _typed(request, pk, number, "Remind the agency", forms.Chase, write)


@require_http_methods(["GET", "POST"])
@allow(ASK_AGENCIES)
def answer_by_telephone(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Writing down what somebody at the agency says."""

    def write(check: AgencyCheck, form: forms.AnswerByTelephone) -> str:
        typed = form.cleaned_data
        actions.answer_by_telephone(
            check, known=form.known(), words=typed["words"], told_by=typed["told_by"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        return "The answer is written down."

    check = _check(request, pk, number)
    return _typed(request, pk, number, "Answer by telephone", forms.AnswerByTelephone, write, about=check.about)


@require_http_methods(["GET", "POST"])
@allow(ASK_AGENCIES)
def withdraw(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Taking a question back."""

    def write(check: AgencyCheck, form: forms.Withdraw) -> str:
        actions.withdraw(check, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
        return "The question is taken back."

    return _typed(request, pk, number, "Take the question back", forms.Withdraw, write)


@require_GET
@allow(SEE_ANSWER_TIMES)
def answer_times(request: HttpRequest) -> HttpResponse:
    """How each agency answers. The agency reads the same of itself in the portal."""
    at = timezone.now()
    found = queries.answer_times(viewer=request.user, since=at - timedelta(weeks=WEEKS), at=at)
    return render(request, "partners/answer_times.html", {
        "rows": [(each, lag_in_words(each.lag)) for each in found if each.lag.asked], "weeks": WEEKS,
        "not_asked": [each.agency for each in found if not each.lag.asked],
    })  # fmt: skip


def _typed(
    request: HttpRequest, pk: int, number: int, title: str, form_class: Any,
    write: Callable[[AgencyCheck, Any], str], **details: Any,
) -> HttpResponse:  # fmt: skip
    """A page with one check and one form about it. Where that comes too late, what was typed stands there."""
    contact, line, refused = _contact(request, pk), _check(request, pk, number), ""
    form = opened(request, form_class, **details)
    if request.method == "POST" and form.is_valid():
        try:
            said = write(AgencyCheck(pk=number), form)
        except TOO_LATE as late:
            line, refused = _check(request, pk, number), (type(late).__doc__ or "").strip()
        else:
            done(request)
            messages.success(request, said)
            return redirect("partners:checks", pk)
    return render(request, "partners/typed.html", {
        "contact": contact, "check": line, "title": title, "form": form, "refused": refused,
    })  # fmt: skip


def _contact(request: HttpRequest, pk: int) -> Contact:
    found = contacts(viewer=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _check(request: HttpRequest, pk: int, number: int) -> CheckLine:
    line = queries.check_of(number, viewer=request.user)
    if line is None or line.contact_id != pk:
        raise Http404
    return line


def _asked(request: HttpRequest) -> list[Any]:
    """The agencies checks are sent to: police and health first, as they are in nearly every check."""
    found = [agency for agency in agencies(viewer=request.user) if agency.is_asked]
    return sorted(found, key=lambda agency: (forms.KINDS_IN_ORDER[agency.kind], agency.name))


def _asked_words(made: list[AgencyCheck]) -> str:
    names = list(dict.fromkeys(check.agency.name for check in made))
    questions = "1 question" if len(made) == 1 else f"{len(made)} questions"
    return f"{questions} sent to {', '.join(names)}."
