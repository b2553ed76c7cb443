"""
Asking for audits. Before a grade is open nobody but the auditor is told it, or the answers it rests on.

Whoever may see which records are audited sees that an audit is under way and handed in, and nothing of what it says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Appointment
from lintel.oversight.audits import permissions, rules, shelf
from lintel.oversight.audits.codes import Grade
from lintel.oversight.audits.models import Answer, Audit, Citation, Escalation, GradeInHand, Grading
from lintel.oversight.audits.rules import Auditing, Graded, Missing, Said, WorkedWith
from lintel.oversight.audits.tools import Tool
from lintel.steps.allocation.models import Involvement

if TYPE_CHECKING:
    from collections.abc import Collection

# A child whom somebody's own team held within so long is not theirs to audit.
OWN_TEAM_WITHIN = timedelta(days=365)
# About a tool, and nobody: asked for beside the audits themselves.
tool_of, since = shelf.tool_of, shelf.since


@dataclass(frozen=True, kw_only=True)
class Desk:
    """
    An audit as its auditor has it in hand.

    :param answers: by the slug of the question; of every question of the tool, also where nothing is said yet.
    :param cited: by the slug of the question, and under "" for the grade.
    :param missing: without which it is not handed in.
    :param stopped: that the child was found unsafe and nobody has answered yet.
    """

    audit: Audit
    tool: Tool
    answers: Mapping[str, Said]
    cited: Mapping[str, Sequence[Citation]]
    grade: Graded
    missing: Sequence[Missing]
    stopped: Escalation | None

    @property
    def empty(self) -> list[str]:
        return [question.words for question in rules.empty(self.tool, self.answers)]


@dataclass(frozen=True, kw_only=True)
class Read:
    """
    An audit that was handed in, for who may read it: what it says, on what evidence, and its grade.

    Passages of the record are cited only to who may see the record: `is_cited` says whether they are.
    """

    audit: Audit
    tool: Tool
    answers: Mapping[str, Said]
    cited: Mapping[str, Sequence[Citation]]
    grade: Grade
    why: str
    is_sealed: bool
    is_cited: bool


def audits(*, viewer: User) -> QuerySet[Audit]:
    """
    The audits this person knows of: their own, and for leaders those of every child they may see; what is due first
    stands first. Never a grade.
    """
    mine = Q(auditor=viewer) if may(viewer, permissions.AUDIT) else Q(pk__in=[])
    if may(viewer, permissions.SEE_ALL_AUDITS):
        mine |= Q(child__in=visible_children(viewer)) & ~Q(pk__in=hidden_twins(viewer=viewer).values("pk"))
    found = Audit.objects.filter(mine).exclude(child__in=kept_from(viewer))
    return found.select_related("auditor", "child").prefetch_related("child__names").order_by("due_on", "pk")


def hidden_twins(*, viewer: User) -> QuerySet[Audit]:
    """Others' audits of the records this person audits too: not to be known of before their grade is open."""
    own = Audit.objects.filter(auditor=viewer, withdrawn_at__isnull=True)
    others = Audit.objects.filter(Q(twin_of__in=own) | Q(pk__in=own.values("twin_of")))
    return others.exclude(auditor=viewer).exclude(grading__sealed=False)


def not_to_be_told(*, viewer: User) -> QuerySet[Audit]:
    """
    Audits this person is to learn nothing of yet, lest it change their own grade: those of a record they moderate until
    that grade is locked, and the other of a record they audit until theirs is handed in.
    """
    moderated = Audit.objects.filter(moderations__moderator=viewer, moderations__locked_at__isnull=True)
    in_hand = Audit.objects.filter(auditor=viewer, submitted_at__isnull=True, withdrawn_at__isnull=True)
    return Audit.objects.filter(Q(pk__in=moderated.values("pk")) | _twins_of(moderated) | _twins_of(in_hand))


def _twins_of(audits: QuerySet[Audit]) -> Q:
    return Q(twin_of__in=audits.values("pk")) | Q(pk__in=audits.filter(twin_of__isnull=False).values("twin_of"))


def to_read(*, viewer: User) -> QuerySet[Audit]:
    """The audits this person knows of, and those handed in and open of every child they may see: they learn from it."""
    known = Q(pk__in=audits(viewer=viewer).order_by().values("pk"))
    if may(viewer, permissions.READ_AUDITS):
        known |= Q(child__in=visible_children(viewer), grading__sealed=False)
    found = Audit.objects.filter(known).exclude(child__in=kept_from(viewer))
    return found.select_related("auditor", "child").prefetch_related("child__names").order_by("-submitted_at", "pk")


def audit_known(pk: int, *, viewer: User) -> Audit:
    """
    One of them.

    :raises Audit.DoesNotExist: if there is none, or this viewer does not know of it; the answer is the same.
    """
    return to_read(viewer=viewer).get(pk=pk)


def own_audit(pk: int, *, viewer: User) -> Audit:
    """
    An audit in this person's own hands, withdrawn ones left out.

    :raises Audit.DoesNotExist: if there is none.
    """
    return audits(viewer=viewer).filter(auditor=viewer, withdrawn_at__isnull=True).get(pk=pk)


def desk_of(audit: Audit, *, viewer: User) -> Desk:
    """
    Everything the auditor has in hand.

    :raises Audit.DoesNotExist: if it is somebody else's.
    """
    audit = own_audit(audit.pk, viewer=viewer)
    answers, cited, with_what = said_in(audit, viewer=viewer), cited_in(audit, viewer=viewer), tool_of(audit)
    held = GradeInHand.objects.filter(audit=audit).first()
    graded = Graded(
        grade=Grade(held.grade) if held and held.grade else None, why=held.why if held else "", cited=len(cited[""])
    )
    return Desk(
        audit=audit, tool=with_what, answers=answers, cited=cited, grade=graded,
        missing=rules.missing_to_submit(with_what, answers, graded),
        stopped=_stopped(audit),
    )  # fmt: skip


