"""Performance meetings: beginning one, answering its agenda, closing it, its minutes; and who looks at what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.oversight.fanlight.keeping_back import KEPT_BACK
from lintel.oversight.ledger import actions as ledger_actions
from lintel.oversight.ledger import queries as ledger
from lintel.oversight.ledger.permissions import READ_LEDGER
from lintel.oversight.ledger.wording import SHARES, as_typed
from lintel.oversight.meetings import actions, permissions, queries
from lintel.oversight.meetings.codes import Answer, Forum, Kind
from lintel.oversight.meetings.models import Item, Meeting
from lintel.oversight.performance.answers import Point
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.charts import chart_of
from lintel.oversight.performance.indicator import Indicator
from lintel.oversight.performance.queries import series
from lintel.oversight.performance.registry import NoSuchIndicator, all_indicators, indicator
from lintel.web.components.environment import address
from lintel.web.components.keeping import done, opened
from lintel.web.leading import forms
from lintel.web.leading.paper import CannotPrint, printed
from lintel.web.leading.pictures import SPECIAL_CAUSE

REFUSALS: dict[type[Exception], str] = {
    actions.HeldAlready: "A meeting of this kind is being held. Close it before the next one begins.",
    actions.ClosedAlready: "This meeting is closed, and its minutes are frozen.",
    actions.NotTheChair: "Only the chair answers for this meeting.",
    actions.InTheChair: "You are in the chair.",
    actions.ActionsFirst: "The actions of the last meeting come first. Answer those, then this.",
    actions.AnsweredAlready: "The meeting has acted on this. The action stands in the ledger.",
    actions.OnTheAgendaAlready: "This indicator stands on the agenda.",
    actions.LimitsUpsideDown: "The lower limit lies above the upper one.",
    actions.NothingSaid: "There was nothing written.",
    actions.MayBeChance: "The number does what chance does. Say why you act all the same.",
    actions.NotAnAnswer: "That is not an answer to this.",
    ledger_actions.DueBeforeToday: "That day is over. Enter a day to come.",
    ledger_actions.EndedAlready: "A colleague has ended this action already.",
    ledger_actions.NotWithinItsLimit: (
        "An agency’s action is done when the indicator has kept to its limit for as long as agreed. It has not yet."
    ),
}
DUE_IN = timedelta(weeks=4)
WEEKS_DRAWN = 52


@require_http_methods(["GET", "POST"])
@allow(permissions.READ_MINUTES)
def listed(request: HttpRequest) -> HttpResponse:
    """The meetings so far, what the next agenda would hold, and beginning it."""
    holds = may(request.user, permissions.HOLD_MEETINGS)
    form = forms.Begin(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin(form.cleaned_data["forum"], by=request.user, at=timezone.now())
        except actions.HeldAlready as refusal:
            messages.info(request, REFUSALS[type(refusal)])
            return redirect("leading:meetings")
        return redirect("leading:meeting", made.pk)
    found = list(queries.meetings(viewer=request.user))
    today = timezone.localdate()
    held = {meeting.forum for meeting in found if meeting.closed_at is None}
    preview = (
        queries.next_agenda(Forum.PERFORMANCE, viewer=request.user, held_on=today)
        if holds and Forum.PERFORMANCE not in held else None
    )  # fmt: skip
    return render(request, "leading/meetings.html", {
        "found": found, "holds": holds, "form": form, "preview": preview, "indicators": all_indicators(),
        "special_cause": SPECIAL_CAUSE, "Kind": Kind,
        "orphans": sum(bool(look.why_orphan) for look in queries.who_looks(viewer=request.user, on=today)),
        "total": len(all_indicators()),
    })  # fmt: skip


@require_GET
@allow(permissions.READ_MINUTES)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting being held, its agenda in order; a closed one leads to its minutes."""
    meeting = _meeting(request, pk)
    if meeting.closed_at is not None:
        return redirect("leading:minutes", pk)
    return render(request, "leading/meeting.html", _of(meeting, request) | {"to_raise": forms.Raise()})


@require_GET
@allow(permissions.READ_MINUTES)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """What the meeting said, as it wrote itself; frozen once it is closed. Made to be printed."""
    meeting = _meeting(request, pk)
    note("minutes opened", subject=meeting, by=request.user, at=timezone.now())
    return render(request, "leading/minutes.html", _of(meeting, request))


