"""Asking for cycles of audits: how far each is, whom it drew, and whether its seed draws the same again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.queries import ChildLine, child_lines
from lintel.oversight.audit_cycles import permissions
from lintel.oversight.audit_cycles.codes import LearningTheme, Strata, Theme
from lintel.oversight.audit_cycles.drawing import reach_in_words
from lintel.oversight.audit_cycles.gathering import people_who_may_audit
from lintel.oversight.audit_cycles.models import Cycle, CycleAuditor
from lintel.oversight.audit_cycles.outlook import Draw, Stratum, drawn_from, moderated_share
from lintel.oversight.audits.codes import Voice
from lintel.oversight.audits.models import Audit, AuditAction, Feedback
from lintel.oversight.audits.queries import hidden_twins
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a cycle is: its audits by where they stand on a day. Of all children, in numbers only."""

    audits: int
    handed_in: int
    in_time: int
    late: int
    in_hand: int
    not_begun: int
    withdrawn: int

    @property
    def is_over(self) -> bool:
        """Whether no audit is still to be handed in."""
        return self.handed_in + self.withdrawn == self.audits


@dataclass(frozen=True, kw_only=True)
class ActionsSoFar:
    """What was agreed for children after the audits of a cycle: open, overdue, done and not verified, verified."""

    all: int
    open: int
    overdue: int
    to_verify: int
    verified: int


@dataclass(frozen=True)
class Drawn:
    """
    One audit of a child the viewer may see. Its grade is not here.

    :param is_second: of two of the same record, for whoever does neither of them.
    """

    audit: Audit
    child: ChildLine
    is_second: bool


@dataclass(frozen=True)
class Again:
    """What a seed draws when it is drawn again from the population that was frozen."""

    place: int
    stratum: str
    child_id: int
    is_same: bool


def cycles(*, viewer: User) -> QuerySet[Cycle]:
    """Every cycle, newest first, for those who may read them."""
    if not may(viewer, permissions.READ_CYCLES):
        return Cycle.objects.none()
    return Cycle.objects.select_related("planned_by", "again_of").order_by("-planned_at", "-pk")


def auditors_to_ask(*, viewer: User) -> list[User]:
    """Everybody who may be given audits, for whoever plans a cycle."""
    return people_who_may_audit() if may(viewer, permissions.PLAN_CYCLES) else []


def progress(cycle: Cycle, *, viewer: User, on: date) -> Progress:
    """How far the audits of a cycle are on a day."""
    # A withdrawn audit that somebody else was given counts as theirs.
    of_cycle = Audit.objects.filter(cycle=cycle, instead__isnull=True)
    found = of_cycle if may(viewer, permissions.READ_CYCLES) else Audit.objects.none()
    audits = list(found)
    handed_in = [each for each in audits if each.submitted_at]
    live = [each for each in audits if not each.submitted_at and not each.withdrawn_at]
    in_time = sum(1 for each in handed_in if each.submitted_at and local_day(each.submitted_at) <= each.due_on)
    return Progress(
        audits=len(audits), handed_in=len(handed_in), in_time=in_time, late=sum(each.due_on < on for each in live),
        in_hand=sum(each.opened_at is not None for each in live), withdrawn=len(audits) - len(handed_in) - len(live),
        not_begun=sum(each.opened_at is None for each in live),
    )  # fmt: skip


def actions_so_far(cycle: Cycle, *, viewer: User, on: date) -> ActionsSoFar:
    """
    What became of the actions agreed after a cycle's audits whose grade is open; in numbers, of all children.

    Those of a sealed one would tell its moderator what the auditor made of it.
    """
    of_open = AuditAction.objects.filter(audit__cycle=cycle, audit__grading__sealed=False)
    agreed = list(of_open) if may(viewer, permissions.READ_CYCLES) else []
    verified = sum(each.verified_at is not None for each in agreed)
    not_done = [each for each in agreed if each.done_at is None]
    return ActionsSoFar(
        all=len(agreed), open=len(agreed) - verified, verified=verified,
        overdue=sum(each.due_on < on and each.verified_at is None for each in agreed),
        to_verify=len(agreed) - verified - len(not_done),
    )  # fmt: skip


