"""Asking about merges, and about two records before they are merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.matching.merging.pointing import in_words, pointer, pointers
from lintel.foundation.matching.models import Merge, Suspected
from lintel.foundation.matching.queries import Offered, candidates
from lintel.foundation.matching.reading import Record, around, records_of
from lintel.foundation.matching.reasons import DIFFERING
from lintel.foundation.matching.scoring import Field, Level, compare
from lintel.foundation.matching.sought import Sought
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.rules import called

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

MOST_LISTED = 200


@dataclass(frozen=True)
class Line:
    """One thing two records say: whether it agrees, nearly (`is_near`), differs, or cannot be compared (None)."""

    what: str
    left: str
    right: str
    agrees: bool | None
    is_near: bool = False


@dataclass(frozen=True)
class SideBySide:
    """Two records before a merge: what each says, and what would move from the right to the left."""

    left_pk: int
    right_pk: int
    left: str
    right: str
    lines: list[Line]
    would_move: list[tuple[str, int]]


def side_by_side(left: int, right: int, *, viewer: User) -> SideBySide | None:
    """Two records beside each other; None unless the viewer may see both."""
    people = visible_children(viewer).filter(pk__in=[left, right]).in_bulk()
    if len(people) < 2:
        return None
    found = records_of(people)
    one, other = found[left], found[right]
    ties = around(people)
    others = visible_children(viewer).filter(pk__in={pk for tied in ties.values() for pk in tied})
    names = {who.pk: [(n.kind, n.given, n.family) for n in who.names.all()] for who in others.prefetch_related("names")}
    near = [
        ", ".join(f"{called(names[pk], la_child_id='')} ({word})" for pk, word in ties[who].items() if names.get(pk))
        for who in (left, right)
    ]
    moving: dict[str, int] = {}
    for each in pointers():
        if count := each.rows(right).count():
            moving[each.words] = moving.get(each.words, 0) + count
    return SideBySide(
        left_pk=left, right_pk=right, left=_name(one), right=_name(other), lines=_lines(one, other, near),
        would_move=sorted(moving.items()),
    )  # fmt: skip


def merges(*, viewer: User) -> QuerySet[Merge]:
    """Every merge into a record the viewer may see, the latest first; undone ones where they may see both records."""
    seen = visible_children(viewer).values("pk")
    live = Merge.objects.filter(undone_at__isnull=True, survivor__in=seen)
    undone = Merge.objects.filter(undone_at__isnull=False, survivor__in=seen, absorbed__in=seen)
    # A chain: the survivor was merged further, into somebody the viewer may see.
    further = Merge.objects.filter(undone_at__isnull=True, survivor__merged_into__in=seen)
    return (live | undone | further).select_related("merged_by", "undone_by").order_by("-merged_at", "-pk")


def stayed_behind(merge: Merge, *, viewer: User) -> list[tuple[str, str]]:
    """What could not move, and why, for those who may see the merge."""
    if not merges(viewer=viewer).filter(pk=merge.pk).exists():
        return []
    rows = merge.rows.exclude(stayed_because="").order_by("pk")
    return [(f"{row.model.split('.')[-1]} number {row.row}", row.stayed_because) for row in rows]


def recorded_since(merge: Merge, *, viewer: User) -> list[str]:
    """What was recorded on the survivor since; un-merging leaves it there, and somebody has to look whose it is."""
    if not merges(viewer=viewer).filter(pk=merge.pk).exists():
        return []
    moved = {(row.model, row.row) for row in merge.rows.all()}
    found = []
    for each in pointers():
        new = each.rows(merge.survivor_id).filter(pk__gt=merge.rows_until.get(each.label, 0)).order_by("pk")
        found += [in_words(row) for row in new[:MOST_LISTED] if (each.label, row.pk) not in moved]
    return found


def suspected(*, viewer: User) -> QuerySet[Suspected]:
    """Pairs found in bulk that nobody has decided about; only those of which the viewer may see both."""
    seen = visible_children(viewer).values("pk")
    return Suspected.objects.filter(decided_at__isnull=True, one__in=seen, other__in=seen).order_by("found_at", "pk")


def _name(record: Record) -> str:
    names = [(n.kind, n.given, n.family) for n in record.names]
    return called(names, la_child_id=record.person.la_child_id or "")


def _lines(one: Record, other: Record, near: list[str]) -> list[Line]:
    levels = dict(compare(one.facts(), other.facts()).levels)

    def verdict(*fields: Field) -> tuple[bool | None, bool]:
        said = [levels[field] for field in fields if field in levels]
        if not said:
            return None, False
        return not any(level in DIFFERING for level in said), any(level is not Level.SAME for level in said)

    rows = [
        ("Name", [_all_names(one), _all_names(other)], verdict(Field.GIVEN, Field.FAMILY)),
        ("Date of birth", [_born(one), _born(other)], verdict(Field.BORN)),
        ("Sex", [one.person.sex, other.person.sex], verdict(Field.SEX)),
        ("Address", [_addresses(one), _addresses(other)], verdict(Field.PLACE)),
        ("Numbers", [", ".join(one.numbers), ", ".join(other.numbers)], verdict(Field.NUMBER)),
        ("Family and household", near, (None, False)),
    ]
    return [Line(what, left, right, agrees, is_near) for what, (left, right), (agrees, is_near) in rows]


def _all_names(record: Record) -> str:
    return "; ".join(dict.fromkeys(f"{given} {family}".strip() for given, family in record.pairs))


def _born(record: Record) -> str:
    who = record.person
    if who.date_of_birth is None:
        return ""
    sure = {
        BirthDateCertainty.EXPECTED: " (expected)", BirthDateCertainty.ESTIMATED: " (estimated)",
        BirthDateCertainty.DISPUTED: " (sources disagree)",
    }  # fmt: skip
    return f"{who.date_of_birth:%-d %B %Y}{sure.get(BirthDateCertainty(who.birth_date_certainty), '')}"


def _addresses(record: Record) -> str:
    if record.has_confidential_address:
        return "Address withheld"
    return "; ".join(", ".join(filter(None, (*a.lines.splitlines(), a.postcode))) for a in record.addresses)


def moved(merge: Merge, *, viewer: User) -> list[tuple[str, int]]:
    """What moved, by kind, for those who may see the merge."""
    if not merges(viewer=viewer).filter(pk=merge.pk).exists():
        return []
    found: dict[str, int] = {}
    for label, column in merge.rows.filter(stayed_because="").values_list("model", "column"):
        words = pointer(label, column).words
        found[words] = found.get(words, 0) + 1
    return sorted(found.items())


def duplicates_of(pk: int, *, viewer: User) -> tuple[str | None, list[Offered]]:
    """What somebody is called, and other records that may be them; None for somebody the viewer may not see."""
    if not (people := visible_children(viewer).filter(pk=pk).in_bulk()):
        return None, []
    record = records_of(people)[pk]
    who = record.person
    (given, family), *others = record.pairs or [("", "")]
    is_unborn = who.birth_date_certainty == BirthDateCertainty.EXPECTED
    sought = Sought(
        given=given, family=family, other_names=tuple(f"{g} {f}".strip() for g, f in others), sex=who.sex,
        date_of_birth=None if is_unborn else who.date_of_birth,
        expected_birth_date=who.date_of_birth if is_unborn else None,
        postcode=record.addresses[0].postcode if record.addresses else "",
        address=record.addresses[0].lines if record.addresses else "", identifiers=tuple(record.numbers),
    )  # fmt: skip
    return _name(record), [one for one in candidates(sought, viewer=viewer, at_most=8) if one.person_pk != pk]