@require_GET
@allow(permissions.READ_MINUTES)
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Closed minutes as a PDF; where none can be made, the page, which prints."""
    meeting = _meeting(request, pk)
    if meeting.closed_at is None:
        return redirect("leading:minutes", pk)
    try:
        made = printed(_of(meeting, request))
    except CannotPrint:
        return redirect("leading:minutes", pk)
    note("exported", subject=meeting, by=request.user, at=timezone.now(), what="minutes as a PDF")
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="minutes-{meeting.held_on}.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
@allow(permissions.HOLD_MEETINGS)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing on the agenda, and the meeting's answer to it."""
    found = queries.item(pk, viewer=request.user)
    if found is None:
        raise Http404
    kind = Kind(found.kind)
    form = _form_for(request, found)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _answer(found, {} if form is None else form.cleaned_data, request)
        except tuple(REFUSALS) as refusal:
            if form is None:
                messages.error(request, REFUSALS[type(refusal)])
                return redirect("leading:meeting", found.meeting_id)
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            return redirect("leading:meeting", found.meeting_id)
    return render(request, "leading/item.html", {
        "item": found, "form": form, "kind": kind, "kinds": Kind, "indicator": all_indicators().get(found.indicator),
        "week": Period.week_of(found.week) if found.week else None, "may_see_children": may(request.user, SEE_CHILDREN),
        "waiting": queries.earlier_actions_open(found.meeting, viewer=request.user) if kind is not Kind.ACTION else 0,
        "is_kept_back": bool(queries.kept_back([found], viewer=request.user, on=timezone.localdate())),
        **_charts(request, found),
    })  # fmt: skip


@require_POST
@allow(permissions.HOLD_MEETINGS)
def raise_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Talking of a number that shows no special cause."""
    meeting, form = _meeting(request, pk), forms.Raise(request.POST)
    if form.is_valid():
        try:
            made = actions.raise_number(meeting, **form.cleaned_data, by=request.user, at=timezone.now())
        except tuple(REFUSALS) as refusal:
            form.add_error("code", REFUSALS[type(refusal)])
        else:
            return redirect("leading:item", made.pk)
    return render(request, "leading/meeting.html", _of(meeting, request) | {"to_raise": form})


@require_POST
@allow(permissions.HOLD_MEETINGS)
def take_the_chair(request: HttpRequest, pk: int) -> HttpResponse:
    """Taking the chair of a meeting whose chair cannot go on."""
    try:
        actions.take_the_chair(_meeting(request, pk), by=request.user, at=timezone.now())
    except tuple(REFUSALS) as refusal:
        messages.info(request, REFUSALS[type(refusal)])
    return redirect("leading:meeting", pk)


@require_POST
@allow(permissions.HOLD_MEETINGS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closing a meeting; from here on its minutes are frozen."""
    meeting = _meeting(request, pk)
    try:
        actions.close(meeting, by=request.user, at=timezone.now())
    except tuple(REFUSALS) as refusal:
        messages.error(request, REFUSALS[type(refusal)])
        return redirect("leading:meeting", pk)
    messages.success(request, "The meeting is closed, and its minutes are written.")
    return redirect("leading:minutes", pk)


