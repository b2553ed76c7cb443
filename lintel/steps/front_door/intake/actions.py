"""Writing down a contact and what is learned about it before it is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note, note_each
from lintel.foundation.people.models import Person
from lintel.foundation.people.registering.actions import Particulars, register_people, register_person
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Team
from lintel.statute.calendar import local_day
from lintel.steps.front_door import permissions
from lintel.steps.front_door.codes import Channel, Concern, Consent, Identity, InformantKind, Part, Priority
from lintel.steps.front_door.intake.earlier import earlier_line
from lintel.steps.front_door.intake.references import reference_for
from lintel.steps.front_door.models import AdultInContact, ChildContact, ConsentStep, Contact, Informant

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class TellsOf:
    """
    Somebody a contact speaks of, as told.

    :param person: the person of ours it is, where an officer has said so; otherwise they are written down anew.
    :param part: what an adult has to do with it; a child has none.
    """

    particulars: Particulars
    person: Person | None = None
    part: Part | None = None
    school: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class InformantTold:
    """
    Who tells us. Left out, whether they are sealed follows from what they are.

    `original` is a message that shows who they are, and is therefore kept with them rather than with the contact.
    """

    kind: InformantKind
    name: str = ""
    post: str = ""
    organisation: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""
    safe_way: str = ""
    original: str = ""
    is_sealed: bool | None = None
    agency_id: int | None = None
    told_by: User | None = None


@dataclass(frozen=True, kw_only=True)
class Knock:
    """
    All that comes with one contact.

    `received_at` is the channel's own time of receipt. `once` names the delivery (an idempotency key): the same knock
    handed in again is the same contact. `items_said` is what a form asked for and was told (`completeness`).
    """

    channel: Channel
    received_at: datetime
    words: str
    once: str
    children: Sequence[TellsOf] = ()
    adults: Sequence[TellsOf] = ()
    informant: InformantTold | None = None
    source: str = ""
    concerns: Sequence[Concern] = ()
    happened_at: datetime | None = None
    is_danger_now: bool = False
    priority: Priority | None = None
    priority_reason: str = ""
    consent: Consent | None = None
    consent_reason: str = ""
    original: str = ""
    team: Team | None = None
    screen: str = "front door"
    items_said: Sequence[str] | None = None


LONGEST_ONCE = 100  # a contact's key, and a child's number after it, fit into a key
IN_DANGER = "Whoever told us said that a child is in danger now."


class NoDesk(Exception):
    """There is no team of the kind "front door" to hold a contact. Load the staff list or name one first."""


class ReceivedBeforeItHappened(Exception):
    """The thing is said to have happened after we were told of it."""


def once_for_a_key(once: str) -> str:
    """What names a delivery, as part of a key: as it is, or where it is long, a digest of the whole of it."""
    return once if len(once) <= LONGEST_ONCE else f"sha256/{sha256(once.encode()).hexdigest()}"


@transaction.atomic
def receive_contact(knock: Knock, *, by: User, at: datetime) -> Contact:
    """
    Write down a contact: on a desk at once, with a clock for each child. Handed in twice, it is the same contact.

    A contact in which no child can be named yet still has one, without a name: nothing is lost because a caller gave
    only a street.

    :raises NotAllowed: if this person or channel may not write contacts down.
    :raises NoDesk: if there is no front door to hold it.
    :raises ReceivedBeforeItHappened: if it is said to have happened later than we were told.
    """
    require(by, permissions.RECEIVE_CONTACTS)
    if knock.happened_at and knock.happened_at > knock.received_at:
        raise ReceivedBeforeItHappened
    key = f"live/{knock.channel}/{once_for_a_key(knock.once)}"
    _one_at_a_time(key)
    if held := Contact.objects.filter(key=key).first():
        return held
    contact = Contact.objects.create(
        key=key, screen=knock.screen, recorded_at=at, reference=reference_for(key), channel=knock.channel,
        source=knock.source, received_at=knock.received_at, received_on=local_day(knock.received_at),
        happened_at=knock.happened_at, happened_on=local_day(knock.happened_at) if knock.happened_at else None,
        words=knock.words, original=knock.original, items_said=knock.items_said, concerns=list(knock.concerns),
        danger_flagged_at=at if knock.is_danger_now else None, held_by_team=knock.team or _front_door(),
        held_since=knock.received_at, priority=Priority.NOW if knock.is_danger_now else knock.priority or "",
        priority_reason=IN_DANGER if knock.is_danger_now else knock.priority_reason,
    )  # fmt: skip
    if knock.informant:
        _add_informant(contact, knock.informant)
    for line in _add_children(contact, knock.children or [TellsOf(particulars=Particulars())], by=by, at=at):
        if knock.consent:
            record_consent(line, consent=knock.consent, reason=knock.consent_reason, by=by, at=at)
    _add_adults(contact, knock.adults, by=by, at=at)
    note("contact received", by=by, at=at, subject=contact, channel=str(knock.channel))
    return contact


@transaction.atomic
def count_further_incidents(further: Mapping[int, int], *, by: User, at: datetime) -> None:
    """
    Write down of contacts how many further incidents of their children the police told us of; the queue goes by it.

    :raises NotAllowed: if this person or channel may not write contacts down.
    """
    require(by, permissions.RECEIVE_CONTACTS)
    for contact in Contact.objects.select_for_update().filter(pk__in=further).order_by("pk"):
        if contact.further_incidents != further[contact.pk]:
            contact.further_incidents = further[contact.pk]
            contact.save(update_fields=["further_incidents"])
            note("further incidents counted", by=by, at=at, subject=contact, further=further[contact.pk])


@transaction.atomic
def add_child(contact: Contact, told: TellsOf, *, by: User, at: datetime) -> ChildContact:
    """
    Write down one more child of a contact; a child who is in it already is left as they are.

    :raises NotAllowed: if this person or channel may not write contacts down.
    """
    require(by, permissions.RECEIVE_CONTACTS)
    child = told.person or register_person(told.particulars, screen=contact.screen, by=by, at=at)
    known = told.person is not None
    if known:  # two contacts about one child may come in at the same moment, and one clock runs on in the other
        Person.objects.select_for_update(no_key=True).get(pk=child.pk)
    if known and (held := ChildContact.objects.filter(contact=contact, child=child).first()):
        return held
    line = _line(contact, child, told, by=by, at=at)
    line.save()
    note("child added to contact", by=by, at=at, subject=line, child_id=child.pk)
    return line


@transaction.atomic
def add_adult(contact: Contact, told: TellsOf, *, by: User, at: datetime) -> AdultInContact:
    """
    Write down an adult a contact speaks of.

    :raises NotAllowed: if this person or channel may not write contacts down.
    """
    require(by, permissions.RECEIVE_CONTACTS)
    person = told.person or register_person(told.particulars, screen=contact.screen, by=by, at=at)
    adult, is_new = AdultInContact.objects.get_or_create(
        contact=contact, person=person, part=told.part or Part.OTHER, defaults={"as_told": _as_told(told)}
    )
    if is_new:
        note("adult added to contact", by=by, at=at, subject=adult)
    return adult


@transaction.atomic
def record_consent(
    line: ChildContact, *, consent: Consent, reason: str = "", of_whom: str = "", by: User, at: datetime
) -> ConsentStep:
    """
    Write down what was said about agreement; earlier steps stay.

    :raises NotAllowed: if this person or channel may not write contacts down.
    :raises NoReasonGiven: if agreement was refused, not asked for or dispensed with, and nobody says why.
    """
    require(by, permissions.RECEIVE_CONTACTS)
    if consent not in (Consent.SOUGHT, Consent.GIVEN) and not reason.strip():
        raise NoReasonGiven
    line = ChildContact.objects.select_for_update().get(pk=line.pk)
    step = ConsentStep.objects.create(
        child_contact=line, consent=consent, reason=reason.strip(), of_whom=of_whom.strip(), said_at=at, recorded_by=by
    )
    line.consent, line.consent_reason = consent, reason.strip()
    line.save(update_fields=["consent", "consent_reason"])
    note("consent recorded", by=by, at=at, subject=line, child_id=line.child_id, consent=str(consent))
    return step


class NoReasonGiven(Exception):
    """This is done for a reason, or not at all."""


@transaction.atomic
def describe(contact: Contact, *, concerns: Sequence[Concern], source: str = "", by: User, at: datetime) -> Contact:
    """
    Say what a contact is about; the clock of each child is worked out anew, and never starts later than it did.

    :raises NotAllowed: if this person may not work at the desk.
    """
    require(by, permissions.WORK_THE_DESK)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    contact.concerns, contact.source = list(concerns), source or contact.source
    contact.save(update_fields=["concerns", "source"])
    for line in contact.children.filter(continues__isnull=True, decided_on__isnull=True):
        line.continues = earlier_line(line.child, contact)
        line.save(update_fields=["continues"])
    note("contact described", by=by, at=at, subject=contact)
    return contact


def _add_children(contact: Contact, told: Sequence[TellsOf], *, by: User, at: datetime) -> list[ChildContact]:
    """The children of a contact in their order: those whom nobody knows yet in one go, as a batch has hundreds."""
    if any(each.person for each in told):
        return [add_child(contact, each, by=by, at=at) for each in told]
    children = register_people([each.particulars for each in told], screen=contact.screen, by=by, at=at)
    lines = ChildContact.objects.bulk_create(
        _line(contact, child, each, by=by, at=at) for child, each in zip(children, told, strict=True)
    )
    note_each("child added to contact", [(line, line.child_id, {}) for line in lines], by=by, at=at)
    return lines


def _add_adults(contact: Contact, told: Sequence[TellsOf], *, by: User, at: datetime) -> None:
    if any(each.person for each in told):
        for each in told:
            add_adult(contact, each, by=by, at=at)
        return
    people = register_people([each.particulars for each in told], screen=contact.screen, by=by, at=at)
    adults = AdultInContact.objects.bulk_create(
        AdultInContact(contact=contact, person=person, part=each.part or Part.OTHER, as_told=_as_told(each))
        for person, each in zip(people, told, strict=True)
    )
    note_each("adult added to contact", [(adult, None, {}) for adult in adults], by=by, at=at)


def _line(contact: Contact, child: Person, told: TellsOf, *, by: User, at: datetime) -> ChildContact:
    known = told.person is not None
    return ChildContact(
        key=f"{contact.key}/{child.pk}", screen=contact.screen, recorded_at=at, contact=contact, child=child,
        as_told=_as_told(told), registered_as=None if known else child.pk,
        identity=Identity.KNOWN if known else Identity.NOT_CHECKED,
        identity_checked_by=by if known else None, identity_checked_at=at if known else None,
        # Somebody written down this moment was in no earlier contact.
        continues=earlier_line(child, contact) if known else None,
    )  # fmt: skip


def _add_informant(contact: Contact, told: InformantTold) -> None:
    says = {name: value for name, value in vars(told).items() if name != "is_sealed"}
    sealed = told.kind.is_sealed if told.is_sealed is None else told.is_sealed
    Informant.objects.create(contact=contact, is_sealed=sealed, **says)


def _as_told(told: TellsOf) -> dict[str, Any]:
    """As told; but an address to be kept secret is held in one place only, with whose it is, and marked."""
    said = {name: value for name, value in asdict(told.particulars).items() if value not in ("", None)}
    if told.person is None and told.particulars.is_address_confidential:
        said = {name: value for name, value in said.items() if name not in ("address", "postcode")}
    said |= {name: value for name, value in (("school", told.school), ("words", told.words)) if value}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def _front_door() -> Team:
    team = Team.objects.filter(kind=TeamKind.FRONT_DOOR).order_by("pk").first()
    if team is None:
        raise NoDesk
    return team


def _one_at_a_time(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
