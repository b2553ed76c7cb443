"""
Asking for moderation. Before somebody's own grade is locked, no answer here holds anything of the first grade.

Numbers are made of open grades only, so that nobody can work a sealed one out from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.foundation.workforce.models import Appointment
from lintel.oversight.audits.codes import Grade
from lintel.oversight.audits.escalating.queries import told_to
from lintel.oversight.audits.models import Audit, AuditAction, Citation, Escalation, Grading
from lintel.oversight.audits.permissions import SEE_ALL_AUDITS
from lintel.oversight.audits.queries import cited_in, conflicts_among, said_in, since, tool_of
from lintel.oversight.audits.record.queries import entry_of, record_of
from lintel.oversight.audits.record.rules import Entry
from lintel.oversight.audits.rules import Said
from lintel.oversight.audits.tools import Question, Tool
from lintel.oversight.moderation import figures, permissions, rules
from lintel.oversight.moderation.models import FiguresTold, JudgedAnswer, Moderation, ModeratorCitation, Outsider
from lintel.oversight.moderation.optimism import Quality
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.models import Involvement

if TYPE_CHECKING:
    from lintel.oversight.audit_cycles.models import Cycle


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An audit to be moderated, on somebody's list: with what tool, and since when. Neither grade nor child."""

    pk: int
    tool: str
    handed_in_on: date
    is_for_outside: bool


@dataclass(frozen=True, kw_only=True)
class LeftBehind:
    """An audit its moderator will not lock, or not in time: whose it is, since when, and why it may be taken."""

    pk: int
    moderator: str
    taken_on: date
    why: str


@dataclass(frozen=True, kw_only=True)
class InHand:
    """
    An audit somebody moderates, before their grade is locked: the record and their own work, nothing of the audit.

    :param lines: of the record, newest first, from `since` until the day `as_at`; `earlier` more are from before.
    """

    pk: int
    child: int
    tool: Tool
    since: date
    as_at: date
    read_at: datetime | None
    lines: Sequence[Entry]
    earlier: int
    citations: Sequence[ModeratorCitation]


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """Both grades, what each rests on, and what was said of the answers; only once the moderator's is locked."""

    moderation: Moderation
    audit: Audit
    tool: Tool
    audited: Grade
    audited_why: str
    audited_evidence: Sequence[Citation]
    moderated: Grade
    moderated_evidence: Sequence[ModeratorCitation]
    answers: Mapping[str, Said]
    evidence: Mapping[str, Sequence[Citation]]
    judged: Mapping[str, Sequence[str]]
    is_moderator: bool

    @property
    def apart(self) -> int:
        """In grades; above nought where the auditor graded higher."""
        return self.audited - self.moderated

    @property
    def should_talk(self) -> bool:
        return rules.lie_apart(self.audited, self.moderated)


@dataclass(frozen=True, kw_only=True)
class Behind:
    """One moderated audit a number is made of; nobody's name. `supports` is None until the evidence is judged."""

    pk: int
    child: int
    audited: Grade
    moderated: Grade
    supports: bool | None


def waiting(*, viewer: User, on: date) -> list[Waiting]:
    """What this person may take to moderate, the longest waiting first; the audits they may not are left out."""
    if not may(viewer, permissions.MODERATE):
        return []
    held = list(Moderation.objects.filter(moderator__isnull=True).select_related("audit").order_by("drawn_at", "pk"))
    refused = _refused(held, viewer, on)
    return [
        Waiting(
            pk=each.pk, tool=tool_of(each.audit).title, handed_in_on=local_day(each.drawn_at),
            is_for_outside=each.is_for_outside,
        )
        for each in held
        if each.pk not in refused
    ]  # fmt: skip


def mine(*, viewer: User) -> QuerySet[Moderation]:
    """
    What this person moderates and has moderated: still in hand first, then the latest. Not of a record closed to them.
    """
    if not may(viewer, permissions.MODERATE):
        return Moderation.objects.none()
    found = Moderation.objects.filter(moderator=viewer).exclude(audit__child__in=kept_from(viewer))
    return found.select_related("audit").order_by(F("judged_at").desc(nulls_first=True), "-taken_at", "pk")


