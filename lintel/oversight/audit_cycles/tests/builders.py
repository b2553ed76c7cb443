"""A cycle of audits of the Bells and of Ivy Marsh, drawn and walked as a real one is."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from lintel.oversight.audit_cycles.actions import Asked, plan_cycle
from lintel.oversight.audit_cycles.codes import Strata, Theme
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audit_cycles.outlook import Draw
from lintel.oversight.audits.tests.builders import an_auditor
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
