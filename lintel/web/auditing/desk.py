"""The desk itself: the record on the left, the tool on the right; and what an audit came to, once it is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.oversight.audit_cycles.feedback.queries import feedback_beside
from lintel.oversight.audits import actions, permissions, queries
from lintel.oversight.audits.acting.queries import actions_of, may_agree
from lintel.oversight.audits.again.queries import may_be_given_again
from lintel.oversight.audits.codes import Grade
from lintel.oversight.audits.models import Audit, Citation
from lintel.oversight.audits.queries import Desk
from lintel.oversight.audits.record.codes import Kind
from lintel.oversight.audits.record.queries import entry_of, record_of
from lintel.oversight.audits.record.rules import Entry, chosen
from lintel.oversight.audits.rules import Missing
from lintel.oversight.moderation.actions import hand_in
from lintel.web.auditing import escalating, forms
from lintel.web.auditing.naming import names_for
from lintel.web.components.asking import day_of
from lintel.web.components.keeping import done, keep_as_typed, not_saved, opened

ENTRIES_ON_A_PAGE = 150
# The questions of a tool are named by slug; the grade has none of its own in the record.
GRADE = "grade"
REFUSALS: dict[type[Exception], str] = {
    actions.HandedIn: "This audit was handed in or withdrawn meanwhile.",
    actions.Stopped: "This audit is stopped: you found the child unsafe, and a manager has not answered yet.",
    actions.NotAsked: "That is not one of the answers to this question.",
}


@require_http_methods(["GET", "POST"])
@allow(permissions.READ_AUDITS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An audit in one's own hands; or, handed in, what it came to."""
    now = timezone.now()
    audit = _known(request, pk)
    is_over = audit.submitted_at is not None or audit.withdrawn_at is not None
    if audit.auditor_id == request.user.pk and is_over and request.method == "POST":
        return _too_late(request, audit, now)
    if audit.auditor_id != request.user.pk or is_over:
        return _read(request, audit)
    if request.method == "GET":
        actions.open_audit(audit, by=request.user, at=now)
        note("record opened to audit it", by=request.user, at=now, subject=audit, child_id=audit.child_id)
    desk = queries.desk_of(audit, viewer=request.user)
    form = opened(request, forms.OnTheDesk, tool=desk.tool, initial=forms.as_it_stands(desk))
    if request.method == "POST":
        return _typed(request, desk, form, now)
    return _on_the_desk(request, desk, form, now)


def _typed(request: HttpRequest, desk: Desk, form: forms.OnTheDesk, now: datetime) -> HttpResponse:
    """
    Everything that was typed is kept first, whichever button was pressed; then what the button asks for.

    A child who is not safe waits for nothing: not for a box that is too long, nor for an audit that is stopped.
    """
    if request.POST.get("step") == "unsafe":
        return _unsafe(request, desk.audit, form, now)
    if not form.is_valid():
        return _on_the_desk(request, desk, form, now, status=422)
    try:
        _save(request, desk.audit, form, now)
    except tuple(REFUSALS) as refusal:
        return not_saved(request, form, REFUSALS[type(refusal)], go_on=("The audit", _address(desk.audit)))
    if request.POST.get("step") == "hand_in":
        return _hand_in(request, desk.audit, form, now)
    done(request)
    return _go_on(request, desk.audit, now)


def _save(request: HttpRequest, audit: Audit, form: forms.OnTheDesk, now: datetime) -> None:
    said = form.cleaned_data
    actions.save_desk(audit, form.answers(), grade_given=said["grade"], why=said["why"], by=request.user, at=now)


def _unsafe(request: HttpRequest, audit: Audit, form: forms.OnTheDesk, now: datetime) -> HttpResponse:
    is_saved = form.is_valid()
    if is_saved:
        try:
            _save(request, audit, form, now)
        except tuple(REFUSALS):
            is_saved = False
    (done if is_saved else keep_as_typed)(request)
    return redirect("auditing:unsafe", audit.pk)


