"""What indicators count of moderated audits (K91 to K94, K96), of one viewer's children: only what is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from lintel.foundation.access.permissions import may
from lintel.oversight.audits.codes import Core, Grade
from lintel.oversight.audits.models import Audit
from lintel.oversight.audits.queries import since
from lintel.oversight.fanlight.keeping_back import is_kept_back
from lintel.oversight.moderation import figures
from lintel.oversight.moderation.codes import Because
from lintel.oversight.moderation.models import JudgedAnswer
from lintel.oversight.moderation.permissions import READ_QUALITY
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class HandedIn(NamedTuple):
    """An audit that was handed in; `is_random` says that it was moderated because it was drawn at random."""

    pk: int
    child_id: int
    on: date
    is_moderated: bool
    is_random: bool


class Moderated(NamedTuple):
    """
    An audit whose two grades are both open. `stands_for` is how many audits it speaks for.

    `lacking` are the core questions that a moderator found wanting; `supports` and `judged_on` are None until judged.
    """

    pk: int
    child_id: int
    handed_in_on: date
    audited: int
    moderated: int
    stands_for: float
    judged_on: date | None
    supports: bool | None
    lacking: frozenset[str]


class AuditedTwice(NamedTuple):
    """A record that two people audited without knowing of each other, on the day the second handed in."""

    pk: int
    child_id: int
    on: date
    first: int
    second: int


class ModerationWork(NamedTuple):
    handed_in: tuple[HandedIn, ...] = ()
    moderated: tuple[Moderated, ...] = ()
    twice: tuple[AuditedTwice, ...] = ()


def read_moderation_work(
    children: Collection[int], *, viewer: User, shown_until: date | None = None
) -> ModerationWork:  # fmt: skip
    """
    Audits handed in, those moderated, and records audited twice; nothing for who may not read it.

    :param shown_until: the last day of which audits are told; None for every day. What was handed in later is not in
        the answer, whenever it was moderated.
    """
    if not may(viewer, READ_QUALITY):
        return ModerationWork()
    return ModerationWork(
        tuple(each for each in _handed_in(children) if not is_kept_back(each.on, shown_until=shown_until)),
        tuple(each for each in _moderated(children) if not is_kept_back(each.handed_in_on, shown_until=shown_until)),
        tuple(each for each in _twice(children) if not is_kept_back(each.on, shown_until=shown_until)),
    )  # fmt: skip


class FoundInadequate(NamedTuple):
    """Work that stands as inadequate after an audit, and the days of the record that the audit read."""

    child_id: int
    since: date
    until: date


def found_inadequate(children: Collection[int], *, viewer: User, on: date) -> list[FoundInadequate]:
    """
    Of these children, the work that audits handed in by a day found inadequate; a moderator's grade stands before the
    auditor's. Only what is open; nothing for who may not read it.
    """
    if not may(viewer, READ_QUALITY):
        return []
    moderated = dict(figures.locked().values_list("audit", "grade"))
    opened = Audit.objects.filter(grading__sealed=False, submitted_at__date__lte=on).select_related("grading")
    return [
        FoundInadequate(each.child_id, since(each, at=each.submitted_at), local_day(each.submitted_at))
        for each in opened.order_by("pk")
        if each.child_id in children and each.submitted_at is not None
        and (moderated.get(each.pk) or each.grading.grade) == Grade.INADEQUATE
    ]  # fmt: skip


def _handed_in(children: Collection[int]) -> tuple[HandedIn, ...]:
    because = dict(figures.locked().values_list("audit", "drawn_because"))
    rows = Audit.objects.filter(submitted_at__isnull=False).order_by("pk").values_list("pk", "child_id", "submitted_at")
    return tuple(
        HandedIn(pk, child, local_day(at), pk in because, because.get(pk) == Because.RANDOM)
        for pk, child, at in rows
        if child in children and at is not None
    )


def _moderated(children: Collection[int]) -> tuple[Moderated, ...]:
    lacking: dict[int, set[str]] = defaultdict(set)
    wanting = JudgedAnswer.objects.filter(question__in=[str(core) for core in Core]).exclude(lacks=[])
    for moderation, question in wanting.values_list("moderation", "question"):
        lacking[moderation].add(question)
    rows = figures.locked().order_by("pk").values_list(
        "pk", "audit__child", "audit__submitted_at", "audit__grading__grade", "grade", "chance", "judged_at",
        "evidence_supports",
    )  # fmt: skip
    return tuple(
        Moderated(
            pk, child, local_day(at), audited, grade or 0, 1 / chance, local_day(judged) if judged else None, supports,
            frozenset(lacking[pk]),
        )
        for pk, child, at, audited, grade, chance, judged, supports in rows
        if child in children and at is not None
    )  # fmt: skip


def _twice(children: Collection[int]) -> tuple[AuditedTwice, ...]:
    both = Audit.objects.filter(twin_of__isnull=False, grading__sealed=False, twin_of__grading__sealed=False)
    rows = both.order_by("pk").values_list(
        "pk", "child_id", "submitted_at", "twin_of__submitted_at", "twin_of__grading__grade", "grading__grade"
    )
    return tuple(
        AuditedTwice(pk, child, local_day(max(at, earlier)), first, second)
        for pk, child, at, earlier, first, second in rows
        if child in children and at is not None and earlier is not None
    )
