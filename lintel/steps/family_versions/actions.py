"""Writing family versions, sharing them, and keeping what the family said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.models import Person
from lintel.statute.calendar import local_day
from lintel.steps.family_versions import permissions
from lintel.steps.family_versions.codes import About, Reader, Way
from lintel.steps.family_versions.models import Disagreement, FamilyVersion, Sharing, TeachBack, Translation, Worry
from lintel.steps.family_versions.queries import KEPT_FROM_YOU, words_of
from lintel.steps.family_versions.reading import own_secret, people_around, rules_around, secret_from
from lintel.steps.family_versions.rules import SafeRule, Words, forbidden_by, gives_away, mark_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

A_CONFIDENTIAL_ADDRESS = "The confidential address we hold for them"


class NothingSaid(Exception):
    """There is no worry and no letter, nobody to ring, or there are no words where words are asked for."""


class NotOfTheFamily(Exception):
    """Whoever it is for is neither the child, nor related to the child, nor lives with them."""


class FinishedAlready(Exception):
    """It is finished, and its words do not change: write another that takes its place."""


class NotTheirFamily(Exception):
    """Somebody writes for the families of children they may see, and to nobody who is kept from them."""


class ChangedSince(Exception):
    """A colleague changed this draft since it was read; theirs stands, yours is in your hands."""


class NotFinished(Exception):
    """It is a draft still, and nobody is given a draft."""


class ReplacedAlready(Exception):
    """Another version took its place; this one is not given to anybody any more."""


class GivesAnAddressAway(Exception):
    """A confidential address of somebody else stands in it (hard stop 11)."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__(", ".join(parts))
        self.parts = parts


class NotSafe(Exception):
    """A safe-contact rule forbids that it reaches them this way (hard stop 11)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotOnThatDay(Exception):
    """It did not happen before the version was finished, nor tomorrow."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a version is about, and for whom. `of` is the assessment or the plan; None for a letter."""

    child: Person
    about: About
    of: int | None
    to: Person
    reader: Reader


@transaction.atomic
def write_version(
    subject: Subject, words: Words, *, replaces: FamilyVersion | None = None, by: User, at: datetime
) -> FamilyVersion:
    """
    Write what the family is to read. A draft until it is finished.

    :param replaces: a finished version whose place it takes.
    :raises NotAllowed, NotTheirFamily: if this person may not write for families, or not for this one.
    :raises NothingSaid: if there is neither a worry nor a letter, or nobody to ring.
    :raises NotOfTheFamily: if it is for somebody who is not of the family, or replaces what somebody else was given.
    :raises NotFinished, ReplacedAlready: if what it is to replace is a draft, or was replaced by another.
    """
    require(by, permissions.WRITE_FAMILY_VERSIONS)
    _must_say_something(words)
    _refuse_strangers(subject.child.pk, subject.to.pk, by)
    if subject.to.pk not in people_around(subject.child.pk, subject.child.pk):
        raise NotOfTheFamily
    if replaces is not None:
        replaces = _finished(replaces, by)
        if (replaces.child_id, replaces.to_id) != (subject.child.pk, subject.to.pk):
            raise NotOfTheFamily
    of = {str(subject.about): subject.of} if subject.about is not About.LETTER else {}
    version = FamilyVersion.objects.create(
        child=subject.child, about=subject.about, to=subject.to, reader=subject.reader, replaces=replaces,
        written_at=at, written_by=by, **_texts(words), **{f"{name}_id": pk for name, pk in of.items()},
    )  # fmt: skip
    _write_worries(version, words)
    note("family version written", by=by, at=at, subject=version, child_id=version.child_id, about=str(subject.about))
    return version


@transaction.atomic
def change_version(
    version: FamilyVersion, words: Words, *, read: str | None = None, by: User, at: datetime
) -> FamilyVersion:  # fmt: skip
    """
    Change a draft.

    :param read: the mark of the words that were read (`rules.mark_of`).
    :raises NotAllowed, NotTheirFamily, NothingSaid: as `write_version`.
    :raises FinishedAlready: if it is finished.
    :raises ChangedSince: if a colleague changed it since it was read.
    """
    require(by, permissions.WRITE_FAMILY_VERSIONS)
    _must_say_something(words)
    version = locked(version, by)
    if version.finished_at is not None:
        raise FinishedAlready
    if read is not None and read != mark_of(words_of(version, viewer=by)):
        raise ChangedSince
    for name, text in _texts(words).items():
        setattr(version, name, text)
    version.save()
    version.worries.all().delete()
    _write_worries(version, words)
    note("family version changed", by=by, at=at, subject=version, child_id=version.child_id)
    return version


@transaction.atomic
def finish(version: FamilyVersion, *, by: User, at: datetime) -> FamilyVersion:
    """
    Finish a draft: from now on its words do not change, and it can be printed, translated and shared.

    :raises NotAllowed, NotTheirFamily: if this person may not write for families, or not for this one.
    :raises FinishedAlready: if it is finished.
    :raises GivesAnAddressAway: if a confidential address of somebody else stands in it.
    """
    require(by, permissions.WRITE_FAMILY_VERSIONS)
    version = locked(version, by)
    if version.finished_at is not None:
        raise FinishedAlready
    _refuse_secrets(version)
    version.finished_at, version.finished_by = at, by
    version.save(update_fields=["finished_at", "finished_by"])
    note("family version finished", by=by, at=at, subject=version, child_id=version.child_id)
    return version


