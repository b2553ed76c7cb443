"""Reading off the record which children have a worker in name only: one question for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Absence, Appointment
from lintel.journey.allocating.dues.reading import Held
from lintel.journey.allocating.loads.load import Load
from lintel.journey.allocating.loads.reading import read_loads
from lintel.statute.calendar import england
from lintel.steps.allocation.codes import InNameOnly
from lintel.steps.allocation.models import Cover
from lintel.steps.allocation.rules import Away, Verdict, in_name_only, verdict
from lintel.steps.allocation.rules import Held as HeldInNameOnly


@dataclass(frozen=True, kw_only=True)
class NameOnly:
    """A child who has a worker in name only, and why."""

    held: Held
    reasons: tuple[InNameOnly, ...]

    @property
    def words(self) -> str:
        return "; ".join(reason.words for reason in self.reasons)


def read_in_name_only(held: Sequence[Held], *, on: date, loads: Sequence[Load] | None = None) -> list[NameOnly]:
    """
    Which of these children have a worker in name only.

    :param loads: what their workers hold, where it was read already.
    """
    workers = {each.worker_id for each in held}
    limits, calendar = all_limits(), england()
    contact, absence = (limits.time_limit(code, on=on) for code in ("first_contact", "absence_covered"))
    away, over = _away(workers), _over(loads if loads is not None else _loads_of(workers, on))
    covered = set(
        Cover.objects.in_force(on)
        .filter(involvement__in=[each.involvement_id for each in held])
        .values_list("involvement_id", flat=True)
    )
    gone, found = _gone(workers, on), []
    for each in held:
        reasons = in_name_only(
            HeldInNameOnly(
                # Where nobody knows since when the worker holds the child, no contact can be late.
                accepted_on=each.standing.accepted_on or on, reached_on=each.standing.reached_on,
                away=away[each.worker_id], is_covered=each.involvement_id in covered,
                is_worker_over_ceiling=each.worker_id in over, has_worker_left=each.worker_id in gone,
            ),
            today=on, contact=contact, absence=absence, calendar=calendar,
        )  # fmt: skip
        if reasons:
            found.append(NameOnly(held=each, reasons=tuple(reasons)))
    return found


def _away(workers: set[int]) -> dict[int, list[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    for worker, starts_on, ends_on in Absence.objects.filter(worker__in=workers).values_list(
        "worker_id", "starts_on", "ends_on"
    ):
        found[worker].append(Away(starts_on=starts_on, ends_on=ends_on))
    return found


def _gone(workers: set[int], on: date) -> set[int]:
    """Workers who were here and are not any more; of one no staff list names, nothing is known."""
    here = Appointment.objects.filter(worker__in=workers, starts_on__lte=on).values_list("worker_id", flat=True)
    return set(here) - set(Appointment.objects.in_force(on).filter(worker__in=workers).values_list("worker", flat=True))


def _loads_of(workers: set[int], on: date) -> list[Load]:
    mine = Appointment.objects.in_force(on).case_holding().filter(worker__in=workers)
    return read_loads(mine.select_related("worker", "team"), on=on)


def _over(loads: Sequence[Load]) -> set[int]:
    """The workers who hold more than agreed already, whatever they are asked about."""
    return {
        load.worker_id
        for load in loads
        if verdict(load.count - len(load.asked), load.terms, load.agreed) is not Verdict.WITHIN
    }
