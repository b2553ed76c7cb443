"""The threshold document of Ravenshire, in force since before Lintel came. Its wording is made up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from lintel.foundation.access.models import User
from lintel.oversight.performance.models import ChangeRecord
from lintel.oversight.thresholds.actions import IndicatorWords, adopt, draft, write_level
from lintel.oversight.thresholds.codes import Domain
from lintel.oversight.thresholds.models import ThresholdVersion
from lintel.statute.calendar import local_day

TITLE = "The right help at the right time in Ravenshire"
CHILD, PARENTING, HOME, OUTSIDE = (
    Domain.CHILD, Domain.PARENTING, Domain.FAMILY_AND_ENVIRONMENT, Domain.OUTSIDE_THE_HOME,
)  # fmt: skip
# Number, name, what it means, whether it is social care's; then the indicators with their examples.
LEVELS: tuple[tuple[int, str, str, bool, tuple[tuple[Domain, str, str], ...]], ...] = (
    (1, "Universal", "What every child gets from family, school and health.", False, (
        (CHILD, "Health and learning are as one would expect", "Immunisations are up to date"),
        (PARENTING, "Parents notice what the child needs and answer it", ""),
    )),
    (2, "Early help", "One service can help, with the family’s agreement.", False, (
        (CHILD, "Misses school or appointments now and then", "Two appointments in a row, and nobody rang"),
        (PARENTING, "A parent finds it hard to keep to a routine", ""),
        (HOME, "Money or housing troubles that the child notices", "Comes hungry at the end of the month"),
    )),
    (3, "Family help", "Several services are needed together, with one plan and one lead.", False, (
        (CHILD, "Development, learning or mood suffer over months", ""),
        (PARENTING, "Drink, drugs or low mood often stand in the way of care", "Nobody up in the morning, most days"),
        (HOME, "Arguments between adults that frighten the child", "No violence, but the child hides"),
        (OUTSIDE, "Goes missing, or new older friends nobody knows", ""),
    )),
    (4, "Social care", "A child in need under section 17, or likely to suffer significant harm (section 47).", True, (
        (CHILD, "An injury that is not explained, or explained differently each time", "A bruise on a baby"),
        (CHILD, "The child says that somebody hurts them", ""),
        (PARENTING, "Basic care is missing over months, and help has not changed it", "Clothes, food and bed"),
        (HOME, "Violence between adults at home", "Police called for the third time in a year"),
        (OUTSIDE, "Used by others for sex or crime", "Money and telephones that nobody can explain"),
    )),
)  # fmt: skip


def threshold_document(head_of_service: User, *, at: datetime) -> None:
    """Write it down, as of the day of the story's change of wording; where there is a version it changes nothing."""
    if ThresholdVersion.objects.exists():
        return
    owner = f"{head_of_service.name}, head of service"
    version = draft(TITLE, owner=owner, by=head_of_service, at=at)
    for number, name, wording, is_statutory, indicators in LEVELS:
        write_level(
            version, number=number, name=name, wording=wording, is_statutory=is_statutory,
            indicators=[IndicatorWords(domain=domain, wording=words, example=eg) for domain, words, eg in indicators],
            by=head_of_service, at=at,
        )  # fmt: skip
    reworded = ChangeRecord.objects.filter(what__startswith="New wording of the threshold document").first()
    since = reworded.changed_on if reworded else local_day(at) - timedelta(days=300)
    adopt(version, in_force_since=since, by=head_of_service, at=at)


def level_for(number: int | None) -> dict[str, Any]:
    """How a decision names a level of the document in force; nothing where it names none."""
    version = ThresholdVersion.objects.filter(activated_at__isnull=False, withdrawn_at__isnull=True).last()
    if number is None or version is None:
        return {}
    level = version.levels.get(number=number)
    relied_on = level.indicators.order_by("pk").values_list("wording", flat=True)[:1]
    return {
        "level": number, "level_name": level.name, "threshold_version": version.number, "indicators": tuple(relied_on),
    }  # fmt: skip
