"""Handing a contact in for an agency: by somebody who signed in to the portal, or by a machine with a key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.channels.actions import channel_account
from lintel.foundation.access.permissions import require
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency, AgencyMember
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.foundation.audit_log.actions import note
from lintel.journey.referrers.said import items_said
from lintel.steps.front_door.codes import Channel, Concern, Consent, InformantKind
from lintel.steps.front_door.intake.actions import InformantTold, Knock, TellsOf, receive_contact
from lintel.steps.front_door.models import Contact

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

PORTAL = "Partner portal"


class ForNoAgency(Exception):
    """This person answers for no agency at present."""


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who tells us, at an agency."""

    name: str
    post: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """
    All that an agency tells us in one contact.

    :param once: names the delivery: handed in again, it is the same contact.
    :param done: what they have done so far.
    """

    once: str
    words: str
    children: Sequence[TellsOf]
    done: str = ""
    adults: Sequence[TellsOf] = ()
    concerns: Sequence[Concern] = ()
    happened_at: datetime | None = None
    is_danger_now: bool = False
    consent: Consent | None = None
    consent_reason: str = ""


@transaction.atomic
def refer(telling: Telling, *, telephone: str = "", by: User, at: datetime) -> Contact:
    """
    Tell the front door about children, for the agency one answers for; it is received now.

    Sent twice it is one; changed and sent again it is another, so that nothing added is lost.
    The portal's own account writes the contact down, so that nobody of an agency can write anywhere else.

    :raises NotAllowed: if this person does not answer for an agency.
    :raises ForNoAgency: if they answer for none at present.
    :raises: what `receive_contact` raises.
    """
    require(by, WORK_FOR_AN_AGENCY)
    member = AgencyMember.objects.filter(user=by, ended_at__isnull=True).select_related("agency").first()
    if member is None:
        raise ForNoAgency
    content = hashlib.sha256(repr((telling, telephone)).encode()).hexdigest()
    writer = Writer(name=by.name, post=member.post, telephone=telephone, email=by.email)
    contact = _receive(
        telling, once=f"portal/{by.pk}/{telling.once}/{content[:32]}", agency=member.agency, writer=writer, told_by=by,
        account=channel_account(PORTAL, at=at), screen="partner portal", at=at,
    )  # fmt: skip
    note("referral made in the portal", by=by, at=at, subject=contact, agency=member.agency.key)
    return contact


@transaction.atomic
def hand_in(telling: Telling, *, agency: Agency, writer: Writer, by: User, at: datetime) -> Contact:
    """
    Take in what an agency's machine hands in; it is received now.

    :raises NotAllowed: if this account may not write contacts down.
    :raises: what `receive_contact` raises.
    """
    contact = _receive(
        telling, once=f"api/{by.pk}/{telling.once}", agency=agency, writer=writer, told_by=by, account=by, screen="API",
        at=at,
    )  # fmt: skip
    note("contact handed in through the API", by=by, at=at, subject=contact, agency=agency.key)
    return contact


def _receive(
    telling: Telling, *, once: str, agency: Agency, writer: Writer, told_by: User, account: User, screen: str,
    at: datetime,
) -> Contact:  # fmt: skip
    kind = InformantKind.POLICE if agency.kind == AgencyKind.POLICE else InformantKind.PROFESSIONAL
    informant = InformantTold(
        kind=kind, name=writer.name, post=writer.post, organisation=agency.name, telephone=writer.telephone,
        email=writer.email, agency_id=agency.pk, told_by=told_by,
    )  # fmt: skip
    said = items_said(
        children=telling.children, adults=telling.adults, words=telling.words, done=telling.done,
        consent=telling.consent, consent_reason=telling.consent_reason,
        can_be_reached=bool(writer.telephone or writer.email),
    )  # fmt: skip
    knock = Knock(
        channel=Channel.FORM, received_at=at, words=_words(telling), once=once, items_said=said,
        children=telling.children, adults=telling.adults, informant=informant, source=AgencyKind(agency.kind).source,
        concerns=telling.concerns, happened_at=telling.happened_at, is_danger_now=telling.is_danger_now,
        consent=telling.consent, consent_reason=telling.consent_reason, screen=screen,
    )  # fmt: skip
    return receive_contact(knock, by=account, at=at)


def _words(telling: Telling) -> str:
    done = telling.done.strip()
    return f"{telling.words}\n\nWhat they have done so far: {done}" if done else telling.words
