"""What three families of a social worker were given to read: one said it back, one waits, one is a draft still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.people.models import Person
from lintel.journey.family_versions.naming import called_by_family
from lintel.journey.family_versions.queries import Subject, first_words, subjects
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.family_versions import actions
from lintel.steps.family_versions.codes import About, Reader, Way
from lintel.steps.family_versions.models import FamilyVersion
from lintel.steps.family_versions.queries import MayRead, may_read
from lintel.steps.family_versions.rules import Words, WorryWords

FAMILIES = 3
RING = (
    "{name}: 01632 960 140\nIf nobody answers: 01632 960 500 (Monday to Friday, 8:30am to 5pm)\n"
    "At night and at weekends: 01632 960 599\nIf somebody is in danger now: 999"
)
GOING_WELL = "You let us in and told us how things are. {child} likes school and has a friend there. Grandmother helps."
NEXT = "We will meet at the school in two weeks, to see what has changed for {child}."
WORRIES = (
    WorryWords(
        worry="{child} is often late for school, and some days does not come.",
        impact="When nobody is up in the morning, {child} goes without breakfast and is too tired to learn.",
        better="{child} is at school on time every day, after Easter.",
        ask="Be up at half past seven on school days. Ring me if it is too much.",
        will_do="We ask the school for a place at the breakfast club. I come on Monday to see how it goes.",
    ),
    WorryWords(
        worry="Some nights there is shouting, and things get broken.",
        impact="When there is shouting, {child} hides under the bed and does not sleep.",
        better="Nobody shouts at night, and {child} sleeps.",
        ask="If it begins, go to your sister’s with the children. You need not ask anybody first.",
        will_do="We pay for the taxi. We talk to each of you alone, next week.",
    ),
)
SAID_BACK = ("You worry that mornings go wrong.", "I get up, and I ring you if I cannot.", "You come on Monday.")
NOT_SO = "It was three mornings, not every week, and I had been working nights."


def families_read(*, now: datetime) -> None:
    """Write for three families; asked again, nothing. Nothing either where no social worker can sign in."""
    workers = User.objects.filter(role_grants__role=Role.SOCIAL_WORKER, worker__isnull=False, is_active=True)
    worker = workers.order_by("pk").first()
    if worker is None or FamilyVersion.objects.exists():
        return
    for number, (child, subject, parent) in zip(range(FAMILIES), _families(worker, now), strict=False):
        at = now - timedelta(days=3)
        version = _draft(child, subject, parent, by=worker, at=at)
        if number < FAMILIES - 1:
            actions.finish(version, by=worker, at=at)
        if number == 0:
            _read_together(version, by=worker, at=now)


def _families(worker: User, now: datetime) -> Iterator[tuple[Person, Subject, MayRead]]:
    """Children this worker holds, no two of one parent, with what there is to write about."""
    today, parents = local_day(now), set()
    held = Involvement.objects.in_force(today).filter(worker=worker.worker_id).select_related("child")
    for each in held.order_by("-began_on", "pk"):
        about = [s for s in subjects(each.child, viewer=worker, on=today) if s.about is not About.LETTER]
        readers = [m for m in may_read(each.child, viewer=worker) if m.reader is Reader.PARENT]
        if about and readers and readers[0].person.pk not in parents:
            parents.add(readers[0].person.pk)
            yield each.child, about[0], readers[0]


def _draft(child: Person, subject: Subject, parent: MayRead, *, by: User, at: datetime) -> FamilyVersion:
    known = first_words(child, subject, parent, ring=RING, viewer=by, on=local_day(at))
    called = called_by_family(child)
    words = replace(
        known, ring=RING.format(name=by.name), going_well=GOING_WELL.format(child=called),
        next_steps=known.next_steps or NEXT.format(child=called),
        worries=known.worries or [_about(called, worry) for worry in WORRIES],
    )  # fmt: skip
    written = actions.Subject(child=child, about=subject.about, of=subject.of, to=parent.person, reader=parent.reader)
    return actions.write_version(written, _with_capitals(words), by=by, at=at)


def _about(child: str, worry: WorryWords) -> WorryWords:
    return WorryWords(
        worry=worry.worry.format(child=child), impact=worry.impact.format(child=child),
        better=worry.better.format(child=child), ask=worry.ask, will_do=worry.will_do,
    )  # fmt: skip


def _with_capitals(words: Words) -> Words:
    """An unborn child begins no sentence with a small letter."""
    return replace(words, worries=[replace(w, worry=w.worry[:1].upper() + w.worry[1:]) for w in words.worries])


def _read_together(version: FamilyVersion, *, by: User, at: datetime) -> None:
    today = local_day(at)
    worry, ask, then = SAID_BACK
    actions.share(version, shared_on=today, way=Way.READ_TOGETHER, by=by, at=at)
    actions.hear_back(
        version, said_on=today, worry=worry, worry_said=True, ask=ask, ask_said=True, next_steps=then, next_said=True,
        by=by, at=at,
    )  # fmt: skip
    actions.write_disagreement(version, words=NOT_SO, said_on=today, by=by, at=at)
