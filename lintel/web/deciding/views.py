"""Deciding about a contact: the page, the check, and what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may, require
from lintel.foundation.people.naming import name_of
from lintel.journey.handovers.actions import NoEarlyHelp, decide_with_what_was_said
from lintel.journey.handovers.queries import without_a_worker_to_tell
from lintel.oversight.alike.codes import Measure
from lintel.oversight.alike.patterns.queries import state
from lintel.oversight.alike.permissions import READ_EXAMPLES
from lintel.statute.calendar import local_day
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.deciding.actions import AlreadyDecided, DangerOpen
from lintel.steps.front_door.deciding.queries import decision_of
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.permissions import DECIDE_CONTACT, SEE_CONTACTS, WORK_THE_DESK
from lintel.steps.front_door.queries import informant_of
from lintel.steps.front_door.telling.queries import passed_on, to_pass_on, told_about
from lintel.web.components.keeping import done, keep_as_typed, opened
from lintel.web.deciding import reading
from lintel.web.deciding.forms import Decide

DANGER = (
    "Somebody said that a child is in danger now. Decide a strategy discussion or a referral; or first say on the "
    "contact’s page that the danger is over, and why."
)
NO_EARLY_HELP = "There is no early help team to hand the family to. Ask your manager to name one; nothing is decided."


@require_http_methods(["GET", "POST"])
@allow(WORK_THE_DESK)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One page: what is known, and the decision for each child. Who only gathers sees why, and says it is ready."""
    contact, now = reading.contact_of(pk, viewer=request.user), timezone.now()
    if not may(request.user, DECIDE_CONTACT):
        if request.method == "POST":
            require(request.user, DECIDE_CONTACT)
        return render(request, "deciding/gather.html", reading.in_front_of(contact, viewer=request.user, at=now))
    page = reading.in_front_of(contact, viewer=request.user, at=now)
    form = _form(request, page, now)
    if _overtaken(request, page, form):
        return _say_who_was_first(request, page, form)
    if request.method == "GET" and not any(each.is_undecided for each in page["standings"]):
        return _decided(request, page)
    if request.method != "POST" or request.POST.get("step") in ("change", "similar") or not form.is_valid():
        return _ask(request, page, form)
    if request.POST.get("step") != "confirm":
        return render(request, "deciding/check.html", page | {"form": form, "chosen": _to_check(form)})
    return _decide(request, contact, page, form, now)


def _form(request: HttpRequest, page: dict[str, Any], now: datetime) -> Decide:
    """The form for those about whom nothing is decided, or for those whom the sent page was about."""
    about, standings = set(request.POST.getlist("about")), page["standings"]
    sent = [each for each in standings if str(each.line.pk) in about]
    lines = sent or [each for each in standings if each.is_undecided] or standings
    return opened(
        request, Decide, lines=reading.lines_to_decide(lines),
        levels=reading.levels_on(local_day(now), viewer=request.user),
        people=reading.people_of(page["contact"], viewer=request.user),
    )  # fmt: skip


def _overtaken(request: HttpRequest, page: dict[str, Any], form: Decide) -> bool:
    """Whether somebody decided for one of these children while this person wrote; their words are kept in view."""
    asked = {line.pk for line in form.lines}
    is_decided = any(not each.is_undecided for each in page["standings"] if each.line.pk in asked)
    return is_decided and (request.method == "POST" or (form.is_kept_draft and bool(form.words_typed())))


def _decide(request: HttpRequest, contact: Contact, page: dict[str, Any], form: Decide, now: datetime) -> HttpResponse:
    try:
        decisions = decide_with_what_was_said(
            contact, form.chosen(), said=form.agreements(), safe_ways=form.safe_ways(), by=request.user, at=now
        )
    except AlreadyDecided:
        page = reading.in_front_of(contact, viewer=request.user, at=now)
        return _say_who_was_first(request, page, form)
    except DangerOpen:
        form.add_error(None, DANGER)
        return _ask(request, page, form)
    except NoEarlyHelp:
        form.add_error(None, NO_EARLY_HELP)
        return _ask(request, page, form)
    done(request)
    waiting = [name_of(each.child_contact.child) for each in decisions if each.signature_asked_because]
    if waiting:
        messages.info(request, f"A manager signs first: {', '.join(waiting)}. The clock runs until then.")
    if len(waiting) < len(decisions):
        messages.success(request, "Decided.")
    return redirect("deciding:decide", contact.pk)


def _ask(request: HttpRequest, page: dict[str, Any], form: Decide) -> HttpResponse:
    """The page to decide on; or, with all that was typed kept, how things like it were decided."""
    if request.POST.get("step") == "similar":
        keep_as_typed(request)
        return redirect("alike:similar", page["contact"].pk)
    wordings = {str(level.number): level.wording for level in form.levels.levels}
    return render(request, "deciding/decide.html", page | {
        "form": form, "has_several": len(form.lines) > 1, "level_hints": wordings,
        "may_compare": may(request.user, READ_EXAMPLES) and state(Measure.SIMILAR, viewer=request.user).is_on,
    })  # fmt: skip


def _say_who_was_first(request: HttpRequest, page: dict[str, Any], form: Decide) -> HttpResponse:
    return render(request, "deciding/overtaken.html", page | {"words": form.words_typed(), "form": None}, status=409)


def _decided(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    contact = page["contact"]
    return render(request, "deciding/decided.html", page | {
        "told": told_about(contact, viewer=request.user), "informant": informant_of(contact, viewer=request.user),
        "to_pass_on": to_pass_on(contact, viewer=request.user), "passed_on": passed_on(contact, viewer=request.user),
        "without_a_worker": without_a_worker_to_tell(contact, viewer=request.user),
        "is_all_decided": all(each.line.decided_on for each in page["standings"]),
    })  # fmt: skip


def _to_check(form: Decide) -> list[dict[str, Any]]:
    """Each child's answers as they will be decided."""
    agreed = {each.child_contact_id: each for each in form.agreements()}
    return [
        {
            "name": line.name, "line": line, "chosen": chosen, "outcome": Outcome(chosen.outcome).words,
            "agreement": agreed.get(line.pk), "runs_on": chosen.outcome is Outcome.AWAITING_INFORMATION,
        }
        for line, chosen in zip(form.lines, form.chosen(), strict=True)
    ]  # fmt: skip


@require_GET
@allow(SEE_CONTACTS)
def known(request: HttpRequest, pk: int) -> HttpResponse:
    """What stood in front of whoever decided, at that moment; frozen with the decision."""
    decision = decision_of(pk, viewer=request.user)
    if decision is None:
        raise Http404
    shown = reading.shown_again(decision, viewer=request.user, at=timezone.now())
    return render(request, "deciding/known.html", {
        "decision": decision, "known": shown, "contact": decision.child_contact.contact,
        "name": name_of(decision.child_contact.child), "outcome": Outcome(decision.outcome).words,
    })  # fmt: skip
