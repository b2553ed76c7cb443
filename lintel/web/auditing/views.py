"""The list of audits, the tools they are done with, planning one for one child, and withdrawing one."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.naming import name_of
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.chronology.queries import child as child_seen
from lintel.oversight.audit_cycles import actions as cycles
from lintel.oversight.audits import actions, permissions, queries, shelf
from lintel.oversight.audits.again import actions as again
from lintel.oversight.audits.again.queries import may_be_given_again
from lintel.oversight.audits.codes import Grade
from lintel.oversight.audits.models import Audit
from lintel.oversight.moderation import actions as moderation
from lintel.statute.calendar import local_day
from lintel.web.auditing import forms
from lintel.web.auditing.naming import names_for
from lintel.web.components.keeping import done, opened

AT_MOST = 200


@require_GET
@allow(permissions.READ_AUDITS)
def listed(request: HttpRequest) -> HttpResponse:
    """One's own audits; what was audited of the children one works with; for leaders how far every audit is."""
    now = timezone.now()
    known = [each for each in queries.to_read(viewer=request.user)[: AT_MOST * 2] if each.withdrawn_at is None]
    mine = [each for each in known if each.auditor_id == request.user.pk]
    others = [each for each in known if each.auditor_id != request.user.pk]
    note("list of audits opened", by=request.user, at=now, audits=len(known))
    return render(request, "auditing/listed.html", {
        "due": _first_due_first(each for each in mine if not each.submitted_at),
        "name_of": names_for([each.child_id for each in known], viewer=request.user),
        "handed_in": [each for each in mine if each.submitted_at], "today": timezone.localdate(now),
        "under_way": _first_due_first(each for each in others if not each.submitted_at),
        "to_read": [each for each in others if each.submitted_at],
        "audits": may(request.user, permissions.AUDIT), "leads": may(request.user, permissions.SEE_ALL_AUDITS),
        "titles": {(each.tool, each.tool_version): queries.tool_of(each).title for each in known},
    })  # fmt: skip


def _first_due_first(found: Iterable[Audit]) -> list[Audit]:
    return sorted(found, key=lambda each: (each.due_on, each.pk))


@require_GET
@allow(permissions.READ_AUDITS)
def tools(request: HttpRequest) -> HttpResponse:
    """What audits ask, what the grades look like, and what is wrong with a file in the authority's own folder."""
    return render(request, "auditing/tools.html", {
        "tools": shelf.tools_to_choose(), "grades": sorted(Grade, reverse=True),
        "problems": shelf.problems() if may(request.user, permissions.PLAN_AUDITS) else [],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.PLAN_AUDITS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Giving one child's record to somebody who may audit it."""
    now = timezone.now()
    try:
        child = child_seen(viewer=request.user, pk=pk)
    except ChildNotVisible:
        raise Http404 from None
    can = {user.pk: user for user in queries.possible_auditors(child, viewer=request.user, on=timezone.localdate(now))}
    form = opened(request, forms.Plan, auditors=list(can.values()), tools=shelf.tools_to_choose())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.plan_audit(
                child, auditor=can[said["auditor"]], tool=said["tool"], due_on=said["due_on"], by=request.user, at=now
            )
        except actions.NotOnStaffList:
            form.add_error("auditor", "This person is not on the staff list, so no record can be opened to them.")
        except actions.Conflicted as why:
            form.add_error("auditor", str(why))
        else:
            done(request)
            messages.success(
                request, f"{can[said['auditor']].name} has the audit, and sees the record until it is over."
            )
            return redirect("auditing:listed")
    return render(request, "auditing/plan.html", {"form": form, "child": child, "name": name_of(child)})


@require_http_methods(["GET", "POST"])
@allow(permissions.PLAN_AUDITS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying that an audit is not to be done after all."""
    try:
        audit = queries.audit_known(pk, viewer=request.user)
    except Audit.DoesNotExist:
        raise Http404 from None
    form = opened(request, forms.Withdraw)
    if request.method == "POST" and form.is_valid():
        try:
            moderation.withdraw(audit, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
        except actions.HandedIn:
            form.add_error(None, "It was handed in or withdrawn meanwhile.")
        else:
            done(request)
            audit.refresh_from_db()
            may_give = " You can give it to another auditor." if may_be_given_again(audit, viewer=request.user) else ""
            messages.success(request, f"The audit is withdrawn.{may_give}")
            return redirect("auditing:one", audit.pk)
    name = names_for([audit.child_id], viewer=request.user)(audit.child)
    return render(request, "auditing/withdraw.html", {"form": form, "audit": audit, "name": name})


@require_http_methods(["GET", "POST"])
@allow(permissions.PLAN_AUDITS)
def another(request: HttpRequest, pk: int) -> HttpResponse:
    """Giving a withdrawn audit to another auditor."""
    now = timezone.now()
    try:
        audit = queries.audit_known(pk, viewer=request.user)
    except Audit.DoesNotExist:
        raise Http404 from None
    if not may_be_given_again(audit, viewer=request.user):
        raise Http404
    can = {each.pk: each for each in queries.possible_auditors(audit.child, viewer=request.user, on=local_day(now))}
    can.pop(audit.auditor_id, None)
    form = opened(request, forms.GiveToAnother, auditors=list(can.values()))
    if request.method == "POST" and form.is_valid():
        auditor, due_on = can[form.cleaned_data["next_auditor"]], form.cleaned_data["due_on"]
        try:
            cycles.give_to_another(audit, auditor=auditor, due_on=due_on, by=request.user, at=now)
        except again.NotToGive:
            form.add_error(None, "Somebody else was given it meanwhile.")
        except actions.NotOnStaffList:
            form.add_error("next_auditor", "This person is not on the staff list, so no record can be opened to them.")
        except actions.Conflicted as why:
            form.add_error("next_auditor", str(why))
        else:
            done(request)
            messages.success(request, f"{auditor.name} has the audit, and sees the record until it is over.")
            return redirect("auditing:listed")
    name = names_for([audit.child_id], viewer=request.user)(audit.child)
    return render(request, "auditing/another.html", {"form": form, "audit": audit, "name": name})
