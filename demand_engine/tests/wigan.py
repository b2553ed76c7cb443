"""WIF-R0 of PRODUCT.md 0.5: the arithmetic of the collapse, as a flow."""

from collections.abc import Sequence

from demand_engine.curves import Path, ramp
from demand_engine.instant import Flow, WeekOfFlow, fluid

CHILDREN = 229.0
WEEKS_HELD = 9.0
CEILING = 31
LATE = ((0, 24), (12, 12), (20, 12))


def wif(
    posts: Sequence[tuple[int, int]] = LATE, *, phased_over: int = 10, weeks_held: float = WEEKS_HELD, weeks: int = 40
) -> list[WeekOfFlow]:
    """WIF-R0, or another choice: posts as (from week, number)."""
    conversion: Path = ramp(0.3, 0.7, from_week=0, over_weeks=phased_over)

    def staff(week: int) -> float:
        return float(sum(number for start, number in posts if start <= week))

    return fluid(
        Flow(
            weeks=weeks, children_per_week=lambda _: CHILDREN, conversion=conversion.at,
            places=lambda week: staff(week) * CEILING, staff=staff, weeks_held=weeks_held, open_at_start=618.3,
        )
    )  # fmt: skip
