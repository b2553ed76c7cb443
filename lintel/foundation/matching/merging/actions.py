"""Merging and un-merging."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from lintel.foundation.access.models import Restriction
from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.matching.merging.pointing import Pointer, in_words, open_on_both, pointer, pointers
from lintel.foundation.matching.models import Merge, MovedRow, Suspected
from lintel.foundation.matching.permissions import MERGE_PEOPLE
from lintel.foundation.people.models import Person
from lintel.foundation.people.rules import called

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# What the survivor takes over where it says nothing itself. The day of birth brings how sure we are of it.
TAKEN_OVER = ("date_of_birth", "sex", "ethnicity", "died_on", "has_disability")


class NoReasonGiven(Exception):
    """Records are merged, and merges undone, with a reason or not at all."""


class SameRecord(Exception):
    """A record cannot be merged with itself."""


class NotTheirsToMerge(Exception):
    """One of the two is not there, or not theirs to see; which, is not said."""


class AlreadyMerged(Exception):
    """One of the two was merged into another record before."""


class RestrictedApart(Exception):
    """Both records are restricted, to different people: two people must settle first who may see them."""


class OpenOnBoth(Exception):
    """Both have an open protection plan, or wait for a conference; says which. People settle first which goes on."""


class WorkWouldStayBehind(Exception):
    """Some of the work with the child cannot move, since the survivor has its like. `rows` says which."""

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__("; ".join(rows))
        self.rows = list(rows)


class AlreadyUndone(Exception):
    """This merge was taken back before."""


class LaterMergeFirst(Exception):
    """The survivor was itself merged since; that merge, `later`, has to be taken back first."""

    def __init__(self, later: Merge) -> None:
        super().__init__(later.pk)
        self.later = later


class CannotBePutBack(Exception):
    """Something recorded since stands where a row would go back to."""


@dataclass
class PutBack:
    """What taking a merge back did: rows that went back, and those that were not as the merge had left them."""

    rows: int = 0
    not_found: list[str] = field(default_factory=list)


@transaction.atomic
def merge(
    survivor: Person, absorbed: Person, *, reason: str, leaving_behind: bool = False, by: User, at: datetime
) -> Merge:
    """
    Say that two records are one person: everything that spoke of `absorbed` now speaks of `survivor`.

    :param leaving_behind: merge even if some of the work with the child has to stay with the absorbed record.
    :raises NotAllowed: if this person may not merge.
    :raises NoReasonGiven, SameRecord, NotTheirsToMerge, AlreadyMerged, RestrictedApart, OpenOnBoth,
        WorkWouldStayBehind: see there.
    """
    require(by, MERGE_PEOPLE)
    if not reason.strip():
        raise NoReasonGiven
    if survivor.pk == absorbed.pk:
        raise SameRecord
    survivor, absorbed = _both(survivor.pk, absorbed.pk, by)
    if both_open := open_on_both(survivor.pk, absorbed.pk):
        raise OpenOnBoth("; ".join(both_open))
    made = Merge.objects.create(
        survivor=survivor, survivor_name=_called(survivor), absorbed=absorbed, absorbed_name=_called(absorbed),
        reason=reason.strip(), merged_at=at, merged_by=by, taken=_take_over(survivor, absorbed),
        rows_until=_highest_rows(),
    )  # fmt: skip
    stayed = [row for each in pointers() for row in _move_all(made, each)]
    if stayed and not leaving_behind:
        raise WorkWouldStayBehind(stayed)
    absorbed.merged_into = survivor
    absorbed.save(update_fields=["merged_into"])
    pair = {"one": min(survivor.pk, absorbed.pk), "other": max(survivor.pk, absorbed.pk)}
    Suspected.objects.filter(**pair, decided_at__isnull=True).update(decided_at=at, decided_by=by, are_one=True)
    note("people merged", by=by, at=at, subject=made, child_id=survivor.pk, absorbed=absorbed.pk)
    return made


@transaction.atomic
def unmerge(merge: Merge, *, reason: str, by: User, at: datetime) -> PutBack:
    """
    Take a merge back: exactly the rows it moved go back. What was recorded since stays with the survivor.

    :raises NotAllowed: if this person may not merge.
    :raises NoReasonGiven, AlreadyUndone, LaterMergeFirst, NotTheirsToMerge, CannotBePutBack:
    """
    require(by, MERGE_PEOPLE)
    if not reason.strip():
        raise NoReasonGiven
    people = _locked(merge.survivor_id, merge.absorbed_id)
    made = Merge.objects.select_for_update().get(pk=merge.pk)
    if made.undone_at:
        raise AlreadyUndone
    survivor, absorbed = people[made.survivor_id], people[made.absorbed_id]
    if survivor.merged_into_id:
        raise LaterMergeFirst(Merge.objects.get(absorbed=survivor, undone_at__isnull=True))
    if not visible_children(by).filter(pk=survivor.pk).exists():
        raise NotTheirsToMerge
    put_back = _put_rows_back(made)
    _give_back(survivor, made.taken)
    absorbed.merged_into = None
    absorbed.save(update_fields=["merged_into"])
    made.undone_at, made.undone_by, made.undone_because = at, by, reason.strip()
    made.save()
    _move_what_stayed(survivor)
    note("merge undone", by=by, at=at, subject=made, child_id=survivor.pk, absorbed=absorbed.pk, rows=put_back.rows)
    return put_back


@transaction.atomic
def decide_they_are_two(pair: Suspected, *, by: User, at: datetime) -> Suspected:
    """
    Say of two records found in bulk that they are two people; they are not suspected again.

    :raises NotAllowed: if this person may not merge.
    :raises NotTheirsToMerge: if one of the two is not theirs to see.
    """
    require(by, MERGE_PEOPLE)
    pair = Suspected.objects.select_for_update().get(pk=pair.pk)
    if visible_children(by).filter(pk__in=[pair.one_id, pair.other_id]).count() < 2:
        raise NotTheirsToMerge
    if pair.decided_at is None:
        pair.decided_at, pair.decided_by, pair.are_one = at, by, False
        pair.save()
        note("two records said to be two people", by=by, at=at, subject=pair)
    return pair


# --- the two records --------------------------------------------------------------------------------------------------


def _locked(*ids: int) -> dict[int, Person]:
    # In one order, so that two who merge the same records the other way round wait instead of blocking one another.
    return {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def _both(survivor: int, absorbed: int, by: User) -> tuple[Person, Person]:
    people = _locked(survivor, absorbed)
    if any(one.merged_into_id for one in people.values()):
        raise AlreadyMerged
    if visible_children(by).filter(pk__in=people).count() < 2:
        raise NotTheirsToMerge
    live = Restriction.objects.filter(child__in=people, lifted_at__isnull=True).prefetch_related("named")
    if len({frozenset(one.pk for one in each.named.all()) for each in live}) > 1:
        raise RestrictedApart
    return people[survivor], people[absorbed]


def _called(person: Person) -> str:
    names = list(person.names.order_by("pk").values_list("kind", "given", "family"))
    return called(names, la_child_id=person.la_child_id or "")


def _take_over(survivor: Person, absorbed: Person) -> dict[str, Any]:
    """Let the survivor take over what it does not say; return each field with what it was and what it is now."""
    taken: dict[str, Any] = {}
    for name in TAKEN_OVER:
        mine, theirs = getattr(survivor, name), getattr(absorbed, name)
        if mine in (None, "") and theirs not in (None, ""):
            taken[name] = [_as_text(mine), _as_text(theirs)]
            setattr(survivor, name, theirs)
    if "date_of_birth" in taken:
        taken["birth_date_certainty"] = [survivor.birth_date_certainty, absorbed.birth_date_certainty]
        survivor.birth_date_certainty = absorbed.birth_date_certainty
    if taken:
        survivor.save(update_fields=list(taken))
    return taken


def _give_back(survivor: Person, taken: dict[str, Any]) -> None:
    """Let go of what was taken over, unless it was changed since."""
    back = {name: was for name, (was, now) in taken.items() if _as_text(getattr(survivor, name)) == now}
    if "birth_date_certainty" in taken and "date_of_birth" not in back:
        back.pop("birth_date_certainty", None)
    elif "date_of_birth" in back:
        # However sure of it we became since: it was another record's date.
        back["birth_date_certainty"] = taken["birth_date_certainty"][0]
    for name, was in back.items():
        setattr(survivor, name, was)
    if back:
        survivor.save(update_fields=list(back))


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


# --- the rows ---------------------------------------------------------------------------------------------------------


def _highest_rows() -> dict[str, int]:
    models = {each.label: each.model for each in pointers()}
    return {label: model._base_manager.aggregate(n=Max("pk"))["n"] or 0 for label, model in models.items()}


def _move_all(made: Merge, each: Pointer) -> list[str]:
    """Point every row of one column at the survivor; return those of the work that have to stay, in words."""
    rows = list(each.rows(made.absorbed_id).order_by("pk"))
    ids = [row.pk for row in rows]
    refused: dict[int, str] = {}
    if ids and _point(each, ids, made.absorbed_id, made.survivor_id):
        for pk in ids:
            if why := _point(each, [pk], made.absorbed_id, made.survivor_id):
                refused[pk] = why
    MovedRow.objects.bulk_create(
        MovedRow(merge=made, model=each.label, row=pk, column=each.column, stayed_because=refused.get(pk, ""))
        for pk in ids
    )
    return [in_words(row) for row in rows if row.pk in refused and each.is_of_the_work]


def _point(each: Pointer, ids: list[int], away_from: int, to: int) -> str:
    """Point these rows at another person, all or none; return why not, or nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            each.rows(away_from).filter(pk__in=ids).update(**{each.column: to})
            # What the database would only look at in the end, it looks at now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as refusal:
        diagnosis = getattr(refusal.__cause__, "diag", None)
        return str(getattr(diagnosis, "constraint_name", None) or "the database refuses it").replace("_", " ")
    return ""


def _put_rows_back(made: Merge) -> PutBack:
    done = PutBack()
    moved: dict[Pointer, list[int]] = defaultdict(list)
    for row in made.rows.filter(stayed_because="").order_by("pk"):
        moved[pointer(row.model, row.column)].append(row.row)
    for each, ids in moved.items():
        there = set(each.rows(made.survivor_id).filter(pk__in=ids).values_list("pk", flat=True))
        if there and _point(each, sorted(there), made.survivor_id, made.absorbed_id):
            raise CannotBePutBack(each.words)
        done.rows += len(there)
        done.not_found += [f"{each.model._meta.verbose_name} number {pk}" for pk in ids if pk not in there]
    return done


def _move_what_stayed(survivor: Person) -> None:
    """What stayed behind in other merges because of a row that has just left may come now."""
    stayed = MovedRow.objects.filter(merge__survivor=survivor, merge__undone_at__isnull=True).exclude(stayed_because="")
    for row in stayed.select_related("merge").order_by("pk"):
        if not _point(pointer(row.model, row.column), [row.row], row.merge.absorbed_id, survivor.pk):
            row.stayed_because = ""
            row.save(update_fields=["stayed_because"])
