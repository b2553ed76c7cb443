"""An audit from the day it is planned until it is handed in. It writes nothing on the child's own record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef

from lintel.foundation.access.permissions import require
from lintel.foundation.access.reasons.actions import end_reason, give_reason
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import say_answered, say_over, tell
from lintel.oversight.audits import permissions, queries
from lintel.oversight.audits.codes import Grade
from lintel.oversight.audits.facts import Found
from lintel.oversight.audits.gathering import found_in_record
from lintel.oversight.audits.models import Answer, Audit, Citation, Escalation, GradeInHand, Grading
from lintel.oversight.audits.rules import Missing
from lintel.oversight.audits.shelf import newest_called
from lintel.oversight.audits.tools import Question
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.people.models import Person
    from lintel.oversight.audit_cycles.models import Cycle


@dataclass(frozen=True)
class Typed:
    """What somebody typed under one question."""

    verdict: str = ""
    words: str = ""
    contradiction: str = ""


LONGEST_SOURCE, LONGEST_SOURCE_WORDS = 120, 200


class NotAnAuditor(Exception):
    """This person holds no role that audits."""


class Conflicted(Exception):
    """This child is their own or their team's, or the record is closed to them; the words say which."""


class NotOnStaffList(Exception):
    """A record can only be opened to somebody who is on the staff list."""


class HandedIn(Exception):
    """It was handed in or withdrawn already, and stays as it is."""


class Stopped(Exception):
    """The child was found unsafe: the audit goes on once a manager has answered."""


class NotAsked(Exception):
    """The tool does not ask this, or it cannot be answered so."""


class NotInRecord(Exception):
    """Nothing was quoted, or it does not say from where."""


class NothingSaid(Exception):
    """This is said in words, or not at all."""