@require_GET
@allow(permissions.READ_MINUTES)
def who_looks(request: HttpRequest) -> HttpResponse:
    """Every indicator: whose it is, which meeting looks at it, and what was last agreed; orphans first."""
    found = queries.who_looks(viewer=request.user, on=timezone.localdate())
    return render(request, "leading/who_looks.html", {
        "orphans": [look for look in found if look.why_orphan], "kept": [look for look in found if not look.why_orphan],
        "may_say": may(request.user, permissions.SAY_WHO_LOOKS), "forums": Forum,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(permissions.SAY_WHO_LOOKS)
def say_who_looks(request: HttpRequest, code: str) -> HttpResponse:
    """Saying who answers for an indicator, which meeting looks at it, and within which limits it is to lie."""
    try:
        asked = indicator(code)
    except NoSuchIndicator:
        raise Http404 from None
    people = ledger.who_may_own(viewer=request.user)
    form = opened(
        request,
        forms.WhoLooks,
        asked=asked,
        people=[(each.pk, each.name) for each in people],
        initial=_now(asked, request),
    )
    if request.method == "POST" and form.is_valid():
        typed: dict[str, Any] = dict(form.cleaned_data)
        limits = {
            name: None if typed[name] is None else as_typed(asked, typed[name]) for name in ("at_least", "at_most")
        }
        owner = next(each for each in people if each.pk == typed["owner"])
        try:
            actions.say_who_looks(
                asked.code, owner=owner, forum=typed["forum"], **limits, by=request.user, at=timezone.now()
            )
        except actions.LimitsUpsideDown as refusal:
            form.add_error("at_least", REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "Written down.")
            return redirect("leading:who_looks")
    return render(request, "leading/say_who_looks.html", {"indicator": asked, "form": form})


def _charts(request: HttpRequest, found: Item) -> dict[str, str]:
    """The chart of a number on the agenda, as it stood on the day of the meeting; its points lead to their children."""
    if not Kind(found.kind).is_about_a_number:
        return {"chart": "", "chart_narrow": ""}
    drawn = series(
        found.indicator, viewer=request.user, as_at=found.meeting.held_on, weeks=WEEKS_DRAWN, today=timezone.localdate()
    )
    link = _to_cases(found.indicator) if may(request.user, SEE_CHILDREN) else None
    return {"chart": chart_of(drawn, link=link), "chart_narrow": chart_of(drawn, link=link, narrow=True)}


def _to_cases(code: str) -> Callable[[Point], str]:
    def link(point: Point) -> str:
        week = {"from": point.week.start.isoformat(), "until": point.week.end.isoformat()}
        return address("performance:cases", code, with_query=week)

    return link


def _now(asked: Indicator, request: HttpRequest) -> dict[str, Any]:
    """Who looks at an indicator now, as the form shows it: shares in percent."""
    now = queries.watched(asked.code, viewer=request.user)
    if now is None:
        return {}
    times = 100 if asked.measure in SHARES else 1
    limits = {"at_least": now.at_least, "at_most": now.at_most}
    shown = {name: None if value is None else f"{value * times:g}" for name, value in limits.items()}
    return {**shown, "owner": now.owner_id, "forum": now.forum}


def _form_for(request: HttpRequest, found: Item) -> Any:
    """The form of what may be answered; None for what is only noted."""
    kind, due = Kind(found.kind), timezone.localdate() + DUE_IN
    if kind is Kind.DEFINITION:
        return None
    if kind is Kind.ACTION:
        return opened(request, forms.EarlierAction, initial={"new_day": due})
    reads = may(request.user, READ_LEDGER)
    return opened(
        request, forms.OnANumber, may_be_chance=kind.may_be_chance, initial={"due_on": due},
        people=[(each.pk, each.name) for each in ledger.who_may_own(viewer=request.user)],
        findings=[(each.pk, each.words) for each in ledger.findings(viewer=request.user)] if reads else [],
    )  # fmt: skip


def _answer(found: Item, typed: dict[str, Any], request: HttpRequest) -> None:
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if found.kind == Kind.DEFINITION:
        actions.take_note(found, **who)
    elif found.kind == Kind.ACTION:
        actions.answer_action(
            found, answer=typed["answer"], words=typed["outcome"], due_on=typed["new_day"], **who
        )  # fmt: skip
    elif typed["answer"] is Answer.LEAVE_ALONE:
        actions.leave_alone(found, explanation=typed["explanation"], **who)
    else:
        people = {each.pk: each for each in ledger.who_may_own(viewer=request.user)}
        findings = {each.pk: each for each in ledger.findings(viewer=request.user)}
        agreed = actions.Agreed(
            words=typed["action"], owner=people[typed["owner"]], due_on=typed["due_on"], review_on=typed["review_on"],
            finding=findings.get(typed["finding"]),
        )  # fmt: skip
        actions.act_on(
            found, explanation=typed["explanation"], although=typed.get("although", ""), agreed=agreed, **who
        )


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    found = queries.meeting(pk, viewer=request.user)
    if found is None:
        raise Http404
    return found


def _of(meeting: Meeting, request: HttpRequest) -> dict[str, Any]:
    """What the page of a meeting and its minutes show alike."""
    items = list(meeting.items.all())
    return {
        "meeting": meeting, "kinds": queries.by_kind(meeting, viewer=request.user), "answers": Answer, "Kind": Kind,
        "chairs": meeting.chair_id == request.user.pk and may(request.user, permissions.HOLD_MEETINGS),
        "may_take_the_chair": may(request.user, permissions.HOLD_MEETINGS) and meeting.chair_id != request.user.pk,
        "indicators": all_indicators(), "open": sum(not each.answer for each in items), "total": len(items),
        "waiting": queries.earlier_actions_open(meeting, viewer=request.user),
        "kept_back_words": KEPT_BACK,
        "kept_back_items": queries.kept_back(items, viewer=request.user, on=timezone.localdate()),
        "may_see_children": may(request.user, SEE_CHILDREN), "week_of": Period.week_of,
        "reads_ledger": may(request.user, READ_LEDGER), "special_cause": SPECIAL_CAUSE,
    }  # fmt: skip
