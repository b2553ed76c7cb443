"""How often workers are supervised and children spoken of, and how soon things are written down: local policies."""

from __future__ import annotations

from lintel.statute.defaults import ALWAYS, PRODUCT_DEFAULT
from lintel.statute.limits import Kind, TimeLimit, Unit

SUPERVISION: tuple[TimeLimit, ...] = (
    TimeLimit(
        code="supervision",
        name="Next supervision of a worker",
        amount=28,
        unit=Unit.DAYS,
        kind=Kind.LOCAL,
        starts_from="last supervision",
        source="local policies, e.g. Nottinghamshire: four-weekly (DOMAIN.md 8.2)",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="supervision_newly_qualified",
        name="Next supervision of a newly qualified worker",
        amount=14,
        unit=Unit.DAYS,
        kind=Kind.LOCAL,
        starts_from="last supervision",
        source="local policies: fortnightly at first (DOMAIN.md 8.2)",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="supervision_child",
        name="Child spoken of again in supervision",
        amount=84,
        unit=Unit.DAYS,
        kind=Kind.ASSUMED,
        starts_from="last supervision of the child",
        source=f"{PRODUCT_DEFAULT}, L1",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="supervision_written_down",
        name="Supervision written down and signed by the supervisor",
        amount=5,
        unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED,
        starts_from="supervision",
        source=f"{PRODUCT_DEFAULT}, J9",
        in_force_from=ALWAYS,
    ),
    TimeLimit(
        code="visit_written_down",
        name="Visit written down",
        amount=5,
        unit=Unit.WORKING_DAYS,
        kind=Kind.ASSUMED,
        starts_from="visit",
        source=f"{PRODUCT_DEFAULT}, Q12",
        in_force_from=ALWAYS,
    ),
)