@transaction.atomic
def share(
    version: FamilyVersion, *, shared_on: date, way: Way, where: str = "", language: str = "", interpreter: str = "",
    despite: str = "", by: User, at: datetime,
) -> Sharing:  # fmt: skip
    """
    Write down that a version reached the person it is for, and how.

    :param despite: why a safe-contact rule is passed over, where a manager does so for a child's immediate safety.
    :raises NotAllowed: if this person may not write for families, or may not pass over a rule.
    :raises NotFinished, ReplacedAlready: if it is a draft, or another took its place.
    :raises NotOnThatDay: if it was not finished on that day, or the day is yet to come.
    :raises NothingSaid: if it is sent and no address is said.
    :raises NotSafe: if a safe-contact rule forbids it, or it would go where somebody lives who is not to be found.
    :raises GivesAnAddressAway: if somebody's address became confidential since it was finished.
    """
    require(by, permissions.WRITE_FAMILY_VERSIONS)
    if despite.strip():
        require(by, permissions.PASS_OVER_SAFE_CONTACT)
    version = _finished(version, by)
    _must_have_been(version, shared_on, at)
    if way.is_sent and not where.strip():
        raise NothingSaid
    _refuse_secrets(version)
    rule = _forbidden(version, way, where, by)
    if rule and not despite.strip():
        raise NotSafe(rule)
    where = where.strip()[:200] if way.is_sent else ""
    if where and gives_away({"where": where}, own_secret(version.to_id)):
        where = A_CONFIDENTIAL_ADDRESS
    sharing = Sharing.objects.create(
        version=version, shared_on=shared_on, way=way, where=where, language=language.strip()[:60],
        interpreter=interpreter.strip()[:120], rule=rule, despite=despite.strip() if rule else "", recorded_at=at,
        shared_by=by,
    )  # fmt: skip
    note("family version shared", by=by, at=at, subject=version, child_id=version.child_id, way=str(way))
    if rule:
        _tell_of_a_rule_passed_over(sharing, by=by, at=at)
    return sharing


@transaction.atomic
def hear_back(
    version: FamilyVersion, *, said_on: date, worry: str = "", worry_said: bool, ask: str = "", ask_said: bool,
    next_steps: str = "", next_said: bool, by: User, at: datetime,
) -> TeachBack:  # fmt: skip
    """
    Keep what the reader said when asked to say back the worry, what is asked of them, and what happens next.

    :raises NotAllowed, NotTheirFamily: if this person may not write for families, or not for this one.
    :raises NotFinished: if it is a draft still.
    :raises NotOnThatDay: if it was not finished on that day, or the day is yet to come.
    :raises NothingSaid: if they could say something and their words are not written down.
    """
    require(by, permissions.WRITE_FAMILY_VERSIONS)
    version = _no_draft(version, by)
    _must_have_been(version, said_on, at)
    said = [(worry_said, worry.strip()), (ask_said, ask.strip()), (next_said, next_steps.strip())]
    if any(could and not words for could, words in said):
        raise NothingSaid
    heard = TeachBack.objects.create(
        version=version, said_on=said_on, worry_said=worry_said, worry_words=said[0][1], ask_said=ask_said,
        ask_words=said[1][1], next_said=next_said, next_words=said[2][1], recorded_at=at, asked_by=by,
    )  # fmt: skip
    note("said back by the family", by=by, at=at, subject=version, child_id=version.child_id)
    return heard


@transaction.atomic
def write_disagreement(
    version: FamilyVersion, *, words: str, said_on: date, by: User, at: datetime
) -> Disagreement:  # fmt: skip
    """
    Keep what the reader does not agree with, in their own words. It stands with the paper for ever.

    :raises NotAllowed, NotTheirFamily: if this person may not write for families, or not for this one.
    :raises NotFinished: if it is a draft still.
    :raises NotOnThatDay: if it was not finished on that day, or the day is yet to come.
    :raises NothingSaid: if there are no words.
    """
    require(by, permissions.WRITE_FAMILY_VERSIONS)
    version = _no_draft(version, by)
    if not words.strip():
        raise NothingSaid
    _must_have_been(version, said_on, at)
    kept = Disagreement.objects.create(
        version=version, words=words.strip(), said_on=said_on, recorded_at=at, recorded_by=by
    )
    note("disagreement of the family kept", by=by, at=at, subject=version, child_id=version.child_id)
    return kept