class CannotHandIn(Exception):
    """Something is missing without which no audit is handed in (hard stop 10); `missing` says what, and where."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(" ".join(each.words for each in missing))
        self.missing = missing


@transaction.atomic
def plan_audit(
    child: Person, *, auditor: User, tool: str, due_on: date, cycle: Cycle | None = None, stratum: str = "",
    twin_of: Audit | None = None, by: User, at: datetime,
) -> Audit:  # fmt: skip
    """
    Give somebody a child's record to audit, with the newest version of a tool. They may see the child until it is over.

    :raises NotAllowed: if this person plans no audits.
    :raises NotAnAuditor, Conflicted, NotOnStaffList: see there.
    :raises shelf.NoSuchTool: if there is no such tool.
    """
    require(by, permissions.PLAN_AUDITS)
    if not auditor.holds(permissions.AUDIT):
        raise NotAnAuditor
    if why := queries.conflict_of(auditor, child, viewer=by, on=local_day(at)):
        raise Conflicted(why)
    with_what = newest_called(tool)
    audit = Audit.objects.create(
        cycle=cycle, child=child, auditor=auditor, tool=with_what.code, tool_version=with_what.version, stratum=stratum,
        twin_of=twin_of, planned_at=at, planned_by=by, due_on=due_on,
    )  # fmt: skip
    note("audit planned", by=by, at=at, subject=audit, child_id=child.pk, auditor=auditor.pk)
    _let_see(audit, by=by, at=at)
    if auditor != by:
        tell(
            key=_told(audit), words=f"You have an audit to do by {due_on:%-d %B}: {with_what.title}.",
            path=f"/audits/{audit.pk}/", user=auditor, by=by, at=at,
        )  # fmt: skip
    return audit


@transaction.atomic
def open_audit(audit: Audit, *, by: User, at: datetime) -> Audit:
    """
    Begin an audit: what the record says by itself is filled in. Opened again, nothing happens.

    :raises NotAllowed: if this person audits nothing.
    :raises Audit.DoesNotExist: if it is somebody else's.
    :raises HandedIn: see there.
    """
    audit = _own(audit, by=by)
    if audit.opened_at is None:
        audit.opened_at = at
        audit.save(update_fields=["opened_at"])
        note("audit opened", by=by, at=at, subject=audit, child_id=audit.child_id)
        _fill_in(audit, by=by, at=at)
        say_answered(key=_told(audit), by=by, at=at)
    return audit


@transaction.atomic
def look_again(audit: Audit, *, by: User, at: datetime) -> Audit:
    """
    Ask the record again for its facts, since work went on while the audit was in hand.

    :raises NotAllowed, Audit.DoesNotExist, HandedIn: as for opening it.
    """
    audit = _own(audit, by=by)
    _fill_in(audit, by=by, at=at)
    note("facts of an audit read again", by=by, at=at, subject=audit, child_id=audit.child_id)
    return audit


@transaction.atomic
def answer(
    audit: Audit, question: str, *, verdict: str = "", words: str = "", contradiction: str = "", by: User, at: datetime
) -> Answer | None:
    """
    Answer one question, or change the answer; what fills itself in takes only why it is not so. The same again changes
    nothing.

    :raises NotAllowed, Audit.DoesNotExist, HandedIn, Stopped: if it is not in their hands.
    :raises NotAsked: see there.
    """
    audit = _going_on(audit, by=by)
    asked = _question(audit, question)
    held = Answer.objects.select_for_update().filter(audit=audit, question=question).first()
    said = {"contradiction": contradiction.strip()}
    if not asked.fills_itself_in:
        if verdict and verdict not in asked.verdicts:
            raise NotAsked(question)
        said |= {"verdict": verdict, "words": words.strip()}
    if held is None and not any(said.values()):
        return None
    held = held or Answer(audit=audit, question=question)
    if held.pk and all(getattr(held, name) == value for name, value in said.items()):
        return held
    for name, value in said.items():
        setattr(held, name, value)
    held.save()
    note("question of an audit answered", by=by, at=at, subject=audit, child_id=audit.child_id, question=question)
    return held


@transaction.atomic
def cite(
    audit: Audit, question: str, *, source: str, source_words: str, quote: str, by: User, at: datetime
) -> Citation:
    """
    Cite a passage of the record for a question, or for the grade (`question` is empty). The same again is cited once.

    :param source: the entry that was highlighted, as the chronology names it: "visits.visit/12".
    :raises NotAllowed, Audit.DoesNotExist, HandedIn, Stopped: if it is not in their hands.
    :raises NotAsked, NotInRecord: see there.
    """
    audit = _going_on(audit, by=by)
    if question:
        _question(audit, question)
    if not quote.strip() or not source.strip():
        raise NotInRecord
    found, is_new = Citation.objects.get_or_create(
        audit=audit, question=question, source=source.strip()[:LONGEST_SOURCE], quote=quote.strip(),
        defaults={"source_words": source_words.strip()[:LONGEST_SOURCE_WORDS], "cited_at": at},
    )  # fmt: skip
    if is_new:
        note("record cited in an audit", by=by, at=at, subject=audit, child_id=audit.child_id, question=question)
    return found


@transaction.atomic
def uncite(citation: Citation, *, by: User, at: datetime) -> None:
    """
    Take a citation away again; one that is gone already is no fault.

    :raises NotAllowed, Audit.DoesNotExist, HandedIn, Stopped: if it is not in their hands.
    """
    audit = _going_on(citation.audit, by=by)
    Citation.objects.filter(audit=audit, pk=citation.pk).delete()
    note("citation of an audit taken away", by=by, at=at, subject=audit, child_id=audit.child_id)


@transaction.atomic
def grade(audit: Audit, *, grade: Grade | None, why: str, by: User, at: datetime) -> GradeInHand:
    """
    Keep the grade somebody is thinking of. Nobody else is shown it, and it is not given before it is handed in.

    :raises NotAllowed, Audit.DoesNotExist, HandedIn, Stopped: if it is not in their hands.
    """
    audit = _going_on(audit, by=by)
    held, _ = GradeInHand.objects.select_for_update().get_or_create(audit=audit)
    if (held.grade, held.why) != (grade, why.strip()):
        held.grade, held.why = grade, why.strip()
        held.save(update_fields=["grade", "why"])
        note("grade of an audit kept in hand", by=by, at=at, subject=audit, child_id=audit.child_id)
    return held


@transaction.atomic
def save_desk(
    audit: Audit, answers: Mapping[str, Typed], *, grade_given: Grade | None, why: str, by: User, at: datetime
) -> None:
    """
    Keep a whole page of answers and the grade in hand, as they were typed.

    :raises NotAllowed, Audit.DoesNotExist, HandedIn, Stopped: if it is not in their hands.
    :raises NotAsked: see there.
    """
    for question, said in answers.items():
        answer(
            audit, question, verdict=said.verdict, words=said.words, contradiction=said.contradiction, by=by, at=at
        )  # fmt: skip
    grade(audit, grade=grade_given, why=why, by=by, at=at)


@transaction.atomic
def submit(audit: Audit, *, by: User, at: datetime) -> Grading:
    """
    Hand an audit in. Its grade is sealed; `moderation` opens it, at once or when a moderator has locked their own.

    :raises NotAllowed, Audit.DoesNotExist, HandedIn, Stopped: if it is not in their hands.
    :raises CannotHandIn: if a core answer, its evidence, or the grade and its evidence is missing (hard stop 10).
    """
    audit = _going_on(audit, by=by)
    _fill_in(audit, by=by, at=at)
    desk = queries.desk_of(audit, viewer=by)
    if desk.missing:
        raise CannotHandIn(list(desk.missing))
    assert desk.grade.grade is not None
    given = Grading.objects.create(audit=audit, grade=desk.grade.grade, why=desk.grade.why, given_at=at)
    GradeInHand.objects.filter(audit=audit).delete()
    audit.submitted_at = at
    audit.save(update_fields=["submitted_at"])
    end_reason(key=_reason(audit), ends_on=local_day(at), by=by, at=at)
    note("audit handed in", by=by, at=at, subject=audit, child_id=audit.child_id)
    return given


@transaction.atomic
def open_grading(audit: Audit, *, by: User | None, at: datetime) -> Grading:
    """
    Open the grade of an audit: it was not drawn for moderation, or its moderator has locked a grade of their own.

    It follows from an act that was allowed, so there is no permission of its own. Opened again, nothing happens.
    """
    given = Grading.objects.select_for_update().get(audit=audit)
    if given.sealed:
        given.sealed, given.opened_at = False, at
        given.save(update_fields=["sealed", "opened_at"])
        note("grade of an audit opened", by=by, at=at, subject=audit, child_id=audit.child_id)
    return given


@transaction.atomic
def withdraw(audit: Audit, *, because: str, by: User, at: datetime) -> Audit:
    """
    Withdraw an audit that is not to be done after all, with why. What was written stays.

    :raises NotAllowed: if this person plans no audits.
    :raises NothingSaid, HandedIn: see there.
    :raises Audit.DoesNotExist: if they do not know of it.
    """
    require(by, permissions.PLAN_AUDITS)
    if not because.strip():
        raise NothingSaid
    if not queries.audits(viewer=by).filter(pk=audit.pk).exists() and audit.planned_by_id != by.pk:
        raise Audit.DoesNotExist
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    if audit.submitted_at or audit.withdrawn_at:
        raise HandedIn
    audit.withdrawn_at, audit.withdrawn_by, audit.withdrawn_because = at, by, because.strip()
    audit.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    end_reason(key=_reason(audit), ends_on=local_day(at), by=by, at=at)
    note("audit withdrawn", by=by, at=at, subject=audit, child_id=audit.child_id)
    say_over(key=_told(audit), by=by, at=at)
    if audit.auditor != by:
        tell(
            key=f"audit withdrawn/{audit.pk}", words="An audit you had to do was withdrawn. You need do nothing.",
            path=f"/audits/{audit.pk}/", user=audit.auditor, by=by, at=at,
        )  # fmt: skip
    return audit


def _own(audit: Audit, *, by: User) -> Audit:
    require(by, permissions.AUDIT)
    unanswered = Escalation.objects.filter(audit=OuterRef("pk"), answered_at__isnull=True)
    found = Audit.objects.select_for_update(of=("self",)).annotate(is_stopped=Exists(unanswered))
    audit = found.get(pk=audit.pk, auditor=by)
    if audit.submitted_at or audit.withdrawn_at:
        raise HandedIn
    return audit


def _going_on(audit: Audit, *, by: User) -> Audit:
    audit = _own(audit, by=by)
    if audit.is_stopped:  # type: ignore[attr-defined]
        raise Stopped
    return audit


def _question(audit: Audit, slug: str) -> Question:
    try:
        return queries.tool_of(audit).question(slug)
    except KeyError:
        raise NotAsked(slug) from None


def _fill_in(audit: Audit, *, by: User, at: datetime) -> None:
    """Write what the record says by itself, of every question that has a fact; the auditor's own words stay."""
    asked = [question for question in queries.tool_of(audit).questions if question.fact]
    found = found_in_record(
        audit.child, [question.fact for question in asked if question.fact], since=queries.since(audit, at=at),
        viewer=by, at=at,
    )  # fmt: skip
    held = {each.question: each for each in Answer.objects.select_for_update().filter(audit=audit)}
    for question in asked:
        if question.fact in found:
            _say_what_is_found(audit, question, found[question.fact], held.get(question.slug))
    audit.facts_at = at
    audit.save(update_fields=["facts_at"])


def _say_what_is_found(audit: Audit, question: Question, fact: Found, held: Answer | None) -> None:
    """Write one fact under its question, unless it stands there already."""
    said = {"fact": fact.words, "fact_verdict": fact.verdict, "is_filled_in": question.fills_itself_in}
    if question.fills_itself_in:
        said["verdict"] = fact.verdict
    line = held or Answer(audit=audit, question=question.slug)
    if line.pk and all(getattr(line, name) == value for name, value in said.items()):
        return
    for name, value in said.items():
        setattr(line, name, value)
    line.save()


def _let_see(audit: Audit, *, by: User, at: datetime) -> None:
    if visible_children(audit.auditor).filter(pk=audit.child_id).exists() and not audit.auditor.worker_id:
        return
    if not audit.auditor.worker_id:
        raise NotOnStaffList
    give_reason(
        child_id=audit.child_id, basis="audit", key=_reason(audit), begins_on=local_day(at),
        worker_id=audit.auditor.worker_id, by=by, at=at,
    )  # fmt: skip


def _reason(audit: Audit) -> str:
    return f"audit:{audit.pk}"


def _told(audit: Audit) -> str:
    return f"audit/{audit.pk}"
