"""Listing pairs of records that may be one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.matching import in_splink
from lintel.foundation.matching.models import Suspected
from lintel.foundation.matching.permissions import MERGE_PEOPLE
from lintel.foundation.matching.reading import Record, records
from lintel.foundation.matching.scoring import Likeness, compare, likeness
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

AT_ONCE = 5_000


@dataclass(frozen=True)
class Listed:
    """How many records were compared, and how many pairs are new or were known."""

    compared: int
    new: int
    known: int


@transaction.atomic
def suspect_duplicates(*, most: int, by: User, at: datetime) -> Listed:
    """
    Compare every record with every other and list the likely pairs for people to decide. Nothing is merged.

    A pair that somebody has decided about is not listed again.

    :raises NotAllowed: if this person may not merge.
    :raises SplinkIsMissing: without the extra `matching`.
    """
    require(by, MERGE_PEOPLE)
    in_splink.splink()
    people = {record.person.pk: record for record in _everybody()}
    pairs = [pair for pair in _pairs(list(people.values())) if _are_likely(people, pair)][:most]
    known = set(Suspected.objects.values_list("one", "other"))
    new = [Suspected(one_id=one, other_id=other, found_at=at) for one, other in pairs if (one, other) not in known]
    Suspected.objects.bulk_create(new)
    note("duplicates looked for in bulk", by=by, at=at, people=len(people), new=len(new))
    return Listed(compared=len(people), new=len(new), known=len(pairs) - len(new))


def _everybody() -> Iterator[Record]:
    ids = list(Person.objects.filter(merged_into__isnull=True).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        yield from records(ids[start : start + AT_ONCE]).values()


def _pairs(everybody: list[Record]) -> list[tuple[int, int]]:
    """The pairs Splink finds, the likeliest first."""
    rows = [_row(record) for record in everybody if record.names]
    if len(rows) < 2:
        return []
    splink = in_splink.splink()
    api = splink.DuckDBAPI(connection=in_splink.connection())
    rules = [
        splink.block_on("born", "family_sound"), splink.block_on("born", "given_sound"),
        splink.block_on("given_sound", "family_sound", "postcode"), splink.block_on("given", "family"),
    ]  # fmt: skip
    told = [rule.create_blocking_rule_dict("duckdb") for rule in rules]
    settings = in_splink.settings("dedupe_only", blocking=told, is_trained=True)
    linker = splink.Linker(api.register(in_splink.table(rows)), settings, log_level=30)
    found = linker.inference.predict(threshold_match_weight=0).as_record_list()
    found.sort(key=lambda pair: (-pair["match_weight"], pair["unique_id_l"], pair["unique_id_r"]))
    return [(min(ids), max(ids)) for pair in found for ids in [(pair["unique_id_l"], pair["unique_id_r"])]]


def _row(record: Record) -> dict[str, Any]:
    given, family = record.pairs[0]
    who = record.person
    return in_splink.row(
        who.pk, given=given, family=family, born_on=who.date_of_birth, sex=who.sex,
        is_estimated=who.birth_date_certainty == BirthDateCertainty.ESTIMATED,
        place=record.places[0] if record.places else ("", ""),
    )  # fmt: skip


def _are_likely(people: dict[int, Record], pair: tuple[int, int]) -> bool:
    """Whether the search would call the two likely: with all names, places and numbers, and twins in mind."""
    comparison = compare(*(people[pk].facts() for pk in pair))
    return likeness(comparison) in (Likeness.SAME, Likeness.LIKELY)