@transaction.atomic
def put_in_translation(
    version: FamilyVersion, *, language: str, sentences: Mapping[int, str], by: User, at: datetime
) -> Translation:
    """
    Put a version in another language beside its own sentences; put in again, it takes the place of the one before.

    :raises NotAllowed, NotTheirFamily: if this person may not write for families, or not for this one.
    :raises NotFinished: if it is a draft still: its sentences and their numbers could change.
    :raises NothingSaid: if there is no sentence, or no language.
    """
    require(by, permissions.WRITE_FAMILY_VERSIONS)
    version = _no_draft(version, by)
    if not sentences or not language.strip():
        raise NothingSaid
    translation, _ = Translation.objects.update_or_create(
        version=version, language=language.strip()[:12],
        defaults={"sentences": {str(n): words for n, words in sentences.items()}, "put_in_at": at, "put_in_by": by},
    )  # fmt: skip
    note("family version translated", by=by, at=at, subject=version, child_id=version.child_id, language=language)
    return translation


def locked(version: FamilyVersion, by: User) -> FamilyVersion:
    """
    The version as it stands now, held until the transaction is over.

    :raises NotTheirFamily: if this person may not see the child, or is kept from whoever reads it.
    """
    held = FamilyVersion.objects.select_for_update(of=("self",)).select_related("to", "child").get(pk=version.pk)
    _refuse_strangers(held.child_id, held.to_id, by)
    return held


def _refuse_strangers(child: int, to: int, by: User) -> None:
    if not visible_children(by).filter(pk=child).exists() or kept_from(by).filter(pk=to).exists():
        raise NotTheirFamily


def _must_say_something(words: Words) -> None:
    says = words.letter.strip() or any(each.worry.strip() for each in words.worries)
    if not says or not words.title.strip() or not words.ring.strip():
        raise NothingSaid


def _texts(words: Words) -> dict[str, str]:
    return {
        "title": words.title.strip()[:160], "letter": words.letter.strip(), "going_well": words.going_well.strip(),
        "next_steps": words.next_steps.strip(), "ring": words.ring.strip(),
    }  # fmt: skip


def _write_worries(version: FamilyVersion, words: Words) -> None:
    said = [each for each in words.worries if each.worry.strip()]
    Worry.objects.bulk_create(
        Worry(
            version=version, place=place, need_id=each.need_id, worry=each.worry.strip(), impact=each.impact.strip(),
            better=each.better.strip(), ask=each.ask.strip(), will_do=each.will_do.strip(),
        )
        for place, each in enumerate(said, start=1)
    )  # fmt: skip


def _no_draft(version: FamilyVersion, by: User) -> FamilyVersion:
    version = locked(version, by)
    if version.finished_at is None:
        raise NotFinished
    return version


def _finished(version: FamilyVersion, by: User) -> FamilyVersion:
    """A version that is finished and in force, held."""
    version = _no_draft(version, by)
    if FamilyVersion.objects.filter(replaces=version).exists():
        raise ReplacedAlready
    return version


def _must_have_been(version: FamilyVersion, day: date, at: datetime) -> None:
    assert version.finished_at is not None
    if not local_day(version.finished_at) <= day <= local_day(at):
        raise NotOnThatDay


def _refuse_secrets(version: FamilyVersion) -> None:
    """A confidential address never appears in another family member's paper."""
    texts = {name: getattr(version, name) for name in ("title", "letter", "going_well", "next_steps", "ring")}
    for each in version.worries.all():
        said = (each.worry, each.impact, each.better, each.ask, each.will_do)
        texts[f"worry {each.place}"] = "\n".join(said)
    if parts := gives_away(texts, secret_from(version.child_id, version.to_id)):
        raise GivesAnAddressAway(parts)


def _forbidden(version: FamilyVersion, way: Way, where: str, by: User) -> str:
    """The rule that forbids it, in words this person may read; never passed over where it is another's hiding place."""
    if way.is_sent and gives_away({"where": where}, secret_from(version.child_id, version.to_id)):
        raise NotSafe("Somebody lives there whose address is confidential. Ask where it is safe to write.")
    hidden = set(kept_from(by).values_list("pk", flat=True))
    rules = [
        SafeRule(words=KEPT_FROM_YOU, never_write=r.never_write, is_theirs=r.is_theirs, address=r.address)
        if whose in hidden
        else r
        for whose, r in rules_around(version.child_id, version.to_id)
    ]
    return forbidden_by(rules, way=way, where=where)


def _tell_of_a_rule_passed_over(sharing: Sharing, *, by: User, at: datetime) -> None:
    """The head of service reads it at once; whoever guards the information reads that it happened, without a name."""
    version, path = sharing.version, f"/family-versions/{sharing.version_id}/"
    note("safe-contact rule passed over", by=by, at=at, subject=version, child_id=version.child_id, why=sharing.despite)
    tell(
        key=f"safe contact passed over/{sharing.pk}", path=path, child_id=version.child_id, role=Role.HEAD_OF_SERVICE,
        words=f"{by.name} had a letter reach somebody against a safe-contact rule: {sharing.despite}", by=by, at=at,
    )  # fmt: skip
    tell(
        key=f"safe contact passed over/{sharing.pk}/reviewed", path="/audit-trail/", role=Role.INFORMATION_GOVERNANCE,
        words=f"{by.name} passed over a safe-contact rule, with a reason. The audit log has it.", by=by, at=at,
    )  # fmt: skip
