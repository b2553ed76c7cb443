"""Reading supervision and managers' decisions for one viewer's children; each kind with one question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.queries import all_limits
from lintel.oversight.performance.supervision_work import (
    Carried,
    Given,
    Held,
    Listed,
    Rated,
    Reasoned,
    Share,
    Spoken,
    Supervision,
    Wanted,
)
from lintel.oversight.supervision.codes import Kind, Late
from lintel.oversight.supervision.copied import how_much_carried
from lintel.oversight.supervision.models import ChildDiscussed, Direction, InspectionCall, OnTheList, Rating, Signature
from lintel.oversight.supervision.rubric.rules import Scored, agreement_of
from lintel.oversight.supervision.rules import is_done_rightly, late_marks
from lintel.oversight.supervision.why_words import how_and_why
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.models import Allocation
from lintel.steps.enquiries.models import ChildDecision
from lintel.steps.front_door.models import Decision

# The same words at so many different moments are a template, and fewer words than these no reason.
A_TEMPLATE, FEWEST_WORDS = 3, 4


def read_supervision(children: Collection[int], *, as_at: date, is_whole: bool) -> Supervision:
    """
    What is signed of supervision, and why managers decided, of these children.

    :param is_whole: whether the viewer sees the whole service; what is the pair's own is read for nobody else.
    """
    limits = all_limits()
    said = list(_said(children))
    own = _discussed().filter(session__held_on__lte=as_at) if is_whole else _discussed().none()
    written = list(own.prefetch_related("directions", "notes").order_by("session__held_on", "pk"))
    shares = [_share(each) for each in written]
    rated = _rated() if is_whole else []
    floor = limits.number("supervision_rubric_floor", on=as_at).value
    return Supervision(
        held=_held(limits), spoken=said, listed=_listed(children), given=_given(children),
        shares=[each for each in shares if each], carried=list(_carried(written)),
        wanted=[_wanted(each) for each in written], rated=rated,
        agreed=agreement_of([Scored(draw=each.draw, scores=each.scores) for each in rated if each.rated_on <= as_at],
                            floor=floor) if is_whole else None,
        reasoned=_reasoned(children),
    )  # fmt: skip


def _held(limits: Limits) -> list[Held]:
    called, calendar = list(InspectionCall.objects.values_list("called_at", flat=True)), england()
    signed = Signature.objects.filter(is_of_supervisor=True, session__kind=Kind.CASE).order_by("session__held_on", "pk")
    found = []
    for pk, worker, held_on, at in signed.values_list(
        "session_id", "session__worker_id", "session__held_on", "signed_at"
    ):
        marks = late_marks(held_on=held_on, written_at=at, called_at=called, limits=limits, calendar=calendar)
        found.append(Held(pk, worker, held_on, Late.DAYS in marks, Late.AFTER_CALL in marks))
    return found


def _discussed() -> QuerySet[ChildDiscussed]:
    """What a supervisor signed, with the moment they did."""
    signed = Signature.objects.filter(session=OuterRef("session"), is_of_supervisor=True).values("signed_at")
    found = ChildDiscussed.objects.filter(session__signatures__is_of_supervisor=True).select_related("session")
    return found.annotate(signed_at=Subquery(signed))


def _as_signed(said: ChildDiscussed) -> list[Direction]:
    """The directions that stood there when the supervisor signed: what came later is in no number of the record."""
    return [each for each in said.directions.all() if each.set_at <= said.signed_at]  # type: ignore[attr-defined]


def _said(children: Collection[int]) -> Iterable[Spoken]:
    """In the order of their days, so that what was given word for word the time before is known."""
    before: dict[int, set[str]] = defaultdict(set)
    for each in _discussed().prefetch_related("directions").order_by("session__held_on", "pk"):
        if each.child_id not in children:
            continue
        given = {_alike(direction.what) for direction in _as_signed(each)}
        yield Spoken(
            each.pk, each.child_id, each.session.held_on, bool(given), bool(given) and given <= before[each.child_id]
        )
        before[each.child_id] = given


def _listed(children: Collection[int]) -> list[Listed]:
    spoken = ChildDiscussed.objects.filter(session=OuterRef("session"), child=OuterRef("child"))
    signed = OnTheList.objects.filter(session__signatures__is_of_supervisor=True).annotate(is_spoken=Exists(spoken))
    rows = signed.values_list("pk", "child_id", "session__held_on", "is_this_time", "is_spoken")
    return [Listed(*row) for row in rows.order_by("session__held_on", "pk") if row[1] in children]


def _given(children: Collection[int]) -> list[Given]:
    rows = Direction.objects.filter(discussed__session__signatures__is_of_supervisor=True).values_list(
        "pk", "discussed__child_id", "due_on", "done_on", "dropped_at", "set_by_id", "done_by_id", "evidence"
    )
    return [
        Given(
            pk, child, due_on, done_on, local_day(dropped) if dropped else None,
            done_by is not None and is_done_rightly(set_by=set_by, done_by=done_by, evidence=evidence),
        )
        for pk, child, due_on, done_on, dropped, set_by, done_by, evidence in rows
        if child in children
    ]  # fmt: skip


def _share(said: ChildDiscussed) -> Share | None:
    found = how_and_why([said.changed, said.otherwise, said.challenge]).share
    return None if found is None else Share(said.session.held_on, said.session.worker_id, found)


def _carried(written: Iterable[ChildDiscussed]) -> Iterable[Carried]:
    """Each record beside the child's record before it, in the order of their days."""
    before: dict[int, str] = {}
    for said in written:
        words = "\n".join((said.changed, said.otherwise, said.challenge))
        found = how_much_carried(words, before[said.child_id]) if said.child_id in before else None
        if found is not None:
            yield Carried(said.session.held_on, said.session.worker_id, found.carried, found.sentences)
        before[said.child_id] = words