def why_not(moderation: Moderation, *, viewer: User, on: date) -> str:
    """Why this person may not moderate an audit, in words; nothing where they may."""
    return _refused([moderation], viewer, on).get(moderation.pk, "")


def _refused(held: Sequence[Moderation], viewer: User, on: date) -> dict[int, str]:
    """Of several at once: why this person may not moderate them, in words; those they may are left out."""
    audits = [each.audit for each in held]
    children, twins = {audit.child_id for audit in audits}, _twins_of(audits)
    everything = [*(audit.pk for audit in audits), *(twin.pk for twin in twins.values())]
    moderated, known = _moderated_by(viewer, everything), _known_to(viewer, everything)
    managed = _children_managed(children, viewer, on)
    conflicts = conflicts_among([viewer], children, viewer=viewer, on=on)
    waits_outside = not _is_outsider(viewer) and _named().exists()
    found: dict[int, str] = {}
    for each in held:
        audit, twin = each.audit, twins.get(each.audit_id)
        found[each.pk] = rules.why_not(
            is_own=audit.auditor_id == viewer.pk, is_twin=twin is not None and twin.auditor_id == viewer.pk,
            knows=audit.pk in known or (twin is not None and twin.pk in known), has_it=audit.pk in moderated,
            has_other=twin is not None and twin.pk in moderated, manages=audit.child_id in managed,
            conflict=conflicts.get((viewer.pk, audit.child_id), ""),
            waits_outside=each.is_for_outside and waits_outside,
        )  # fmt: skip
    return {pk: why for pk, why in found.items() if why}


def _twins_of(audits: Sequence[Audit]) -> dict[int, Audit]:
    """The other audit of the same record of each that has one, by the audit."""
    firsts = [audit.twin_of_id for audit in audits if audit.twin_of_id]
    found = list(Audit.objects.filter(Q(pk__in=firsts) | Q(twin_of__in=[audit.pk for audit in audits])))
    by_pk, by_first = {each.pk: each for each in found}, {each.twin_of_id: each for each in found}
    twins = {audit.pk: by_pk.get(audit.twin_of_id or 0) or by_first.get(audit.pk) for audit in audits}
    return {pk: twin for pk, twin in twins.items() if twin}


def _known_to(user: User, audits: Collection[int]) -> set[int]:
    """Those of these audits of which somebody knows what is to be done after them, or what they were stopped for."""
    agreed = AuditAction.objects.filter(Q(owner=user) | Q(agreed_by=user), audit__in=audits)
    told = Q(raised_by=user) | told_to(user) | Q(answered_by=user)
    escalated = Escalation.objects.filter(told, audit__in=audits)
    return set(agreed.values_list("audit", flat=True)) | set(escalated.values_list("audit", flat=True))


def _moderated_by(user: User, audits: Collection[int]) -> set[int]:
    return set(Moderation.objects.filter(audit__in=audits, moderator=user).values_list("audit", flat=True))


def _is_outsider(user: User) -> bool:
    """Whether somebody was named as moderating from outside the service."""
    return _named().filter(user=user).exists()


def _named() -> QuerySet[Outsider]:
    return Outsider.objects.filter(user__is_active=True)


def outsiders(*, viewer: User) -> QuerySet[Outsider]:
    """Who moderates from outside the service, for those who name them."""
    if not may(viewer, permissions.NAME_OUTSIDERS):
        return Outsider.objects.none()
    return _named().select_related("user").order_by("user__name")


def left_behind(*, viewer: User, on: date) -> list[LeftBehind]:
    """What moderators took and do not come to, the longest first, for those who may take it from them."""
    if not may(viewer, permissions.NAME_OUTSIDERS):
        return []
    taken = Moderation.objects.filter(moderator__isnull=False, locked_at__isnull=True)
    taken = taken.select_related("moderator", "audit").order_by("taken_at", "pk")
    return [
        LeftBehind(pk=each.pk, moderator=each.moderator.name, taken_on=local_day(each.taken_at), why=why)
        for each in taken
        if each.moderator and each.taken_at and (why := why_let_go(each, viewer=viewer, on=on))
    ]


