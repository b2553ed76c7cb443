"""One session: its list, the prep pack, the talk, the record of each child, and the supervisor's signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.audit_log.actions import note, note_each
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.oversight.supervision import actions, permissions, queries
from lintel.oversight.supervision.copied import carried_forward
from lintel.oversight.supervision.directions.actions import OverAlready
from lintel.oversight.supervision.models import ChildDiscussed, SupervisionSession
from lintel.oversight.supervision.observed.queries import observations
from lintel.oversight.supervision.packs.queries import Pack, packs
from lintel.oversight.supervision.why_words import how_and_why
from lintel.web.components.keeping import done, not_saved, opened
from lintel.web.supervising import forms
from lintel.web.supervising.answering import OVER, REFUSALS, carry_out

PROMPTS = (
    ("What has changed for the child?", "In their life, as they would say it. Nothing is an answer too."),
    ("How else could we understand it?", "What would somebody say who sees it differently? What do we not know?"),
    ("What will be different by next time?", "Who does what by when, and what the child will notice of it."),
)


@require_GET
@allow(permissions.ANSWER_DIRECTIONS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A session as its two people see it."""
    session = session_of(request, pk)
    listed = list(session.listed.order_by("place"))
    said = said_in(session)
    lines = child_lines({each.child_id for each in listed} | set(said), viewer=request.user)
    listed = [each for each in listed if each.child_id in lines]
    standing = queries.standings([session], viewer=request.user)[session.pk]
    note("supervision session opened", by=request.user, at=timezone.now(), subject=session)
    context = {
        "session": session, "standing": standing, "lines": lines, "said": said, "today": timezone.localdate(),
        "this_time": [each for each in listed if each.is_this_time or each.child_id in said],
        "not_this_time": [each for each in listed if not each.is_this_time and each.child_id not in said],
        "is_supervisor": session.supervisor_id == request.user.pk, "mirror": _mirror(said.values()),
        "may_sign": bool(said) and standing.by_supervisor is None and session.held_on <= timezone.localdate(),
        "carried": _carried(session, said, request), "unanswered": _unanswered(session, said, request),
        "observation": observations(viewer=request.user).filter(session=session).first(),
    }  # fmt: skip
    return render(request, "supervising/session.html", context)


@require_GET
@allow(permissions.ANSWER_DIRECTIONS)
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """What to know before the talk, on one page that can be printed."""
    session = session_of(request, pk)
    is_signed = session.signatures.filter(is_of_supervisor=True).exists()
    context = {
        "session": session, "packs": _packs(request, session), "today": timezone.localdate(),
        "may_write": session.supervisor_id == request.user.pk and not is_signed,
    }  # fmt: skip
    return render(request, "supervising/pack.html", context)


@require_GET
@allow(permissions.ANSWER_DIRECTIONS)
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Three questions and the names; the screen stays quiet."""
    session = session_of(request, pk)
    listed = session.listed.filter(is_this_time=True).order_by("place").values_list("child_id", flat=True)
    lines = child_lines(listed, viewer=request.user)
    note("supervision talk opened", by=request.user, at=timezone.now(), subject=session)
    context = {
        "session": session, "children": [lines[child] for child in listed if child in lines], "prompts": PROMPTS,
        "is_supervisor": session.supervisor_id == request.user.pk,
    }  # fmt: skip
    return render(request, "supervising/talk.html", context)


@require_http_methods(["GET", "POST"])
@allow(permissions.SUPERVISE)
def record(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Writing down what was said of one child, beside the pack."""
    session = session_of(request, pk)
    line = child_lines([other], viewer=request.user).get(other)
    if line is None or session.supervisor_id != request.user.pk:
        raise Http404
    written = session.children.filter(child=other).first()
    [it] = packs({other: ()}, viewer=request.user, at=timezone.now(), before=session.held_on)
    form = _opened(request, session, it, written)
    back = ("Back to the session", reverse("supervising:session", args=[pk]))
    if request.method == "POST":
        if session.signatures.filter(is_of_supervisor=True).exists():
            return not_saved(request, form, "You have signed this session. It stands as you signed it.", go_on=back)
        if form.is_valid() and _written(request, session, line, form):
            return redirect("supervising:session", pk)
    note("record opened", by=request.user, at=timezone.now(), child_id=other, page="supervision")
    context = {
        "session": session, "line": line, "form": form, "it": it, "today": timezone.localdate(), "written": written,
        "carried": carried_forward(_now(form), _words_of(it.last)) if it.last else None,
    }  # fmt: skip
    return render(request, "supervising/record.html", context)


