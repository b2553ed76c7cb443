"""Audits of the Bells, each made on the path a real one takes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from lintel.foundation.access.actions import grant_role, open_account
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.models import Worker
from lintel.oversight.audits.acting.actions import agree_action, do_action
from lintel.oversight.audits.actions import answer, cite, grade, open_audit, open_grading, plan_audit, submit
from lintel.oversight.audits.codes import Core, Grade, Verdict
from lintel.oversight.audits.escalating.actions import stop_and_escalate
from lintel.oversight.audits.models import Audit, AuditAction, Escalation
from tests.cast import NOW, OPENED, TYPED

if TYPE_CHECKING:
    from lintel.foundation.people.models import Person
    from tests.cast import Bells, Cast

TOOL = "whole_journey"
RIGHT_PLAN = "A child in need plan that names what the drinking does to Mia, with a day for the school meeting."
IN_TIME = "The parenting work was to begin in February and has not; nobody asked why."
WHY = "She was seen quickly and listened to; the plan is thin, and nothing shows that her life is better."
QUOTE = "A neighbour telephoned about Mia and Noah."


def an_auditor(cast: Cast, name: str = "Wyn Arless") -> User:
    """Somebody who audits, is on the staff list, and holds no child and no team; asked for again, the same."""
    first = name.split()[0].lower()
    if (known := User.objects.filter(email=f"{first}@ravenshire.example").first()) is not None:
        return known
    worker = Worker.objects.create(**TYPED, key=f"auditor/{first}", staff_id=f"A-{first}", name=name)
    user = open_account(
        email=f"{first}@ravenshire.example", name=name, worker=worker, password=None, by=cast.sam, at=OPENED
    )
    grant_role(user, role=Role.AUDITOR, team=None, by=cast.sam, at=OPENED)
    return user


def planned(
    cast: Cast, child: Person, *, auditor: User, tool: str = TOOL, due_on: date = date(2025, 3, 17), at: datetime = NOW
) -> Audit:
    """Sofia gives somebody a child's record to audit."""
    return plan_audit(child, auditor=auditor, tool=tool, due_on=due_on, by=cast.sofia, at=at)


def opened(cast: Cast, child: Person, *, auditor: User, tool: str = TOOL, at: datetime = NOW) -> Audit:
    """An audit in somebody's hands, with its facts filled in."""
    return open_audit(planned(cast, child, auditor=auditor, tool=tool, at=at), by=auditor, at=at)


def well_answered(
    audit: Audit, *, by: User, grade_given: Grade = Grade.REQUIRES_IMPROVEMENT, source: str = "", quote: str = QUOTE,
    verdicts: tuple[Verdict, Verdict] = (Verdict.PARTLY, Verdict.NO), why: str = WHY, at: datetime = NOW,
) -> Audit:  # fmt: skip
    """Both core questions answered with evidence, and a grade with a reason and evidence: nothing is missing."""
    source = source or f"people.person/{audit.child_id}"
    for core, verdict, words in zip(Core, verdicts, (RIGHT_PLAN, IN_TIME), strict=True):
        answer(audit, core, verdict=verdict, words=words, by=by, at=at)
    for question in (*Core, ""):
        cite(audit, question, source=source, source_words="Contact, 17 February 2025", quote=quote, by=by, at=at)
    grade(audit, grade=grade_given, why=why, by=by, at=at)
    return audit


def handed_in(
    cast: Cast, child: Person, *, auditor: User, grade_given: Grade = Grade.REQUIRES_IMPROVEMENT, tool: str = TOOL,
    at: datetime = NOW,
) -> Audit:  # fmt: skip
    """An audit handed in, its grade still sealed."""
    audit = opened(cast, child, auditor=auditor, tool=tool, at=at)
    well_answered(audit, by=auditor, grade_given=grade_given, at=at)
    submit(audit, by=auditor, at=at + timedelta(minutes=1))
    audit.refresh_from_db()
    return audit


def audits_of_the_bells(cast: Cast, bells: Bells) -> tuple[Audit, Escalation, AuditAction]:
    """
    An audit of Mia handed in and open, with something done for her that waits to be verified; and another auditor's,
    stopped because she was found unsafe.
    """
    wyn, other = an_auditor(cast), an_auditor(cast, "Ottilie Marr")
    audit = handed_in(cast, bells.mia, auditor=wyn)
    open_grading(audit, by=None, at=NOW)
    action = agree_action(
        audit, what="Meet Mia’s school.", for_what_change="She has somebody to go to.", owner=cast.priya,
        due_on=date(2025, 3, 17), by=wyn, at=NOW,
    )  # fmt: skip
    do_action(action, evidence="Minutes of 5 March.", by=cast.priya, at=NOW)
    stopped = opened(cast, bells.mia, auditor=other)
    return audit, stop_and_escalate(stopped, what="He is back in the house.", by=other, at=NOW), action
