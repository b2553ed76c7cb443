"""Asking what there is to learn from a cycle: only audits whose grade is open, of children the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.oversight.alike.reviews.strip import Stripped
from lintel.oversight.audit_cycles.learning.naming import without_names
from lintel.oversight.audit_cycles.models import CalibrationSession, Cycle, Learning, Quote
from lintel.oversight.audit_cycles.permissions import LEARN, READ_CYCLES
from lintel.oversight.audits.models import Answer, Audit, AuditAction, Citation
from lintel.oversight.audits.queries import tool_of


def audits_to_learn_from(cycle: Cycle | None, *, viewer: User) -> QuerySet[Audit]:
    """The audits of a cycle whose grade is open: before that nobody but the auditor reads what they say."""
    if not may(viewer, LEARN):
        return Audit.objects.none()
    return Audit.objects.filter(cycle=cycle, grading__sealed=False, child__in=visible_children(viewer))


def answers_to_learn_from(cycle: Cycle | None, *, viewer: User) -> QuerySet[Answer]:
    """What auditors wrote in those audits."""
    of = audits_to_learn_from(cycle, viewer=viewer)
    return Answer.objects.filter(audit__in=of).exclude(words="").select_related("audit").order_by("audit", "pk")


def actions_to_learn_from(cycle: Cycle | None, *, viewer: User) -> QuerySet[AuditAction]:
    """What was agreed for children after those audits."""
    of = audits_to_learn_from(cycle, viewer=viewer)
    return AuditAction.objects.filter(audit__in=of).select_related("audit", "owner").order_by("due_on", "pk")


def suggested_words(citation: Citation, *, viewer: User) -> Stripped:
    """What was cited without the names of the family, to begin from; empty for who may not read it."""
    if not audits_to_learn_from(citation.audit.cycle, viewer=viewer).filter(pk=citation.audit_id).exists():
        return Stripped(text="", doubtful=())
    return without_names(citation.quote, citation.audit.child_id)


def owners(*, viewer: User) -> list[User]:
    """Who may be given something that follows from what was learned: whoever leads or audits, by name."""
    if not may(viewer, LEARN):
        return []
    roles = [str(role) for role in READ_CYCLES.held_by]
    held = User.objects.filter(is_active=True, role_grants__role__in=roles, role_grants__ended_at__isnull=True)
    return list(held.distinct().order_by("name"))


def tagged_with(of: Answer | AuditAction, *, viewer: User) -> list[str]:
    """What an answer or an action is tagged with."""
    return list(of.learning_tags.order_by("pk").values_list("theme", flat=True)) if may(viewer, LEARN) else []


def words_to_quote(cycle: Cycle | None, *, viewer: User) -> QuerySet[Citation]:
    """The evidence cited in those audits."""
    of = audits_to_learn_from(cycle, viewer=viewer)
    return Citation.objects.filter(audit__in=of).select_related("audit").order_by("audit", "pk")


@dataclass(frozen=True)
class Written:
    """What is to be learned from in one audit: answers with their questions, what was agreed, what was cited (once)."""

    audit: Audit
    answers: Sequence[tuple[str, Answer]]
    actions: Sequence[AuditAction]
    cited: Sequence[Citation]


def written_in(audit: Audit, *, viewer: User) -> Written:
    """Of one audit whose grade is open; nothing of others."""
    cycle = audit.cycle
    answers = answers_to_learn_from(cycle, viewer=viewer).filter(audit=audit).prefetch_related("learning_tags")
    actions = actions_to_learn_from(cycle, viewer=viewer).filter(audit=audit).prefetch_related("learning_tags")
    cited = words_to_quote(cycle, viewer=viewer).filter(audit=audit).order_by("-pk")
    asked = {each.slug: each.words for each in tool_of(audit).questions}
    return Written(
        audit=audit, answers=[(asked.get(each.question, ""), each) for each in answers], actions=list(actions),
        cited=list({each.quote: each for each in cited}.values()),
    )  # fmt: skip


def learning_of(cycle: Cycle, *, viewer: User) -> QuerySet[Learning]:
    """What a cycle taught, in words."""
    if not may(viewer, READ_CYCLES):
        return Learning.objects.none()
    return cycle.learning.select_related("owner").order_by("pk")


def quotes_of(cycle: Cycle, *, viewer: User) -> QuerySet[Quote]:
    """The words a person chose for the report, without names."""
    if not may(viewer, READ_CYCLES):
        return Quote.objects.none()
    return cycle.quotes.order_by("pk")


def calibration_of(cycle: Cycle, *, viewer: User) -> CalibrationSession | None:
    """The session on a cycle's widest gaps, if one is planned."""
    if not may(viewer, READ_CYCLES):
        return None
    return CalibrationSession.objects.filter(cycle=cycle).first()
