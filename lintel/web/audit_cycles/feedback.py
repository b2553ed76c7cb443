"""What the worker and the family think of the work on an audited child."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.audit_cycles.feedback import actions, queries
from lintel.oversight.audit_cycles.permissions import GIVE_FEEDBACK
from lintel.oversight.audits.codes import Voice
from lintel.oversight.audits.models import Audit
from lintel.web.audit_cycles import forms
from lintel.web.components.keeping import done, not_saved, opened


@require_http_methods(["GET", "POST"])
@allow(GIVE_FEEDBACK)
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what one thinks as the child's worker; write down what the family said as their worker or the auditor."""
    audit, today, viewer = _audit(request, pk), timezone.localdate(), request.user
    speaks = {voice for voice in Voice if queries.may_speak_for(voice, audit, viewer=viewer, on=today)}
    if not speaks:
        raise Http404
    heard = queries.to_be_heard(audit, viewer=viewer)
    is_familys = "voice" in request.POST
    own = forms.WorkersWords() if is_familys else opened(request, forms.WorkersWords)
    theirs = forms.FamilysWords() if request.POST and not is_familys else opened(request, forms.FamilysWords)
    if request.method == "POST":
        if (answer := _sent(request, audit, theirs if is_familys else own)) is not None:
            return answer
    else:
        note("audit opened to say what one thinks", by=viewer, at=timezone.now(), child_id=audit.child_id)
    worker = heard.get(Voice.WORKER)
    return render(request, "audit_cycles/feedback.html", {
        "audit": audit, "child": child_lines([audit.child_id], viewer=viewer)[audit.child_id], "own": own,
        "theirs": theirs, "form": theirs if is_familys else own, "is_worker": Voice.WORKER in speaks,
        "worker": worker if worker and worker.agreed is not None else None,
        "family": [each for voice, each in heard.items() if voice is not Voice.WORKER and each.agreed is not None],
        "rules": queries.how_to_reach_them(audit, viewer=viewer, on=today),
        "is_over": bool(audit.submitted_at or audit.withdrawn_at),
    })  # fmt: skip


def _sent(request: HttpRequest, audit: Audit, form: forms.WorkersWords | forms.FamilysWords) -> HttpResponse | None:
    """Keep what was sent; None where something in it must be put right first."""
    rather_not = "rather-not" in request.POST
    if not rather_not and not form.is_valid():
        return None
    said = {} if rather_not else form.cleaned_data
    voice = Voice(said.get("voice", Voice.WORKER))
    agreed = not rather_not and said.get("agreed", "yes") == "yes"
    try:
        actions.hear(
            audit, voice=voice, agreed=agreed, words=said.get("words") or said.get("said") or "", by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except actions.SaidAlready:
        return not_saved(request, form, "They have said something already, and it stands.")
    except actions.HandedIn:
        return not_saved(request, form, "The audit is over: nobody would read it beside the record any more.")
    except actions.NotTheirs:
        return not_saved(request, form, "Only the child’s worker says what the worker thinks.")
    done(request)
    messages.success(request, "Thank you. The auditor reads it beside the record.")
    return redirect("audit_cycles:feedback", audit.pk)


def _audit(request: HttpRequest, pk: int) -> Audit:
    audit = queries.audit_to_speak_of(pk, viewer=request.user)
    if audit is None:
        raise Http404
    return audit
