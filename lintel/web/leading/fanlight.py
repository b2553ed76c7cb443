"""The leader's page, the record of the week, and the estimate of the quarter."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import SEE_CHILDREN, may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.audits.codes import Grade
from lintel.oversight.fanlight import actions, queries, rules
from lintel.oversight.fanlight.permissions import READ_A_RECORD, SEE_FANLIGHT
from lintel.oversight.moderation.optimism import FEWEST_PAIRS
from lintel.oversight.performance.registry import all_indicators
from lintel.oversight.voice.permissions import SEE_PULSE
from lintel.web.components.asking import as_at_query, day_asked
from lintel.web.components.keeping import done, opened
from lintel.web.leading import forms
from lintel.web.leading.pictures import interval, sign_of

REFUSALS: dict[type[Exception], str] = {
    actions.GuessedAlready: "This week’s guess is locked, and its record is drawn.",
    actions.NobodyToDraw: "There is no child with open work whom you may see.",
    actions.NotSeenAnyMore: "This record was restricted since it was drawn. You may not open it.",
    actions.NotOpened: "Open the record first.",
    actions.SaidAlready: "What you saw in this record is written down.",
    actions.LockedAlready: "Your estimate of this quarter is locked.",
    actions.NotOverYet: "Your estimate is compared once its quarter is over.",
    actions.NotEnoughEvidence: "Too few audits of this quarter are moderated to compare your estimate with.",
    actions.ComparedAlready: "You have opened this comparison.",
}


@require_GET
@allow(SEE_FANLIGHT)
def page(request: HttpRequest) -> HttpResponse:
    """Activity, moderated quality and voice side by side; for a leader, this week's record and this quarter."""
    return _page(request)


def _page(request: HttpRequest, refused: forms.Guess | None = None) -> HttpResponse:
    """:param refused: a guess that was sent and says no grade."""
    day, leads = day_asked(request), may(request.user, READ_A_RECORD)
    found = queries.truths(viewer=request.user, as_at=day, now=timezone.now())
    share = found.quality.good_or_better
    context = {
        "found": found, "as_at": day, "along": as_at_query(request), "leads": leads,
        "activity": [(tile, sign_of(tile.series)) for tile in found.activity],
        "families": [(tile, sign_of(tile.series)) for tile in found.families],
        "workers": [(tile, sign_of(tile.series)) for tile in found.workers],
        "picture": interval(share) if share else "", "fewest": FEWEST_PAIRS,
        "may_see_children": may(request.user, SEE_CHILDREN), "may_see_pulse": may(request.user, SEE_PULSE),
        "quality_codes": [code for code in ("K91", "K92", "K96") if code in all_indicators()],
        "read_by": queries.last_read_by_leaders(viewer=request.user),
    }  # fmt: skip
    if leads:
        context |= _own(request)
    note("leader's page opened", by=request.user, at=timezone.now(), until=str(found.until))
    if refused:
        context |= {"guess": refused, "form": refused}
    return render(request, "leading/fanlight.html", context, status=422 if refused else 200)


def _own(request: HttpRequest) -> dict[str, object]:
    """What stands on the page for the leader alone."""
    today = timezone.localdate()
    return {
        "reading": queries.record_of_week(viewer=request.user, on=today),
        "last_read": queries.last_read(viewer=request.user),
        "estimate": queries.estimate_of_quarter(viewer=request.user, on=today),
        "quarter": rules.quarter_of(today),
        "guess": forms.Guess(), "to_estimate": forms.Estimate(),
    }  # fmt: skip


@require_POST
@allow(READ_A_RECORD)
def guess(request: HttpRequest) -> HttpResponse:
    """Locking a guess; the record is drawn in the same moment."""
    form = forms.Guess(request.POST)
    if not form.is_valid():
        return _page(request, refused=form)
    try:
        record = actions.guess(form.cleaned_data["guess"], by=request.user, at=timezone.now())
    except tuple(REFUSALS) as refusal:
        messages.info(request, REFUSALS[type(refusal)])
        return redirect("leading:fanlight")
    return redirect("leading:record", record.pk)


@require_GET
@allow(READ_A_RECORD)
def records(request: HttpRequest) -> HttpResponse:
    """What one has read so far, and how far one's guesses were off."""
    found = queries.own_records(viewer=request.user)
    lines = child_lines([each.record.child_id for each in found if each.is_seen], viewer=request.user)
    note("own readings opened", by=request.user, at=timezone.now(), lines=len(found))
    return render(request, "leading/records.html", {"found": found, "lines": lines, "grades": Grade})


@require_http_methods(["GET", "POST"])
@allow(READ_A_RECORD)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """This week's record: to be opened, to be spoken of, and afterwards beside the moderated grade."""
    found = queries.own_record(pk, viewer=request.user)
    if found is None:
        raise Http404
    form = opened(request, forms.Reflection)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reflect(found.record, **form.cleaned_data, by=request.user, at=timezone.now())
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "Written down. This record counts as read.")
            return redirect("leading:record", pk)
    is_named = found.record.opened_at is not None and found.is_seen
    lines = child_lines([found.record.child_id], viewer=request.user) if is_named else {}
    return render(request, "leading/record.html", {
        "found": found, "form": form, "grades": Grade, "child": lines.get(found.record.child_id),
    })  # fmt: skip


@require_POST
@allow(READ_A_RECORD)
def open_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening the record; the guess is locked before it."""
    found = queries.own_record(pk, viewer=request.user)
    if found is None:
        raise Http404
    try:
        actions.open_record(found.record, by=request.user, at=timezone.now())
    except actions.NotSeenAnyMore as refusal:
        messages.error(request, REFUSALS[type(refusal)])
        return redirect("leading:record", pk)
    messages.info(request, "This is your record of the week. Say what you saw on the leader’s page afterwards.")
    return redirect("child_record:story", found.record.child_id)


@require_http_methods(["GET", "POST"])
@allow(READ_A_RECORD)
def estimates(request: HttpRequest) -> HttpResponse:
    """One's own estimates over time, and locking the one of this quarter."""
    today = timezone.localdate()
    form = opened(request, forms.Estimate)
    if request.method == "POST" and form.is_valid():
        try:
            actions.lock_estimate(form.cleaned_data["share"], by=request.user, at=timezone.now())
        except actions.LockedAlready as refusal:
            messages.info(request, REFUSALS[type(refusal)])
        else:
            done(request)
            messages.success(request, "Your estimate is locked. Nobody else sees it.")
        return redirect("leading:estimates")
    return render(request, "leading/estimates.html", {
        "found": queries.own_estimates(viewer=request.user, on=today), "form": form, "quarter": rules.quarter_of(today),
        "estimate": queries.estimate_of_quarter(viewer=request.user, on=today),
    })  # fmt: skip


@require_POST
@allow(READ_A_RECORD)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening the comparison of one's estimate with moderated audits."""
    found = queries.own_estimate(pk, viewer=request.user)
    if found is None:
        raise Http404
    try:
        actions.compare(found, by=request.user, at=timezone.now())
    except tuple(REFUSALS) as refusal:
        messages.info(request, REFUSALS[type(refusal)])
    return redirect("leading:estimates")
