"""What was agreed for a day, and how much of a worker is there: read in one way wherever a ceiling is judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.local_limits.limits import Limits
from lintel.steps.allocation.rules import Agreed, Terms

if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Protocol

    class Appointed(Protocol):
        """An appointment as far as a ceiling goes: of the record, or as a light tuple of it."""

        @property
        def fte(self) -> float | Decimal: ...
        @property
        def is_newly_qualified(self) -> bool: ...


def agreed_on(limits: Limits, day: date) -> Agreed:
    """The ceiling and the protected load in force on a day."""
    return Agreed(
        ceiling=limits.number("caseload_ceiling", on=day).value,
        protected=limits.number("caseload_newly_qualified", on=day).value,
    )


def terms_of(appointments: Iterable[Appointed]) -> Terms:
    """All appointments of one worker on a day together: never more than full time, newly qualified if in any."""
    held = list(appointments)
    return Terms(
        fte=min(1.0, float(sum(each.fte for each in held))), is_newly_qualified=any(e.is_newly_qualified for e in held)
    )
