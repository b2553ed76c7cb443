"""Which numbers each rule of drift has on a day: those it begins with, or the last version that was set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lintel.oversight.drift.codes import RULES, Rule
from lintel.oversight.drift.models import RuleVersion


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The version of a rule that holds, its numbers, and since when; None from the beginning."""

    rule: Rule
    number: int
    numbers: dict[str, int]
    row: RuleVersion | None = None

    @property
    def tuned(self) -> int:
        """The number that wrong answers are held against."""
        return self.numbers[RULES[self.rule].tuned]


def in_force(*, on: date) -> dict[Rule, InForce]:
    """Every rule with its version of a day."""
    found = {rule: InForce(rule=rule, number=1, numbers=RULES[rule].begins_with) for rule in Rule}
    rows = RuleVersion.objects.filter(effective_from__lte=on).select_related("set_by")
    for row in rows.order_by("effective_from", "number"):
        rule = Rule(row.rule)
        found[rule] = InForce(
            rule=rule, number=row.number, numbers=RULES[rule].begins_with | dict(row.numbers), row=row
        )
    return found