@require_POST
@allow(permissions.SUPERVISE)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervisor's signature."""
    session = session_of(request, pk)
    if session.supervisor_id != request.user.pk:
        raise Http404
    refusals: dict[type[Exception], str] = {
        actions.SignedAlready: "You have signed it already.", actions.NotYetHeld: "The day has not come yet.",
        actions.NotYetWritten: "Write down what was said of at least one child first.",
    }  # fmt: skip
    try:
        actions.sign_as_supervisor(session, by=request.user, at=timezone.now())
    except tuple(refusals) as refused:
        messages.info(request, refusals[type(refused)])
    else:
        messages.success(request, f"Signed. {session.worker.name} is told that it waits for their view.")
    return redirect("supervising:session", pk)


def session_of(request: HttpRequest, pk: int) -> SupervisionSession:
    """A session of one's own, or nothing there."""
    found = queries.sessions(viewer=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def said_in(session: SupervisionSession) -> dict[int, ChildDiscussed]:
    """What was said of each child in a session."""
    found = session.children.prefetch_related(
        "directions__owner", "directions__moves", "notes", "session__signatures"
    ).order_by("pk")  # fmt: skip
    return {each.child_id: each for each in found}


def _packs(request: HttpRequest, session: SupervisionSession) -> list[Pack]:
    listed = session.listed.filter(is_this_time=True).order_by("place").values_list("child_id", "why")
    now = timezone.now()
    found = packs(dict(listed), viewer=request.user, at=now, before=session.held_on)
    note_each("prep pack opened", [(session, each.line.pk, {}) for each in found], by=request.user, at=now)
    return found


def _opened(
    request: HttpRequest, session: SupervisionSession, it: Pack, written: ChildDiscussed | None
) -> forms.OfChild:  # fmt: skip
    names = ("changed", "otherwise", "challenge", "none_needed_because")
    initial = {name: getattr(written, name) for name in names} if written else {}
    asked = queries.who_may_be_asked(session, it.line.pk, viewer=request.user, on=timezone.localdate())
    return opened(
        request, forms.OfChild, owners=list(asked.items()),
        undone=[*it.undone, *it.to_do],
        due_on=queries.next_after(session, viewer=request.user, on=timezone.localdate()), initial=initial,
    )  # fmt: skip


def _written(request: HttpRequest, session: SupervisionSession, line: ChildLine, form: forms.OfChild) -> bool:
    now = timezone.now()
    if not _answered(request, form):
        return False
    found = actions.write_of_child(session, line.pk, form.said, by=request.user, at=now)  # type: ignore[arg-type]
    done(request)
    notes = [each for each in form.said.wanted if not each.is_a_direction]
    for each in notes:
        messages.info(request, f"Kept as a note: “{each.what or each.for_what}” does not say {_list(each.missing)}.")
    messages.success(request, f"Written down of {line.name}, with {found.directions.count()} directions.")
    return True


def _answered(request: HttpRequest, form: forms.OfChild) -> bool:
    """What became of earlier directions: all that was said of them, or none where one of them is refused."""
    said, each = form.cleaned_data, None
    try:
        with transaction.atomic():
            for each in form.undone:
                if became := said[f"became-{each.pk}"]:
                    words, due = said[f"words-{each.pk}"], said[f"due-{each.pk}"]
                    carry_out(each, became=became, words=words, due=due, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except tuple(REFUSALS) as refused:
        part, words = REFUSALS[type(refused)]
        form.add_error(f"{part}-{each.pk}" if each else None, words)
        return False
    except OverAlready:
        form.add_error(None, f"“{each.what if each else ''}”: {OVER}")
        return False
    return True


def _list(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _mirror(said: Any) -> Any:
    return how_and_why([words for each in said for words in (each.changed, each.otherwise, each.challenge)])


def _words_of(said: ChildDiscussed | None) -> str:
    return "\n".join((said.changed, said.otherwise, said.challenge)) if said else ""


def _now(form: forms.OfChild) -> str:
    return "\n".join(str(form[name].value() or "") for name in ("changed", "otherwise", "challenge"))


def _carried(
    session: SupervisionSession, said: dict[int, ChildDiscussed], request: HttpRequest
) -> dict[int, Any]:  # fmt: skip
    last = queries.last_of(said, viewer=request.user, before=session.held_on)
    found = {child: carried_forward(_words_of(said[child]), _words_of(last[child])) for child in last}
    return {child: it for child, it in found.items() if it}


def _unanswered(session: SupervisionSession, said: dict[int, ChildDiscussed], request: HttpRequest) -> int:
    """Directions of earlier sessions past their day about these children, of which nobody has said what became."""
    given = queries.directions_of(said, viewer=request.user)
    return sum(
        each.due_now < session.held_on and each.discussed.session_id != session.pk  # type: ignore[attr-defined]
        for found in given.values() for each in found
    )  # fmt: skip