def _stopped(audit: Audit) -> Escalation | None:
    waiting = Escalation.objects.filter(audit=audit, answered_at__isnull=True).select_related("told")
    return waiting.prefetch_related("also_told__user").order_by("raised_at", "pk").first()


def said_in(audit: Audit, *, viewer: User) -> dict[str, Said]:
    """What an audit answers, by the slug of the question; nothing for who may not read it."""
    if not may_read_answers(audit, viewer=viewer):
        return {}
    cited = cited_in(audit, viewer=viewer)
    held = {each.question: each for each in Answer.objects.filter(audit=audit)}
    return {
        question.slug: _said(held.get(question.slug), len(cited[question.slug]))
        for question in tool_of(audit).questions
    }


def cited_in(audit: Audit, *, viewer: User) -> dict[str, list[Citation]]:
    """What an audit cites, by the slug of the question, in the order it was cited; nothing for who may not read it."""
    found: dict[str, list[Citation]] = defaultdict(list)
    if may_read_answers(audit, viewer=viewer):
        for each in Citation.objects.filter(audit=audit).order_by("cited_at", "pk"):
            found[each.question].append(each)
    return found


def may_read_answers(audit: Audit, *, viewer: User) -> bool:
    """Whether this person may read what an audit answers: its auditor, and others once the grade is open."""
    if audit.auditor_id == viewer.pk:
        return True
    is_open = Grading.objects.filter(audit=audit, sealed=False).exists()
    return is_open and to_read(viewer=viewer).filter(pk=audit.pk).exists()


def read_audit(audit: Audit, *, viewer: User) -> Read | None:
    """What an audit came to; None before it is handed in, and for all but the auditor while its grade is sealed."""
    given = grading_for(audit, viewer=viewer)
    if given is None:
        return None
    sees = visible_children(viewer).filter(pk=audit.child_id).exists() or audit.child_id in audited_by(viewer=viewer)
    return Read(
        audit=audit, tool=tool_of(audit), answers=said_in(audit, viewer=viewer),
        cited=cited_in(audit, viewer=viewer) if sees else defaultdict(list), grade=Grade(given.grade), why=given.why,
        is_sealed=given.sealed, is_cited=sees,
    )  # fmt: skip


def audited_by(*, viewer: User) -> set[int]:
    """The children whose records this person audited: they know whose they are. Not of a record closed to them."""
    own = Audit.objects.filter(auditor=viewer).exclude(child__in=kept_from(viewer))
    return set(own.values_list("child_id", flat=True))


def grading_for(audit: Audit, *, viewer: User) -> Grading | None:
    """The grade of an audit; None while it is sealed, unless the viewer gave it."""
    if not may_read_answers(audit, viewer=viewer):
        return None
    return Grading.objects.filter(audit=audit).first()


def _said(held: Answer | None, cited: int) -> Said:
    if held is None:
        return Said(cited=cited)
    return Said(
        verdict=held.verdict, words=held.words, cited=cited, fact=held.fact, fact_verdict=held.fact_verdict,
        contradiction=held.contradiction,
    )  # fmt: skip


# --- who may not audit whom -------------------------------------------------------------------------------------------


def conflict_of(auditor: User, child: Person, *, viewer: User, on: date) -> str:
    """Why somebody may not audit a child's record, in words; nothing where they may."""
    return conflicts_among([auditor], [child.pk], viewer=viewer, on=on).get((auditor.pk, child.pk), "")


def conflicts_among(
    auditors: Iterable[User], children: Collection[int], *, viewer: User, on: date
) -> dict[tuple[int, int], str]:
    """Of several auditors and children at once: why not, in words, by auditor and child; the others are left out."""
    if not may(viewer, permissions.AUDIT) and not may(viewer, permissions.PLAN_AUDITS):
        return {}
    worked: dict[int, list[WorkedWith]] = defaultdict(list)
    rows = Involvement.objects.filter(child__in=children).values_list("child_id", "worker_id", "team_id", "ended_on")
    for child, worker, team, until in rows:
        worked[child].append(WorkedWith(child=child, worker=worker, team=team, until=until))
    found: dict[tuple[int, int], str] = {}
    for user in auditors:
        auditing = _auditing(user, on=on)
        for child in children:
            if why := rules.conflict(auditing, child, worked[child], since=on - OWN_TEAM_WITHIN):
                found[user.pk, child] = why
    return found


def possible_auditors(child: Person, *, viewer: User, on: date) -> list[User]:
    """Everybody who audits and has no conflict of interest with this child, by name."""
    holding = RoleGrant.objects.filter(ended_at__isnull=True, role__in=permissions.AUDITORS).values("user")
    everybody = list(
        User.objects.filter(pk__in=holding, is_active=True, is_service_account=False).order_by("name", "pk")
    )
    hindered = conflicts_among(everybody, [child.pk], viewer=viewer, on=on)
    may_ask = may(viewer, permissions.PLAN_AUDITS)
    return [user for user in everybody if may_ask and (user.pk, child.pk) not in hindered]


def _auditing(user: User, *, on: date) -> Auditing:
    teams = set(
        RoleGrant.objects.filter(user=user, ended_at__isnull=True, team__isnull=False).values_list("team", flat=True)
    )
    if user.worker_id:
        teams |= set(Appointment.objects.in_force(on).filter(worker=user.worker_id).values_list("team", flat=True))
    hidden = set(kept_from(user).values_list("pk", flat=True))
    return Auditing(worker=user.worker_id, teams=frozenset(teams), kept_from=hidden)