def why_let_go(moderation: Moderation, *, viewer: User, on: date) -> str:
    """Why an audit may be taken from its moderator, in words; nothing where it may not, or this person may not."""
    moderator, taken_at = moderation.moderator, moderation.taken_at
    if moderator is None or taken_at is None or not may(viewer, permissions.NAME_OUTSIDERS):
        return ""
    limit = time_limit_in_force(rules.IN_HAND, on=local_day(taken_at))
    return rules.why_let_go(
        has_left=figures.has_left(moderator), limit=limit.amount,
        is_closed_to_them=kept_from(moderator).filter(pk=moderation.audit.child_id).exists(),
        is_late=on > limit.due_on(local_day(taken_at), england()),
    )  # fmt: skip


def moderators(*, viewer: User) -> list[User]:
    """Everybody who moderates, by name, for those who say who of them is from outside."""
    if not may(viewer, permissions.NAME_OUTSIDERS):
        return []
    roles = [str(role) for role in permissions.MODERATE.held_by]
    held = User.objects.filter(is_active=True, role_grants__role__in=roles, role_grants__ended_at__isnull=True)
    return list(held.distinct().order_by("name"))


def in_hand(pk: int, *, viewer: User, earlier: bool = False) -> InHand:
    """
    What this person moderates, with the record to read: as it was on the day the audit was handed in, since what the
    audit led to would make the work look better than its auditor can have found it.

    :param earlier: also what happened before the months that the tool reads.
    :raises NotAllowed: if this person moderates nothing.
    :raises Moderation.DoesNotExist: if it is not in their hands, or is locked, or the record was closed to them.
    """
    require(viewer, permissions.MODERATE)
    held = _held_by(viewer).get(pk=pk)
    begins, as_at = since(held.audit, at=held.drawn_at), local_day(held.drawn_at)
    record = record_of(held.audit.child, viewer=viewer, day=as_at)
    lately = [line for line in record if line.on >= begins or (line.lasts and line.until is None)]
    return InHand(
        pk=held.pk, child=held.audit.child_id, tool=tool_of(held.audit), since=begins, as_at=as_at,
        read_at=held.record_read_at, lines=record if earlier else lately, earlier=len(record) - len(lately),
        citations=list(held.citations.order_by("cited_at", "pk")),
    )  # fmt: skip


def entry_in_hand(pk: int, source: str, *, viewer: User) -> Entry | None:
    """One entry of the record of an audit in this person's hands, to cite; None where there is none."""
    if not may(viewer, permissions.MODERATE):
        return None
    found = _held_by(viewer).filter(pk=pk).first()
    return entry_of(found.audit.child, source, viewer=viewer, day=local_day(found.drawn_at)) if found else None


def _held_by(viewer: User) -> QuerySet[Moderation]:
    held = Moderation.objects.filter(moderator=viewer, locked_at__isnull=True)
    return held.exclude(audit__child__in=kept_from(viewer)).select_related("audit__child")


def side_by_side(pk: int, *, viewer: User) -> SideBySide:
    """
    Both grades of an audit: for its moderator once they have locked theirs; for its auditor, and leaders who may see
    the child, once the grade is open; for nobody to whom the record is closed.

    :raises Moderation.DoesNotExist: if there is none that this viewer may be shown; the answer is the same.
    """
    held = Moderation.objects.filter(_shown_to(viewer), locked_at__isnull=False)
    found = held.select_related("audit__auditor", "audit__child", "moderator").get(pk=pk)
    given = Grading.objects.get(audit=found.audit)
    # The audit's own answers, as its auditor may read them: the moderator has locked, and may now read all of it.
    reader = found.audit.auditor
    cited = cited_in(found.audit, viewer=reader)
    return SideBySide(
        moderation=found, audit=found.audit, tool=tool_of(found.audit), audited=Grade(given.grade),
        audited_why=given.why, audited_evidence=cited.get("", []), moderated=Grade(found.grade or 0),
        moderated_evidence=list(found.citations.order_by("cited_at", "pk")),
        answers=said_in(found.audit, viewer=reader), evidence=cited,
        judged=dict(JudgedAnswer.objects.filter(moderation=found).values_list("question", "lacks")),
        is_moderator=found.moderator_id == viewer.pk,
    )  # fmt: skip


# --- numbers ----------------------------------------------------------------------------------------------------------


