"""A manager's team: what each worker holds, whom to see and why, who is away and who covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lintel.foundation.access.gate import SIGNED_IN, allow
from lintel.foundation.access.permissions import may
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.foundation.workforce.absences.actions import AwayAlready
from lintel.foundation.workforce.actions import EndsBeforeItStarts, OverAlready
from lintel.foundation.workforce.codes import AbsenceReason
from lintel.foundation.workforce.models import Worker
from lintel.foundation.workforce.permissions import RECORD_ABSENCE
from lintel.foundation.workforce.queries import absences
from lintel.foundation.workforce.reach import NotInTheirLine
from lintel.journey.allocating.actions import NoLongerWaiting, NotTheirWorker
from lintel.journey.allocating.covering.actions import arrange_cover, say_away, say_away_longer, say_back
from lintel.journey.allocating.dues.queries import FamilyHeld
from lintel.journey.allocating.giving.queries import offered_to
from lintel.journey.allocating.in_name_only.queries import children_in_name_only
from lintel.journey.allocating.in_name_only.reading import NameOnly
from lintel.journey.allocating.loads.load import Load
from lintel.journey.allocating.loads.queries import loads
from lintel.journey.allocating.teams.queries import Line, one_worker, team
from lintel.steps.allocation.codes import InNameOnly
from lintel.steps.allocation.covering.actions import (
    BeginsInThePast,
    CannotCover,
    CoversForThemselves,
    EndsBeforeItBegins,
)
from lintel.steps.allocation.giving.actions import BeyondProtectedLoad
from lintel.steps.allocation.models import Involvement
from lintel.steps.allocation.permissions import ALLOCATE, SEE_WAITING
from lintel.web.caseload import forms
from lintel.web.components.asking import as_at_query, day_asked
from lintel.web.components.keeping import done, opened

ON_A_PAGE = 50
LATER = "Cover that was arranged ends when it did: see who covers for the days that were added."


@require_GET
@allow(SEE_WAITING)
def team_page(request: HttpRequest) -> HttpResponse:
    """The workers of one's line by team and name, never ranked, and first of all whom to see and why."""
    day, asked = day_asked(request), request.GET.get("team", "")
    team_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    found = team(viewer=request.user, on=day, today=timezone.localdate(), team_id=team_id)
    teams: dict[str, list[Line]] = {}
    for line in found:
        teams.setdefault(line.load.team, []).append(line)
    return render(request, "caseload/team.html", {
        "teams": teams, "day": day, "to_see": [line for line in found if line.why_see],
        "one_team": team_id is not None,
    })  # fmt: skip


@require_GET
@allow(SIGNED_IN)
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """One worker's children by family and by what is due next, for the worker and for their managers."""
    line = _worker(request, pk, on=day_asked(request))
    return render(request, "caseload/worker.html", {
        "line": line, "lines": _lines([line], request), "is_mine": pk == request.user.worker_id,
        "offered": offered_of(line, request), "may_allocate": may(request.user, ALLOCATE),
    })  # fmt: skip


@require_GET
@allow(SEE_WAITING)
def in_name_only(request: HttpRequest) -> HttpResponse:
    """Every child of one's line whose worker is one on paper only, and why: nobody there before too many there."""
    day, asked = day_asked(request), request.GET.get("why", "")
    found = children_in_name_only(viewer=request.user, on=day)
    lines = child_lines([each.held.child_id for each in found], viewer=request.user, on=timezone.localdate())
    seen = [each for each in found if each.held.child_id in lines]
    wanted = [each for each in seen if asked in each.reasons] if asked in set(InNameOnly) else seen
    page = Paginator(sorted(wanted, key=_nobody_there_first), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "caseload/in_name_only.html", {
        "page": page, "lines": lines, "day": day, "why": asked, "children": len(seen),
        "reasons": [(reason, sum(reason in each.reasons for each in seen)) for reason in InNameOnly],
        "workers": Worker.objects.in_bulk({each.held.worker_id for each in page}),
        "along": as_at_query(request),
    })  # fmt: skip


def _nobody_there_first(each: NameOnly) -> tuple[bool, ...]:
    first = (InNameOnly.LEFT, InNameOnly.ABSENT, InNameOnly.NO_CONTACT)
    return tuple(reason not in each.reasons for reason in first)


