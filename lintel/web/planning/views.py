"""What-ifs: the list, one with its answer in words first, its levers, others beside it, what it takes, signing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.oversight.demand.manageable import actions as seeking
from lintel.oversight.demand.manageable import queries as goals
from lintel.oversight.demand.manageable.tasks import work_out as seeking_job
from lintel.oversight.demand.what_if import actions, queries, tasks
from lintel.oversight.demand.what_if.afterwards import shown
from lintel.oversight.demand.what_if.fans import TITLES, average_chart, beside_each_other, description, drawn
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.permissions import ASK_WHAT_IF, SEE_WHAT_IFS, SIGN_WHAT_IF
from lintel.oversight.demand.what_if.rules import RUNS_TO_LOOK_AT, RUNS_TO_SIGN
from lintel.oversight.demand.what_if.side_by_side import SideBySide
from lintel.oversight.demand.what_if.words import in_short, on_average
from lintel.web.planning import forms, two_pages
from lintel.web.planning.afterwards import what_happened

SHOWN = ("waiting", "oldest_wait", "caseload_p50", "caseload_p90", "caseload_max", "span", "open_late", "pounds")
COMPARED = ("waiting", "oldest_wait", "caseload_mean", "caseload_max", "open_late", "pounds")
SIGNED = "This what-if is signed and does not change. Draw up another."


@require_http_methods(["GET", "POST"])
@allow(SEE_WHAT_IFS)
def what_ifs(request: HttpRequest) -> HttpResponse:
    """All what-ifs, and asking another that starts from things as they are."""
    form = forms.Question(request.POST or None)
    if request.method == "POST" and form.is_valid():
        today = timezone.localdate()
        try:
            asked = actions.draw_up_from_record(**form.cleaned_data, on=today, by=request.user, at=timezone.now())
        except actions.MakesNoSense as why:
            for problem in why.problems:
                form.add_error(None, problem.words)
        else:
            return redirect("planning:levers", asked.pk)
    found = queries.what_ifs(viewer=request.user)
    return render(
        request, "planning/what_ifs.html", {"found": found, "form": form, "may_ask": may(request.user, ASK_WHAT_IF)}
    )


NOTICE_WEEKS = 4


@require_POST
@allow(ASK_WHAT_IF)
def if_agency_left(request: HttpRequest) -> HttpResponse:
    """In one step: what if the agency workers of a team were gone in four weeks?"""
    team = request.POST.get("team", "")
    try:
        asked = actions.draw_up_from_record(
            f"If the agency workers of {team} left in four weeks"[:120], on=timezone.localdate(),
            levers={"agency_leaves": [{"team": team, "from_week": NOTICE_WEEKS}]}, by=request.user, at=timezone.now(),
        )  # fmt: skip
    except actions.MakesNoSense as why:
        messages.error(request, " ".join(problem.words for problem in why.problems))
        return redirect("planning:what_ifs")
    _have_it_run(request, asked, RUNS_TO_LOOK_AT)
    return redirect("planning:one", asked.pk)


@require_GET
@allow(SEE_WHAT_IFS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One what-if: the answer in words, the flow at once, the charts with their tables."""
    asked = _asked(request, pk)
    summary = queries.answer_of(asked, viewer=request.user)
    instant = queries.instant_of(asked, viewer=request.user)
    charts = [_chart(summary, measure) for measure in SHOWN] if summary else []
    last = queries.last_run(asked, viewer=request.user)
    return render(request, "planning/one.html", {
        "asked": asked, "summary": summary, "charts": charts, "instant": instant,
        "on_average": on_average(instant, starts_on=asked.starts_on),
        "sentences": queries.words_of(asked, viewer=request.user, today=timezone.localdate()),
        "to_look_at": RUNS_TO_LOOK_AT, "to_sign": RUNS_TO_SIGN,
        "under_way": queries.is_under_way(last, viewer=request.user, at=timezone.now()), "last": last,
        "broken_off": last is not None and last.finished_at is None,
        "may_ask": may(request.user, ASK_WHAT_IF) and asked.signed_at is None,
        "may_sign": may(request.user, SIGN_WHAT_IF) and asked.signed_at is None and asked.runs >= RUNS_TO_SIGN,
        **what_happened(request, asked),
    })  # fmt: skip