def heard(cycle: Cycle, *, viewer: User) -> dict[Voice, tuple[int, int]]:
    """Of each voice how many were asked about the work, and how many said something."""
    if not may(viewer, permissions.READ_CYCLES):
        return {}
    asked, said = Counter[str](), Counter[str]()
    for voice, agreed in Feedback.objects.filter(audit__cycle=cycle).values_list("voice", "agreed"):
        asked[voice] += 1
        said[voice] += agreed is True
    return {voice: (asked[voice], said[voice]) for voice in Voice if asked[voice]}


def drawn(cycle: Cycle, *, viewer: User) -> list[Drawn]:
    """The audits of a cycle whose child this viewer may see, as drawn; no sealed twin of the viewer's own."""
    if not may(viewer, permissions.READ_CYCLES):
        return []
    place = dict(cycle.children.filter(place__isnull=False).values_list("child_id", "place"))
    audits = Audit.objects.filter(cycle=cycle, child__in=visible_children(viewer)).select_related("auditor", "twin_of")
    audits = audits.exclude(pk__in=hidden_twins(viewer=viewer).values("pk"))
    lines = child_lines((each.child_id for each in audits), viewer=viewer)
    found = [Drawn(it, lines[it.child_id], _is_second(it, viewer)) for it in audits if it.child_id in lines]
    return sorted(found, key=lambda each: (place.get(each.audit.child_id, 0), each.is_second, each.audit.pk))


def _is_second(audit: Audit, viewer: User) -> bool:
    return audit.twin_of is not None and viewer.pk not in (audit.auditor_id, audit.twin_of.auditor_id)


def strata_of(cycle: Cycle, *, viewer: User) -> list[Stratum]:
    """How many of each stratum there were, and how many were drawn."""
    if not may(viewer, permissions.READ_CYCLES):
        return []
    there, taken = Counter[str](), Counter[str]()
    for stratum, place in cycle.children.values_list("stratum", "place"):
        there[stratum] += 1
        taken[stratum] += place is not None
    return [Stratum(name, there[name], taken[name]) for name in sorted(there) if name]


def conflicts(cycle: Cycle, *, viewer: User) -> list[CycleAuditor]:
    """Who audits in a cycle, and how many of the drawn children each was kept from."""
    if not may(viewer, permissions.READ_CYCLES):
        return []
    return list(cycle.auditors.select_related("user").order_by("user__name"))


def says(cycle: Cycle, *, viewer: User) -> str:
    """What the sample of a cycle can say."""
    if not may(viewer, permissions.READ_CYCLES):
        return ""
    moderated = moderated_share(cycle.moderated_percent, on=local_day(cycle.planned_at))
    return reach_in_words(min(cycle.size, cycle.population), cycle.population, moderated)


def drawn_again(cycle: Cycle, *, viewer: User) -> list[Again]:
    """The seed drawn once more from the population that was frozen, beside what was drawn then."""
    if not may(viewer, permissions.READ_CYCLES):
        return []
    rows = list(cycle.children.values_list("child_id", "stratum", "place"))
    stratum_of = {child: stratum for child, stratum, _ in rows}
    was = {place: child for child, _, place in rows if place is not None}
    draw = Draw(
        theme=Theme(cycle.theme), since=cycle.since, until=cycle.until, strata=Strata(cycle.strata), size=cycle.size,
        seed=cycle.seed,
    )  # fmt: skip
    now = drawn_from(stratum_of, draw)
    return [Again(n, stratum_of[child], child, was.get(n) == child) for n, child in enumerate(now, start=1)]


def themes_tagged(cycle: Cycle, *, viewer: User) -> dict[LearningTheme, int]:
    """How many answers and actions of a cycle are about each thing to be learned, the most first."""
    if not may(viewer, permissions.READ_CYCLES):
        return {}
    from_answers = Counter(cycle.audits.values_list("answers__learning_tags__theme", flat=True))
    from_actions = Counter(cycle.audits.values_list("actions__learning_tags__theme", flat=True))
    both = from_answers + from_actions
    counted = {theme: both[theme.value] for theme in LearningTheme if both[theme.value]}
    return dict(sorted(counted.items(), key=lambda each: -each[1]))