def _too_late(request: HttpRequest, audit: Audit, now: datetime) -> HttpResponse:
    """What is answered from a page that was still open when the audit was handed in or withdrawn elsewhere."""
    step = request.POST.get("step")
    form = opened(request, forms.OnTheDesk, tool=queries.tool_of(audit))
    if step == "unsafe" and not audit.withdrawn_at:
        return _unsafe(request, audit, form, now)
    if step == "hand_in" and not audit.withdrawn_at:
        return redirect(_address(audit))
    reason = escalating.REFUSALS[actions.HandedIn] if step == "unsafe" else REFUSALS[actions.HandedIn]
    return not_saved(request, form, reason, go_on=("The audit", _address(audit)))


def _go_on(request: HttpRequest, audit: Audit, now: datetime) -> HttpResponse:
    if entry := request.POST.get("cite"):
        return redirect(f"{reverse('auditing:cite', args=[audit.pk])}?{urlencode({'entry': entry})}")
    if number := request.POST.get("uncite", ""):
        cited = Citation.objects.filter(audit=audit, pk=int(number) if number.isdigit() else 0).first()
        if cited is not None:
            actions.uncite(cited, by=request.user, at=now)
            return redirect(f"{_address(audit)}#evidence-{cited.question or GRADE}")
    elif request.POST.get("step") == "look_again":
        actions.look_again(audit, by=request.user, at=now)
    else:
        messages.success(request, "Saved. Nothing is handed in yet.")
    return redirect(_address(audit))


def _hand_in(request: HttpRequest, audit: Audit, form: forms.OnTheDesk, now: datetime) -> HttpResponse:
    try:
        hand_in(audit, by=request.user, at=now)
    except actions.CannotHandIn as refusal:
        done(request)
        desk = queries.desk_of(audit, viewer=request.user)
        return _on_the_desk(request, desk, form, now, missing=refusal.missing, status=422)
    done(request)
    messages.success(request, "Handed in. Agree now what is to be done for the child.")
    return redirect(_address(audit))