def _wanted(said: ChildDiscussed) -> Wanted:
    given = {each.pk for each in _as_signed(said)}
    notes = sum(note.became_id not in given for note in said.notes.all())
    return Wanted(said.session.held_on, said.session.worker_id, len(given), notes)


def _rated() -> list[Rated]:
    return [
        Rated(local_day(each.rated_at), each.draw_id, each.scores) for each in Rating.objects.order_by("draw", "pk")
    ]


class _Decided(NamedTuple):
    kind: str
    pk: int
    child: int
    at: datetime
    words: str


def _reasoned(children: Collection[int]) -> list[Reasoned]:
    found = [each for each in _decisions() if each.child in children]
    moments: dict[str, set[datetime]] = defaultdict(set)
    for each in found:
        moments[_alike(each.words)].add(each.at)
    return [
        Reasoned(
            each.kind, each.pk, each.child, local_day(each.at), bool(each.words.strip()),
            len(_alike(each.words).split()) >= FEWEST_WORDS and len(moments[_alike(each.words)]) < A_TEMPLATE,
        )
        for each in found
    ]  # fmt: skip


def _decisions() -> Iterable[_Decided]:
    """Who was given to whom, what a strategy discussion decided, and what a manager signed at the front door."""
    given = Allocation.objects.filter(withdrawn_at__isnull=True)
    for pk, child, at, why, over in given.values_list("pk", "child_id", "given_at", "why", "over_reason"):
        yield _Decided("allocation.allocation", pk, child, at, f"{why} {over}".strip())
    held = ChildDecision.objects.filter(discussion__held_at__isnull=False)
    for pk, child, held_at, why in held.values_list("pk", "discussion__child_id", "discussion__held_at", "because"):
        if held_at is not None:
            yield _Decided("enquiries.childdecision", pk, child, held_at, why)
    signed = Decision.objects.filter(signed_at__isnull=False, returned_at__isnull=True)
    for pk, child, signed_at, why in signed.values_list("pk", "child_contact__child_id", "signed_at", "rationale"):
        if signed_at is not None:
            yield _Decided("front_door.decision", pk, child, signed_at, why)


def _alike(words: str) -> str:
    """The words alone, in small letters: what differs only in signs and spaces is the same."""
    return " ".join(re.findall(r"\w+", words.lower()))
