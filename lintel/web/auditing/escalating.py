"""A child who is not safe: stopping an audit, and answering it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.naming import name_of
from lintel.oversight.audits import actions as auditing
from lintel.oversight.audits import permissions, queries
from lintel.oversight.audits.escalating import actions
from lintel.oversight.audits.escalating.queries import escalations, who_is_told
from lintel.oversight.audits.models import Audit
from lintel.web.auditing import forms
from lintel.web.auditing.naming import names_for
from lintel.web.components.keeping import done, opened

REFUSALS: dict[type[Exception], str] = {
    auditing.HandedIn: "This audit was withdrawn. Ring the manager of the child’s team now.",
    auditing.Stopped: "You have said so already, and the manager was told. Ring them if nobody answers.",
    actions.NobodyToTell: "No manager has an account here. Ring the front door now.",
    actions.NotTheirsToAnswer: "Somebody else answers for this child.",
    actions.AnsweredAlready: "A colleague answered first.",
}


@require_http_methods(["GET", "POST"])
@allow(permissions.AUDIT)
def unsafe(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying that the child is not safe: the audit stops, and whoever answers for the child is told at once."""
    now = timezone.now()
    try:
        audit = queries.own_audit(pk, viewer=request.user)
    except Audit.DoesNotExist:
        raise Http404 from None
    form = opened(request, forms.Unsafe)
    if request.method == "POST" and form.is_valid():
        try:
            raised = actions.stop_and_escalate(audit, **form.cleaned_data, by=request.user, at=now)
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, f"{raised.told.name} was told. The audit is stopped until there is an answer.")
            return redirect("auditing:escalation", raised.pk)
    return render(request, "auditing/unsafe.html", {
        "form": form, "audit": audit, "name": name_of(audit.child),
        "told": who_is_told(audit, viewer=request.user, at=now),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.READ_AUDITS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found, for who found it and who answers for the child; the latter say what was done."""
    now = timezone.now()
    raised = escalations(viewer=request.user).filter(pk=pk).first()
    if raised is None:
        raise Http404
    note("unsafe child of an audit opened", by=request.user, at=now, subject=raised, child_id=raised.audit.child_id)
    is_theirs = may(request.user, permissions.ANSWER_UNSAFE_CHILD) and raised.raised_by_id != request.user.pk
    form = opened(request, forms.AnswerUnsafe) if is_theirs else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.answer_escalation(raised, **form.cleaned_data, by=request.user, at=now)
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, f"{raised.raised_by.name} has your answer.")
            return redirect("auditing:escalation", pk)
    child, was_told = raised.audit.child, request.user in raised.everybody_told
    name = name_of(child) if was_told else names_for([child.pk], viewer=request.user)(child)
    return render(request, "auditing/escalation.html", {
        "raised": raised, "form": form, "name": name,
        "may_answer": is_theirs and (raised.answered_at is None or bool(form and form.errors)),
        "is_own": raised.raised_by_id == request.user.pk,
        "is_auditor": raised.audit.auditor_id == request.user.pk,
    })  # fmt: skip