def quality(
    *, viewer: User, since: date, until: date, cycle: Cycle | int | None = None,
    weights: Mapping[str, float] | None = None, of: int | None = None, theme: str = "",
) -> Quality:  # fmt: skip
    """
    How good the audited work was, as moderators see it, with its interval: of the audits handed in from the one day to
    the other, both included; of one cycle, if one is named, with the `weights` of its strata and `of` so many records;
    or of the cycles on one theme.

    :raises NotAllowed: if this person may not read it.
    """
    require(viewer, permissions.READ_QUALITY)
    number = cycle if isinstance(cycle, int) or cycle is None else cycle.pk
    return figures.quality_between(since, until, cycle=number, weights=weights, of=of, theme=theme)


def figures_told(*, viewer: User) -> list[FiguresTold]:
    """The auditors who were told their figures, by name: what somebody may then ask for, one person at a time."""
    if not may(viewer, permissions.READ_ONE_AUDITOR):
        return []
    return list(FiguresTold.objects.select_related("auditor").order_by("auditor__name"))


def behind_quality(
    *, viewer: User, since: date, until: date, cycle: int | None = None, wanting: str = ""
) -> list[Behind]:  # fmt: skip
    """
    The moderated audits a number is made of, of children this viewer may see; nobody's name, the latest first.

    :param wanting: the words of a question: only those whose answer to it was found wanting.
    """
    require(viewer, permissions.READ_QUALITY)
    found = _counted(since, until, cycle).filter(audit__child__in=visible_children(viewer))
    if wanting:
        judged = _judged(found)
        found = found.filter(
            pk__in=[each.moderation_id for asked, each in judged if each.lacks and asked.words == wanting]
        )
    rows = found.order_by("-audit__submitted_at", "-pk").values_list(
        "pk", "audit__child", "audit__grading__grade", "grade", "evidence_supports"
    )
    return [
        Behind(pk=pk, child=child, audited=Grade(audited), moderated=Grade(moderated or 0), supports=supports)
        for pk, child, audited, moderated, supports in rows
    ]


def poorly_answered(*, viewer: User, since: date, until: date, cycle: int | None = None) -> list[tuple[str, int, int]]:
    """
    For each question: its words, how often moderators found its answer wanting, and how often they judged it; the core
    questions first, then what was found wanting most often. Questions as the tools asked them, those in the same words
    together.

    :raises NotAllowed: if this person may not read it.
    """
    require(viewer, permissions.READ_QUALITY)
    tally: dict[tuple[bool, str], list[int]] = {}
    for asked, each in _judged(_counted(since, until, cycle)):
        line = tally.setdefault((asked.is_core, asked.words), [0, 0])
        line[0] += bool(each.lacks)
        line[1] += 1
    found = [(is_core, words, wanting, of) for (is_core, words), (wanting, of) in tally.items()]
    found.sort(key=lambda each: (not each[0], 0.0 if each[0] else -each[2] / each[3], each[1]))
    return [(words, wanting, of) for _, words, wanting, of in found]


def _judged(held: QuerySet[Moderation]) -> Iterator[tuple[Question, JudgedAnswer]]:
    """What moderators said of answers, each with the question as its tool asked it."""
    for each in JudgedAnswer.objects.filter(moderation__in=held).select_related("moderation__audit").order_by("pk"):
        yield tool_of(each.moderation.audit).question(each.question), each


def _counted(since: date, until: date, cycle: int | None) -> QuerySet[Moderation]:
    found = figures.locked().filter(audit__submitted_at__date__gte=since, audit__submitted_at__date__lte=until)
    return found.filter(audit__cycle=cycle) if cycle is not None else found


def _shown_to(viewer: User) -> Q:
    shown = Q(moderator=viewer) | Q(audit__auditor=viewer, audit__grading__sealed=False)
    if may(viewer, SEE_ALL_AUDITS):
        shown |= Q(audit__child__in=visible_children(viewer), audit__grading__sealed=False)
    return shown & ~Q(audit__child__in=kept_from(viewer))


def _children_managed(children: Collection[int], viewer: User, on: date) -> set[int]:
    """Those of these children with whom somebody works now whom this person supervises."""
    if not viewer.worker_id:
        return set()
    managed = Appointment.objects.in_force(on).filter(supervisor=viewer.worker_id, worker=OuterRef("worker"))
    works = Involvement.objects.filter(child__in=children).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    return set(works.filter(Exists(managed)).values_list("child", flat=True))
