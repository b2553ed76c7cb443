"""The report of a cycle: what moderators found, with its interval, what was learned, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import require
from lintel.oversight.audit_cycles import queries, sentences
from lintel.oversight.audit_cycles.codes import LearningTheme, Theme
from lintel.oversight.audit_cycles.learning.queries import calibration_of, learning_of, quotes_of
from lintel.oversight.audit_cycles.outlook import Stratum, is_out_of_proportion, weights_of
from lintel.oversight.audit_cycles.permissions import READ_CYCLES
from lintel.oversight.audit_cycles.queries import ActionsSoFar, Progress
from lintel.oversight.audit_cycles.sentences import PoorlyAnswered
from lintel.oversight.audits.codes import Grade, Voice
from lintel.oversight.audits.models import Audit
from lintel.oversight.fanlight.keeping_back import until_shown
from lintel.oversight.moderation.figures import Share, share_between
from lintel.oversight.moderation.queries import poorly_answered, quality
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.oversight.audit_cycles.models import CalibrationSession, Cycle, Learning, Quote
    from lintel.oversight.moderation.optimism import Quality


@dataclass(frozen=True)
class OfGrade:
    """One grade: its share as moderators see it, with the interval, and what auditors gave; in words."""

    grade: Grade
    moderated: str
    interval: str
    audited: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """
    Everything the report says. No child is named, and no auditor.

    `is_kept_back` where audits of the running quarter are left out, because the reader is a leader who has not locked
    an estimate of it; `is_all_kept_back` where that leaves nothing.
    """

    cycle: Cycle
    theme: Theme
    says: str
    quality: Quality
    how_good: Sequence[str]
    since_before: str
    grades: Sequence[OfGrade]
    moderated: Share
    supports: str
    poorly: Sequence[PoorlyAnswered]
    far: Progress
    agreed: ActionsSoFar
    heard: dict[Voice, tuple[int, int]]
    strata: Sequence[Stratum]
    is_uneven: bool
    learned: Sequence[Learning]
    tagged: dict[LearningTheme, int]
    quotes: Sequence[Quote]
    calibration: CalibrationSession | None
    is_kept_back: bool
    is_all_kept_back: bool


def report_of(cycle: Cycle, *, viewer: User, on: date, today: date | None = None) -> Report:
    """
    The report of a cycle as it stands on a day.

    :param today: if not that day; what a leader is not shown yet depends on it.
    :raises NotAllowed: if this person reads no cycles.
    """
    require(viewer, READ_CYCLES)
    until = _until(viewer, on=on, today=today or on)
    theme, now = Theme(cycle.theme), _quality(cycle, viewer=viewer, on=until, of=cycle.population)
    days = {"since": local_day(cycle.planned_at), "until": until}
    moderated = share_between(**days, cycle=cycle.pk)
    strata = queries.strata_of(cycle, viewer=viewer)
    before = cycle.again_of
    return Report(
        cycle=cycle, theme=theme, says=queries.says(cycle, viewer=viewer), quality=now, grades=_grades(now),
        how_good=sentences.how_good(now, theme.whom, cycle.population), moderated=moderated,
        since_before=_since_before(before, cycle, viewer=viewer, on=until) if before else "",
        supports=sentences.supports(moderated.supports, moderated.judged),
        poorly=_poorest_first(poorly_answered(viewer=viewer, **days, cycle=cycle.pk)),
        far=queries.progress(cycle, viewer=viewer, on=on), agreed=queries.actions_so_far(cycle, viewer=viewer, on=on),
        heard=queries.heard(cycle, viewer=viewer), strata=strata, is_uneven=is_out_of_proportion(strata),
        learned=list(learning_of(cycle, viewer=viewer)), tagged=queries.themes_tagged(cycle, viewer=viewer),
        quotes=list(quotes_of(cycle, viewer=viewer)), calibration=calibration_of(cycle, viewer=viewer),
        is_kept_back=until < on and _is_handed_in_after(cycle, until), is_all_kept_back=until < days["since"] <= on,
    )  # fmt: skip


def _until(viewer: User, *, on: date, today: date) -> date:
    """The last day whose audits are told this reader: a leader reads the running quarter after their own estimate."""
    shown_until = until_shown(viewer=viewer, on=today)
    return on if shown_until is None else min(on, shown_until)


def _is_handed_in_after(cycle: Cycle, day: date) -> bool:
    """Whether an audit of a cycle, or of the one it repeats, was handed in after a day."""
    return Audit.objects.filter(cycle__in=[cycle.pk, cycle.again_of_id], submitted_at__date__gt=day).exists()


def _poorest_first(found: Sequence[tuple[str, int, int]]) -> list[PoorlyAnswered]:
    """The questions that were poorly answered at all; of two alike the one asked first."""
    wanting = [PoorlyAnswered(*each) for each in found if each[1]]
    return sorted(wanting, key=lambda each: -each.wanting / each.judged)


def _quality(cycle: Cycle, *, viewer: User, on: date, of: int | None = None) -> Quality:
    return quality(
        viewer=viewer, since=local_day(cycle.planned_at), until=on, cycle=cycle, of=of,
        weights=weights_of(queries.strata_of(cycle, viewer=viewer)),
    )  # fmt: skip


def _since_before(before: Cycle, cycle: Cycle, *, viewer: User, on: date) -> str:
    """The two times compared as work of its time, and not as the children who happened to be there."""
    then, now = (_quality(each, viewer=viewer, on=on) for each in (before, cycle))
    return sentences.since_before(then, now)


def _grades(found: Quality) -> list[OfGrade]:
    """The moderated distribution, the auditors' own beside it; nothing where there is no moderated one."""
    if found.moderated is None or found.raw is None:
        return []
    return [
        OfGrade(grade, sentences.percent(seen.mid), sentences.between(seen), sentences.percent(given))
        for grade, seen, given in zip(Grade, found.moderated, found.raw, strict=True)
    ]
