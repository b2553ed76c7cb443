"""A cycle of audits of the Bells and of Ivy Marsh, drawn and walked as a real one is."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from lintel.oversight.audit_cycles.actions import Asked, plan_cycle
from lintel.oversight.audit_cycles.codes import LearningTheme, Strata, Theme
from lintel.oversight.audit_cycles.learning.actions import learn
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audit_cycles.outlook import Draw
from lintel.oversight.audits.actions import open_audit, open_grading, submit
from lintel.oversight.audits.models import Answer, Audit, Citation
from lintel.oversight.audits.tests.builders import an_auditor, well_answered
from tests.cast import NOW

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from tests.cast import Cast

DUE = date(2025, 3, 17)


def a_draw(**said: Any) -> Draw:
    """Everybody with open work at the beginning of March, two of them, by a seed."""
    by_default = {
        "theme": Theme.ALL_OPEN, "since": date(2025, 2, 1), "until": date(2025, 3, 3), "strata": Strata.NONE,
        "size": 4, "seed": "2025",
    }  # fmt: skip
    return Draw(**{**by_default, **said})


def two_auditors(cast: Cast) -> list[User]:
    """Two who hold no child and no team."""
    return [an_auditor(cast), an_auditor(cast, "Bryn Ostler")]


def asked(cast: Cast, *, draw: Draw | None = None, **said: Any) -> Asked:
    """What Helen wants to know."""
    by_default = {
        "name": "Open work, spring", "question": "Is it the right plan, in good time?", "tool": "whole_journey",
        "draw": draw or a_draw(), "auditors": said.pop("auditors", None) or two_auditors(cast), "due_on": DUE,
    }  # fmt: skip
    return Asked(**{**by_default, **said})


def a_cycle(cast: Cast, *, at: datetime = NOW, by: User | None = None, **said: Any) -> Cycle:
    """A cycle of all open work, drawn by Helen."""
    return plan_cycle(asked(cast, **said), by=by or cast.helen, at=at)


def a_cycle_under_way(cast: Cast) -> Cycle:
    """The same, its first audit handed in with its grade open, and what it teaches begun to be written down."""
    cycle = a_cycle(cast)
    audit = Audit.objects.filter(cycle=cycle, twin__isnull=True, twin_of__isnull=True).order_by("pk")[0]
    open_audit(audit, by=audit.auditor, at=NOW)
    well_answered(audit, by=audit.auditor)
    submit(audit, by=audit.auditor, at=NOW)
    open_grading(audit, by=None, at=NOW)
    learn(cycle, theme=LearningTheme.RIGHT_PLAN, words="Plans list visits, not change.", by=cast.helen, at=NOW)
    return cycle


def pages_of(cycle: Cycle) -> dict[str, list[str]]:
    """Every page of a cycle under way, by who looks at it."""
    one = f"/audit-cycles/{cycle.pk}/"
    answer = Answer.objects.filter(audit__cycle=cycle, question="right_plan")[0]
    cited = Citation.objects.filter(audit__cycle=cycle)[0]
    asked = Audit.objects.filter(cycle=cycle, submitted_at=None, feedback__voice="worker", child__la_child_id="BELL-1")
    acts = ("draw-again/", "re-audit/", "learning/", "answers/", "calibration/", "report/", "report.pdf?as=page")
    of_one = (f"answers/{answer.pk}/", f"quotes/{cited.pk}/")
    return {
        "helen": ["/audit-cycles/", "/audit-cycles/plan/", one, *(f"{one}{act}" for act in (*acts, *of_one))],
        "priya": [f"/audits/{each.pk}/feedback/" for each in asked[:1]],
    }