@require_http_methods(["GET", "POST"])
@allow(RECORD_ABSENCE)
def away(request: HttpRequest, pk: int) -> HttpResponse:
    """Writing down that a worker is or will be away: oneself, or somebody in one's teams."""
    today, is_mine = timezone.localdate(), pk == request.user.worker_id
    line = one_worker(pk, viewer=request.user, on=today, today=today)
    if line is None and not is_mine:
        raise Http404
    form = opened(request, forms.Away)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"reason": AbsenceReason(form.cleaned_data["reason"])}
        try:
            say_away(Worker.objects.get(pk=pk), **said, by=request.user, at=timezone.now())
        except NotInTheirLine:
            raise Http404 from None
        except EndsBeforeItStarts:
            form.add_error("ends_on", "The first day back must be after the first day away")
        except AwayAlready as refusal:
            form.add_error("starts_on", f"There is an absence already: {_days(refusal)}")
        else:
            done(request)
            messages.success(request, _away_said(line, is_mine=is_mine))
            return redirect("caseload:worker" if line else "caseload:away", pk)
    known = absences(viewer=request.user).filter(worker=pk).exclude(ends_on__lte=today)
    return render(request, "caseload/away.html", {
        "form": form, "title": "Away", "about": line.load.name if line else request.user.name, "known": known,
        "button_words": "Write it down", "today": today,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(RECORD_ABSENCE)
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Saying from which day a worker is back, sooner or later than was known; cover ends on it at the latest."""
    absence = get_object_or_404(absences(viewer=request.user), pk=pk)
    form = opened(request, forms.Back, initial={"back_on": max(timezone.localdate(), absence.starts_on)})
    if request.method == "POST" and form.is_valid():
        back_on, today = form.cleaned_data["back_on"], timezone.localdate()
        is_later = absence.ends_on is not None and back_on > absence.ends_on
        try:
            (say_away_longer if is_later else say_back)(absence, back_on=back_on, by=request.user, at=timezone.now())
        except OverAlready as refusal:
            form.add_error("back_on", f"They were back by then: {refusal.args[0]:%-d %B %Y}")
        except AwayAlready as refusal:
            form.add_error("back_on", f"There is an absence already: {_days(refusal)}")
        else:
            done(request)
            messages.success(request, "Written down. " + (LATER if is_later else "Cover ends on that day."))
            line = one_worker(absence.worker_id, viewer=request.user, on=today, today=today)
            return redirect("caseload:worker" if line else "caseload:away", absence.worker_id)
    return render(request, "caseload/typed.html", {
        "form": form, "title": "Back at work", "about": str(absence.worker), "button_words": "Write it down",
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(ALLOCATE)
def cover_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who covers while a worker is away: for all their families at once, or for some of them."""
    line = _worker(request, pk, on=timezone.localdate())
    lines = _lines([line], request)
    among = [(_key(family), names_of(family, lines)) for family in line.families]
    absence = line.away[0] if line.away else None
    form = opened(
        request, forms.CoverThem, among=among, workers=_who_could_cover(request, pk),
        initial={
            "begins_on": max(timezone.localdate(), absence.starts_on) if absence else timezone.localdate(),
            "ends_on": absence.ends_on if absence else None,
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _cover(request, form, line):
        done(request)
        return redirect("caseload:worker", pk)
    return render(request, "caseload/cover.html", {"form": form, "line": line, "lines": lines})


def names_of(family: FamilyHeld, lines: dict[int, ChildLine]) -> str:
    """What the children of a family are called, in one line."""
    return ", ".join(lines[child].name for child in family.children if child in lines)


def offered_of(line: Line, request: HttpRequest) -> dict[int, str]:
    """Which children of a worker are given to somebody else already, who has not answered; to whom, by child."""
    episodes = [each.referral_id for family in line.families for each in family.held]
    return offered_to(episodes, viewer=request.user, on=timezone.localdate())


def _cover(request: HttpRequest, form: Any, line: Line) -> bool:
    """Arrange what was asked for; say what is refused on the form."""
    asked = form.cleaned_data
    chosen = set(asked.get("those", [_key(family) for family in line.families]))
    held = [each.involvement_id for f in line.families if _key(f) in chosen for each in f.held]
    try:
        arrange_cover(
            list(Involvement.objects.filter(pk__in=held).select_related("referral")),
            worker=Worker.objects.get(pk=asked["worker"]), begins_on=asked["begins_on"], ends_on=asked["ends_on"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except EndsBeforeItBegins:
        form.add_error("ends_on", "It must be after the first day")
    except BeginsInThePast:
        form.add_error("begins_on", "The first day must be today or later")
    except (CannotCover, CoversForThemselves, NotTheirWorker):
        form.add_error("worker", "They are away themselves when it begins, or hold no cases in your teams then")
    except BeyondProtectedLoad as refusal:
        form.add_error(
            "worker", f"Newly qualified: would look after {refusal.children} children, protected load {refusal.most:g}"
        )
    except NoLongerWaiting:
        form.add_error(None, "One of these episodes is over, or no longer yours to see. Look again.")
    else:
        messages.success(request, f"{Worker.objects.get(pk=asked['worker'])} is told, and sees them for that time.")
        return True
    return False


def _who_could_cover(request: HttpRequest, pk: int) -> list[tuple[str, str]]:
    found = loads(viewer=request.user, on=timezone.localdate())
    return [
        (str(load.worker_id), f"{load.name}: {load.in_words}{_covers(load)}; agreed {load.most:g}")
        for load in found
        if load.worker_id != pk and not load.is_away
    ]  # fmt: skip


def _covers(load: Load) -> str:
    return f", covers {load.covering}" if load.covering else ""


def _key(family: FamilyHeld) -> str:
    return str(family.held[0].involvement_id)


def _worker(request: HttpRequest, pk: int, *, on: date) -> Line:
    line = one_worker(pk, viewer=request.user, on=on, today=timezone.localdate())
    if line is None:
        raise Http404
    return line


def _lines(found: Sequence[Line], request: HttpRequest) -> dict[int, ChildLine]:
    children = [child for line in found for family in line.families for child in family.children]
    return child_lines(children, viewer=request.user, on=timezone.localdate())


def _days(refusal: AwayAlready) -> str:
    held = refusal.standing
    return f"{held.starts_on:%-d %B} to {f'{held.ends_on:%-d %B}' if held.ends_on else 'a day nobody knows'}"


def _away_said(line: Line | None, *, is_mine: bool) -> str:
    if line is None or not line.families:
        return "Written down."
    return "Written down. Your manager is told, to arrange cover." if is_mine else "Written down. Now arrange cover."
