"""The order in which the lists of a file are carried onto the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from lintel.journey.imports.carrying.allocation import carry_allocation
from lintel.journey.imports.carrying.carriage import Carriage
from lintel.journey.imports.carrying.contacts import carry_contacts, carry_early_help
from lintel.journey.imports.carrying.episodes import Episodes, carry_needs, carry_referrals
from lintel.journey.imports.carrying.outcomes import carry_outcomes
from lintel.journey.imports.carrying.people import carry_people
from lintel.journey.imports.carrying.staffing import carry_named, carry_staff
from lintel.journey.imports.carrying.work import (
    carry_assessments,
    carry_cin_plans,
    carry_enquiries,
    carry_protection,
    carry_safety_checks,
    carry_transfers_in,
    carry_visits,
)
from lintel.journey.imports.lines import Line


def carry(carriage: Carriage, lines: Sequence[Line]) -> None:
    """Carry the accepted rows of a batch onto the record. Everything a file says of one child is in one batch."""
    of: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        of[line.layout.name].append(line)
    if of["staff"]:
        carry_staff(carriage, of["staff"])
        return
    carry_named(carriage, lines)
    carry_people(carriage, lines)
    contacts = carry_contacts(carriage, of["contacts"])
    early_help = carry_early_help(carriage, of["early_help"])
    episodes = Episodes(carriage)
    carry_referrals(carriage, episodes, of["referrals"])
    needs = carry_needs(carriage, episodes, of["needs"])
    for line in [*of["involvements"], *of["safety_checks"]]:
        _open_if_none(episodes, line)
    carry_outcomes(carriage, contacts, early_help, episodes)
    _carry_work(carriage, episodes, of)
    work = [line for name in ("referrals", "assessments", "enquiries", "protection") for line in of[name]]
    carry_allocation(carriage, episodes, of["involvements"], work, needs)


def _open_if_none(episodes: Episodes, line: Line) -> None:
    """A child who has a worker, or waits for one, has an episode, even where no list says when it began."""
    day = line.says[line.layout.key]
    if episodes.of_line(line, day) is None:
        episodes.open(line, line.said("referred_on") or day)


def _carry_work(carriage: Carriage, episodes: Episodes, of: dict[str, list[Line]]) -> None:
    carry_assessments(carriage, episodes, of["assessments"])
    carry_protection(carriage, episodes, of["protection"])
    carry_enquiries(carriage, episodes, of["enquiries"], of["discussions"])
    carry_transfers_in(carriage, of["referrals"])
    carry_cin_plans(carriage, episodes, of["cin_plans"])
    carry_visits(carriage, episodes, of["visits"], of["protection"], of["needs"])
    carry_safety_checks(carriage, episodes, of["safety_checks"])