def _chart(summary: Any, measure: str) -> dict[str, Any]:
    return {
        "title": TITLES[measure], "measure": measure, "says": description(summary, measure),
        "wide": drawn(summary, measure), "narrow": drawn(summary, measure, narrow=True),
        "bands": summary.bands[""][measure],
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ASK_WHAT_IF)
def levers(request: HttpRequest, pk: int) -> HttpResponse:
    """Moving the levers: tried as often as one likes, then kept and run."""
    asked = _asked(request, pk)
    form = _levers_form(request, asked)
    context = {"asked": asked, "form": form, "now": form.now, "found": None}
    if request.method == "POST" and form.is_valid():
        try:
            if "keep" not in request.POST:
                context["found"] = _tried(request, asked, form.as_levers(), with_ranges=True)
                return render(request, "planning/levers.html", context)
            kept = actions.move_levers(asked, levers=form.as_levers(), by=request.user, at=timezone.now())
            _have_it_run(request, kept, RUNS_TO_LOOK_AT)
            return redirect("planning:one", pk)
        except actions.MakesNoSense as why:
            for problem in why.problems:
                form.add_error(None, problem.words)
        except actions.AlreadySigned:
            form.add_error(None, SIGNED)
    if request.method == "GET":
        kept = queries.plain_levers(asked, viewer=request.user)
        context["found"] = _tried(request, asked, kept, with_ranges=False)
    return render(request, "planning/levers.html", context)


@require_POST
@allow(ASK_WHAT_IF)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the levers would do as they are typed, as a part of the page: averages at once, ranges when asked."""
    asked = _asked(request, pk)
    form = _levers_form(request, asked)
    problems = [error for errors in form.errors.values() for error in errors]
    found = None
    if not problems:
        try:
            found = _tried(request, asked, form.as_levers(), with_ranges=bool(request.POST.get("ranges")))
        except actions.MakesNoSense as why:
            problems = [problem.words for problem in why.problems]
    return render(request, "planning/answer.html", {"found": found, "problems": problems})


def _levers_form(request: HttpRequest, asked: WhatIf) -> forms.Levers:
    now = queries.as_it_is(asked, viewer=request.user)
    return forms.Levers(request.POST or None, now=now, kept=queries.plain_levers(asked, viewer=request.user))


def _tried(request: HttpRequest, asked: WhatIf, moved: dict[str, Any], *, with_ranges: bool) -> dict[str, Any]:
    """The answer to levers as they are being moved, with its two pictures."""
    tried = queries.tried(asked, viewer=request.user, levers=moved, today=timezone.localdate(), with_ranges=with_ranges)
    if tried.summary is not None:
        charts = [drawn(tried.summary, measure, narrow=True) for measure in ("waiting", "caseload_mean")]
    else:
        charts = [
            average_chart(tried.flow[name], starts_on=asked.starts_on, title=f"{title}, on average", narrow=True)
            for name, title in (("waiting", TITLES["waiting"]), ("caseload", TITLES["caseload_mean"]))
        ]
    named = zip((TITLES["waiting"], TITLES["caseload_mean"]), charts, strict=True)
    return {"sentences": tried.sentences, "charts": list(named), "summary": tried.summary}


def _have_it_run(request: HttpRequest, asked: WhatIf, runs: int) -> None:
    """Ask for runs, and hand them to the job; what is under way already goes on."""
    try:
        run = actions.ask_to_run(asked, runs=runs, by=request.user, at=timezone.now())
        tasks.work_out.defer(run_id=run.pk)
    except actions.StillRunning:
        messages.info(request, "It is being run already.")


@require_POST
@allow(ASK_WHAT_IF)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Running it: 1,000 times to look at, 4,000 to sign."""
    asked = _asked(request, pk)
    runs = RUNS_TO_SIGN if request.POST.get("runs") == str(RUNS_TO_SIGN) else RUNS_TO_LOOK_AT
    try:
        _have_it_run(request, asked, runs)
    except actions.AlreadySigned:
        messages.error(request, SIGNED)
    return redirect("planning:one", pk)


@require_http_methods(["GET", "POST"])
@allow(SEE_WHAT_IFS)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Up to four scenarios side by side, on the same children."""
    asked = _asked(request, pk)
    alike = {each.pk: each for each in queries.on_the_same_children(asked, viewer=request.user)}
    form = forms.Beside(request.POST or None, choices=[(other, each.name) for other, each in alike.items()])
    if request.method == "POST" and form.is_valid():
        others = [alike[int(other)] for other in form.cleaned_data["others"]]
        try:
            made = actions.ask_to_compare(asked, others=others, by=request.user, at=timezone.now())
            tasks.work_out.defer(run_id=made.pk)
            return redirect("planning:compare", pk)
        except actions.TooManySideBySide:
            form.add_error("others", "Choose at most two: with this one and things as they are, that makes four")
        except actions.StillRunning:
            return redirect("planning:compare", pk)
    last = queries.last_comparison(asked, viewer=request.user)
    made = queries.last_comparison(asked, viewer=request.user, that_found=True)
    found = queries.side_by_side_of(made, viewer=request.user) if made else None
    return render(request, "planning/compare.html", {
        "asked": asked, "form": form, "copy_form": forms.Copy(), "last": last, "found": found, "alike": list(alike),
        "made": made, "broken_off": last is not None and last.finished_at is None,
        "under_way": queries.is_under_way(last, viewer=request.user, at=timezone.now()),
        "in_short": [in_short(summary) for summary in found.summaries] if found else [],
        "charts": [_beside(found, measure) for measure in COMPARED] if found else [],
        "may_ask": may(request.user, ASK_WHAT_IF),
    })  # fmt: skip


def _beside(found: SideBySide, measure: str) -> dict[str, Any]:
    return {
        "title": TITLES[measure], "measure": measure, "wide": beside_each_other(found.summaries, measure),
        "narrow": beside_each_other(found.summaries, measure, narrow=True),
        "rows": [
            (found.summaries[0].week_of(week), [_said(summary, measure, week) for summary in found.summaries])
            for week in range(found.summaries[0].weeks)
        ],
    }  # fmt: skip


def _said(summary: Any, measure: str, week: int) -> str:
    low, middle, high = (shown(measure, summary.band(measure, which)[week]) for which in ("low80", "median", "high80"))
    return f"{middle} ({low} to {high})"


@require_POST
@allow(ASK_WHAT_IF)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Drawing up another from the same things as they are, to change and to compare."""
    form = forms.Copy(request.POST)
    if not form.is_valid():
        messages.error(request, f"{form.errors['name'][0]}.")
        return redirect("planning:compare", pk)
    made = actions.copy(_asked(request, pk), form.cleaned_data["name"], by=request.user, at=timezone.now())
    return redirect("planning:levers", made.pk)