def _on_the_desk(
    request: HttpRequest, desk: Desk, form: forms.OnTheDesk, now: datetime, *, missing: Sequence[Missing] = (),
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    child = desk.audit.child
    shown = {
        "audit": desk.audit, "desk": desk, "form": form, "name": name_of(child), "tool": desk.tool,
        "missing": missing, "wrong_at": _wrong_at(form, missing), "grades": _grades(desk),
        "to_cite_for": forms.to_cite_for(desk.tool), "verdicts": forms.VERDICTS, "otherwise": forms.OTHERWISE,
        "held": _value(form, "grade"), "heard": feedback_beside(desk.audit, viewer=request.user),
    }  # fmt: skip
    return render(request, "auditing/desk.html", shown | _record(request, desk.audit, child, now), status=status)


def _wrong_at(form: forms.OnTheDesk, missing: Sequence[Missing]) -> dict[str, str]:
    """What is wrong with a box, or missing there, by the name of its field."""
    wrong = {name: str(said[0]) for name, said in form.errors.items()}
    return wrong | {each.field: each.words for each in missing}


def _grades(desk: Desk) -> list[tuple[int, str, str]]:
    return [(grade.value, grade.words, desk.tool.descriptors[grade]) for grade in sorted(Grade, reverse=True)]


def _value(form: forms.OnTheDesk, name: str) -> str:
    return str(form[name].value() or "")


def _record(request: HttpRequest, audit: Audit, child: Person, now: datetime) -> dict[str, Any]:
    """The record as it was asked for: as far back as the tool reads, unless earlier days are asked for."""
    day = timezone.localdate(now)
    everything = record_of(child, viewer=request.user, day=day)
    asked = request.GET.get("from", "")
    begins = None if asked == "all" else day_of(asked) or queries.since(audit, at=now)
    kind = next((each for each in Kind if each.value == request.GET.get("kind")), None)
    lines = chosen(everything, kind=kind, since=begins)
    return {
        "lines": Paginator(lines, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page")), "begins": begins,
        "kind": kind, "kinds": [each for each in Kind if any(entry.kind is each for entry in everything)],
        "earlier": len(everything) - len(chosen(everything, kind=None, since=begins)),
        "along": {"from": asked, "kind": kind.value if kind else ""},
    }  # fmt: skip


def _read(request: HttpRequest, audit: Audit) -> HttpResponse:
    now = timezone.now()
    note("audit read", by=request.user, at=now, subject=audit, child_id=audit.child_id)
    read = queries.read_audit(audit, viewer=request.user)
    name_of = names_for([audit.child_id], viewer=request.user)
    return render(request, "auditing/read.html", {
        "audit": audit, "name": name_of(audit.child), "name_of": name_of, "read": read, "tool": queries.tool_of(audit),
        "is_own": audit.auditor_id == request.user.pk, "verdicts": forms.VERDICTS, "today": timezone.localdate(now),
        "descriptor": read.tool.descriptors[read.grade] if read else "",
        "actions": list(actions_of(audit, viewer=request.user)), "may_agree": may_agree(audit, viewer=request.user),
        "may_give_on": may_be_given_again(audit, viewer=request.user),
        "may_withdraw": audit.submitted_at is None and audit.withdrawn_at is None
        and request.user.holds(permissions.PLAN_AUDITS),
    })  # fmt: skip


# --- citing -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@allow(permissions.AUDIT)
def cite(request: HttpRequest, pk: int) -> HttpResponse:
    """Citing one entry: by a page of its own, or, where there is script, from where it was highlighted."""
    now = timezone.now()
    audit = _own(request, pk)
    source = request.POST.get("entry") or request.GET.get("entry", "")
    entry = entry_of(audit.child, source, viewer=request.user, day=timezone.localdate(now))
    if entry is None:
        raise Http404
    asked = {"entry": source, "quote": "\n".join(entry.words) or entry.what}
    form = opened(request, forms.Cite, tool=queries.tool_of(audit), initial=asked)
    wants_json = request.headers.get("accept") == "application/json"
    if request.method == "POST" and form.is_valid() and _is_cited(request, audit, entry, form, now):
        done(request)
        return _cited(request, audit, form, wants_json)
    if wants_json and request.method == "POST":
        said = [words for found in form.errors.values() for words in found]
        return JsonResponse({"problem": " ".join(str(each) for each in said)}, status=422)
    return render(request, "auditing/cite.html", {
        "audit": audit, "form": form, "entry": entry, "name": name_of(audit.child),
    })  # fmt: skip


def _is_cited(request: HttpRequest, audit: Audit, entry: Entry, form: forms.Cite, now: datetime) -> bool:
    quote, question = form.cleaned_data["quote"], form.cleaned_data["question"]
    if not entry.holds(quote):
        form.add_error("quote", "These words do not stand in this entry. Quote it as it is written.")
        return False
    try:
        actions.cite(
            audit, "" if question == GRADE else question, source=entry.source, source_words=entry.title, quote=quote,
            by=request.user, at=now,
        )  # fmt: skip
    except tuple(REFUSALS) as refusal:
        form.add_error(None, REFUSALS[type(refusal)])
        return False
    return True


def _cited(request: HttpRequest, audit: Audit, form: forms.Cite, wants_json: bool) -> HttpResponse:
    question = form.cleaned_data["question"]
    if not wants_json:
        messages.success(request, "Cited.")
        return redirect(f"{_address(audit)}#evidence-{question}")
    cited = queries.cited_in(audit, viewer=request.user)["" if question == GRADE else question]
    shown = render(request, "auditing/evidence.html", {"cited": cited, "slug": question})
    return JsonResponse({"question": question, "evidence": shown.content.decode()})


def _own(request: HttpRequest, pk: int) -> Audit:
    try:
        return queries.own_audit(pk, viewer=request.user)
    except Audit.DoesNotExist:
        raise Http404 from None


def _known(request: HttpRequest, pk: int) -> Audit:
    try:
        return queries.audit_known(pk, viewer=request.user)
    except Audit.DoesNotExist:
        raise Http404 from None


def _address(audit: Audit) -> str:
    return reverse("auditing:one", args=[audit.pk])
