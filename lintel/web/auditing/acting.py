"""What is to be done after audits: agreed here, done by one person, verified by another."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.audits import actions as auditing
from lintel.oversight.audits import permissions, queries
from lintel.oversight.audits.acting import actions as acting
from lintel.oversight.audits.acting.queries import (
    actions_of,
    may_agree,
    may_pass_on,
    possible_next_owners,
    possible_owners,
    to_do,
    to_verify,
)
from lintel.oversight.audits.models import Audit, AuditAction
from lintel.web.auditing import forms
from lintel.web.auditing.naming import names_for
from lintel.web.components.keeping import done, opened

REFUSALS: dict[type[Exception], str] = {
    acting.NotTheirs: "It is somebody else’s.",
    acting.NotNow: "It was done or verified meanwhile.",
    acting.OwnAction: "Whoever did it does not verify it.",
    acting.DoneByTheirManager: "Your own manager did it: somebody they do not manage verifies it.",
    acting.InThePast: "The day by which it is done must not be over.",
    acting.NotHandedIn: "What is to be done is agreed once the audit is handed in.",
    auditing.NothingSaid: "There was nothing written.",
}
DONE_AT_MOST = 50


@require_GET
@allow(permissions.ACT_ON_AUDITS)
def actions(request: HttpRequest) -> HttpResponse:
    """What is one's own to do, what others did and one may verify, and what is done."""
    now = timezone.now()
    mine, waits = list(to_do(viewer=request.user)), list(to_verify(viewer=request.user))
    rest = actions_of(viewer=request.user).exclude(pk__in=[each.pk for each in (*mine, *waits)])
    others = [each for each in rest if each.done_at is None]
    over = [each for each in rest.order_by("-done_at", "-pk") if each.done_at is not None][:DONE_AT_MOST]
    shown = [each.child_id for each in (*mine, *waits, *others, *over)]
    note("list of audit actions opened", by=request.user, at=now, actions=len(mine) + len(waits))
    return render(request, "auditing/actions.html", {
        "mine": mine, "waits": waits, "others": others, "over": over, "today": timezone.localdate(now),
        "name_of": names_for(shown, viewer=request.user),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.ACT_ON_AUDITS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: its owner says that it is done, somebody else verifies it or sends it back."""
    now = timezone.now()
    action = actions_of(viewer=request.user).filter(pk=pk).first()
    if action is None:
        raise Http404
    is_mine = action.owner_id == request.user.pk
    form = opened(request, forms.Done) if is_mine else opened(request, forms.SendBack)
    if request.method == "POST" and (request.POST.get("step") == "verify" or form.is_valid()):
        try:
            said = _act(request, action, form, is_mine=is_mine)
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, said)
            return redirect("auditing:actions")
    return render(request, "auditing/action.html", {
        "action": action, "form": form, "is_mine": is_mine,
        "name": names_for([action.child_id], viewer=request.user)(action.child),
        "may_pass_on": may_pass_on(action, viewer=request.user),
        "may_verify": to_verify(viewer=request.user).filter(pk=pk).exists(), "today": timezone.localdate(now),
        "sees_record": bool(child_lines([action.child_id], viewer=request.user)),
    })  # fmt: skip


def _act(request: HttpRequest, action: AuditAction, form: forms.Done | forms.SendBack, *, is_mine: bool) -> str:
    by, now = request.user, timezone.now()
    if request.POST.get("step") == "verify":
        acting.verify_action(action, by=by, at=now)
        return "Verified."
    if is_mine:
        acting.do_action(action, evidence=form.cleaned_data["evidence"], by=by, at=now)
        return "Done. Somebody else is asked to look."
    acting.send_back(action, because=form.cleaned_data["because"], by=by, at=now)
    return f"{action.owner.name} has it again."


@require_http_methods(["GET", "POST"])
@allow(permissions.ACT_ON_AUDITS)
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Giving what is to be done to somebody else."""
    now = timezone.now()
    action = actions_of(viewer=request.user).filter(pk=pk).first()
    if action is None or not may_pass_on(action, viewer=request.user):
        raise Http404
    owners = possible_next_owners(action, viewer=request.user, on=timezone.localdate(now))
    form = opened(request, forms.PassOn, owners=owners)
    if request.method == "POST" and form.is_valid():
        owner = next(each for each in owners if each.pk == form.cleaned_data["next_owner"])
        try:
            acting.pass_on(action, owner=owner, by=request.user, at=now)
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, f"{owner.name} has it now.")
            return redirect("auditing:actions")
    name = names_for([action.child_id], viewer=request.user)(action.child)
    return render(request, "auditing/pass_on.html", {"action": action, "form": form, "name": name})


@require_http_methods(["GET", "POST"])
@allow(permissions.READ_AUDITS)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be done for the child after one audit, and agreeing more."""
    now = timezone.now()
    try:
        audit = queries.audit_known(pk, viewer=request.user)
    except Audit.DoesNotExist:
        raise Http404 from None
    can_agree = may_agree(audit, viewer=request.user) and audit.submitted_at is not None
    owners = possible_owners(audit, viewer=request.user, on=timezone.localdate(now)) if can_agree else []
    form = opened(request, forms.Agree, owners=owners) if can_agree else None
    if request.method == "POST" and form is not None and form.is_valid():
        said = dict(form.cleaned_data)
        owner = next(each for each in owners if each.pk == said.pop("owner"))
        try:
            acting.agree_action(audit, **said, owner=owner, by=request.user, at=now)
        except tuple(REFUSALS) as refusal:
            form.add_error("due_on" if isinstance(refusal, acting.InThePast) else None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, f"{owner.name} is asked to do it.")
            return redirect("auditing:agree", pk)
    name_of = names_for([audit.child_id], viewer=request.user)
    note("actions after an audit opened", by=request.user, at=now, subject=audit, child_id=audit.child_id)
    return render(request, "auditing/agree.html", {
        "audit": audit, "name": name_of(audit.child), "name_of": name_of, "form": form,
        "today": timezone.localdate(now), "actions": list(actions_of(audit, viewer=request.user)),
    })  # fmt: skip