@require_http_methods(["GET", "POST"])
@allow(SEE_WHAT_IFS)
def manageable(request: HttpRequest, pk: int) -> HttpResponse:
    """What would manageable take? A ceiling in; posts, pacing, shorter assessments or the cheapest mix out."""
    asked = _asked(request, pk)
    ceiling = goals.ceiling_of(asked, viewer=request.user)
    last = goals.last_sought(asked, viewer=request.user)
    if last is not None:
        ceiling = last.question["goal"]["ceiling_points"]
    form = forms.Goal(request.POST or None, initial={"ceiling": ceiling})
    if request.method == "POST" and form.is_valid() and _have_it_sought(request, asked, form):
        return redirect("planning:manageable", pk)
    sentence, beside = goals.at_once_of(asked, viewer=request.user, ceiling=ceiling)
    return render(request, "planning/manageable.html", {
        "asked": asked, "form": form, "last": last, "ceiling": ceiling, "at_once": sentence, "beside": beside,
        "under_way": last is not None and goals.is_under_way(last, viewer=request.user, at=timezone.now()),
        "found": goals.found_of(last, viewer=request.user, today=timezone.localdate()) if last else None,
        "may_ask": may(request.user, ASK_WHAT_IF),
    })  # fmt: skip


def _have_it_sought(request: HttpRequest, asked: WhatIf, form: forms.Goal) -> bool:
    """Whether the search was asked for, or is under way; else the form says why not."""
    typed = form.cleaned_data
    try:
        sought = seeking.seek(
            asked, ceiling=typed["ceiling"], chance_accepted=typed["chance"] / 100, may_move=typed["may_move"],
            children_waiting=typed["children_waiting"], costs=form.costs(), on=timezone.localdate(), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        seeking_job.defer(sought_id=sought.pk)
    except seeking.StillSeeking:
        messages.info(request, "A search is under way already.")
    except seeking.MakesNoSense as why:
        for problem in why.problems:
            form.add_error(None, problem.words)
        return False
    return True


@require_http_methods(["GET", "POST"])
@allow(SIGN_WHAT_IF)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Putting one's name to the answer."""
    asked = _asked(request, pk)
    if request.method == "POST":
        try:
            actions.sign(asked, read=request.POST.get("read", ""), by=request.user, at=timezone.now())
            messages.success(request, "Signed. From now on nothing of it changes.")
        except actions.AnotherAnswer:
            messages.error(request, "It was run again since you opened the page. Read the new answer, then sign it.")
            return redirect("planning:sign", pk)
        except actions.TooFewRuns:
            messages.error(request, f"Run it {RUNS_TO_SIGN:,} times first: nothing is signed on fewer.")
        except actions.AlreadySigned:
            messages.error(request, SIGNED)
        return redirect("planning:one", pk)
    sentences = queries.words_of(asked, viewer=request.user, today=timezone.localdate())
    context = {"asked": asked, "sentences": sentences, "mark": actions.mark_of(asked)}
    return render(request, "planning/sign.html", context)


def _asked(request: HttpRequest, pk: int) -> WhatIf:
    try:
        return queries.what_if(pk, viewer=request.user)
    except WhatIf.DoesNotExist as nobody:
        raise Http404 from nobody


@require_GET
@allow(SEE_WHAT_IFS)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed what-if on two pages, for whoever has to decide."""
    asked = _asked(request, pk)
    if asked.signed_at is None:
        messages.error(request, "Only a signed what-if prints: sign it first.")
        return redirect("planning:one", pk)
    return two_pages.answered(request, asked)
