"""Reported quality, how optimistic auditors are, one's own figures, and how far two people agree."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.queries import child_lines
from lintel.oversight.audits.codes import Grade
from lintel.oversight.fanlight.keeping_back import is_kept_back, until_shown
from lintel.oversight.fanlight.rules import shown_of
from lintel.oversight.moderation import permissions, queries, reading
from lintel.oversight.moderation.models import FiguresTold
from lintel.oversight.moderation.optimism import FEWEST_AUDITORS, FEWEST_OF_ONE, FEWEST_PAIRS
from lintel.oversight.recording.permissions import READ_HOW_WRITTEN
from lintel.web.components.asking import day_asked, period_asked
from lintel.web.moderating.pictures import interval_picture

YEAR = timedelta(days=364)
ON_A_PAGE = 50


@require_GET
@allow(permissions.READ_QUALITY)
def quality(request: HttpRequest) -> HttpResponse:
    """Reported quality: the moderated estimate with its interval, and only beside it what auditors gave themselves."""
    asked = _asked(request)
    # A leader estimates the running quarter before they read of it, here as on the leader's page.
    shown_until = until_shown(viewer=request.user, on=timezone.localdate())
    since, until = shown_of(*asked, shown_until=shown_until)
    found = queries.quality(viewer=request.user, since=since, until=until)
    question = request.GET.get("wanting", "")
    behind = Paginator(
        queries.behind_quality(viewer=request.user, since=since, until=until, wanting=question), ON_A_PAGE
    ).get_page(request.GET.get("page"))
    note("reported quality read", by=request.user, at=timezone.now(), audits=found.audits)
    return render(request, "moderating/quality.html", {
        "quality": found, "since": since, "until": until, "grades": list(Grade), "behind": behind,
        "asked": {"from": asked[0].isoformat(), "until": asked[1].isoformat()}, "of_question": question,
        "names": child_lines([each.child for each in behind], viewer=request.user),
        "is_kept_back": asked != (since, until),
        "picture": interval_picture(found) if found.enough else "", "fewest": FEWEST_PAIRS,
        "may_read_how_written": may(request.user, READ_HOW_WRITTEN),
        "poorly": queries.poorly_answered(viewer=request.user, since=since, until=until),
    })  # fmt: skip


@require_GET
@allow(permissions.READ_QUALITY)
def optimism(request: HttpRequest) -> HttpResponse:
    """The service's gap; one's own figures first for whoever audits; for a few, one auditor at a time."""
    asked = _asked(request)
    since, until = shown_of(*asked, shown_until=until_shown(viewer=request.user, on=timezone.localdate()))
    own = reading.own_figures(viewer=request.user, until=asked[1]) if may(request.user, permissions.MODERATE) else None
    return render(request, "moderating/optimism.html", {
        "own": own, "service": reading.optimism(viewer=request.user, since=since, until=until), "since": since,
        "until": until, "fewest": FEWEST_PAIRS, "fewest_of_one": FEWEST_OF_ONE, "is_kept_back": asked != (since, until),
        "groups": reading.groups(viewer=request.user, until=until), "fewest_auditors": FEWEST_AUDITORS,
        "told": queries.figures_told(viewer=request.user), "may_read_one": reading.may_read_one(request.user),
    })  # fmt: skip


@require_GET
@allow(permissions.READ_ONE_AUDITOR)
def one_auditor(request: HttpRequest, pk: int) -> HttpResponse:
    """One auditor's figures, after they were told them; never beside somebody else's."""
    asked, shown_until = day_asked(request), until_shown(viewer=request.user, on=timezone.localdate())
    until = asked if shown_until is None else min(asked, shown_until)
    told = next((each for each in queries.figures_told(viewer=request.user) if each.auditor_id == pk), None)
    try:
        figures = reading.figures_of(pk, viewer=request.user, until=until)
    except FiguresTold.DoesNotExist:
        raise Http404 from None
    note("one auditor's figures read", by=request.user, at=timezone.now(), subject=told)
    return render(request, "moderating/one_auditor.html", {
        "told": told, "one": figures, "until": until, "fewest_of_one": FEWEST_OF_ONE,
        "is_kept_back": is_kept_back(asked, shown_until=shown_until),
    })  # fmt: skip


@require_GET
@allow(permissions.READ_QUALITY)
def agreement(request: HttpRequest) -> HttpResponse:
    """How far two auditors agree on one record, and two moderators on one audit."""
    asked = _asked(request)
    since, until = shown_of(*asked, shown_until=until_shown(viewer=request.user, on=timezone.localdate()))
    return render(request, "moderating/agreement.html", {
        "is_kept_back": asked != (since, until),
        "auditors": reading.auditors_alike(viewer=request.user, since=since, until=until),
        "moderators": reading.moderators_alike(viewer=request.user, since=since, until=until),
        "since": since, "until": until, "grades": list(Grade), "fewest": FEWEST_PAIRS,
    })  # fmt: skip


def _asked(request: HttpRequest) -> tuple[date, date]:
    """`?from=…&until=…`, or the year up to the day asked for."""
    day = day_asked(request)
    return period_asked(request) or (day - YEAR, day)
