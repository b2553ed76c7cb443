"""Giving an enquiry to whoever holds the child, handing it between author and manager, and signing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.notices.actions import say_answered, tell
from lintel.foundation.people.naming import name_of
from lintel.journey.chronology.weighing import Coverage
from lintel.journey.enquiring.queries import enquiries, enquiry_page
from lintel.journey.enquiring.reading import holders
from lintel.statute.calendar import local_day
from lintel.steps.conferences.actions import Asking, Part, ask_for_conference
from lintel.steps.conferences.codes import Kind
from lintel.steps.conferences.models import ChildInConference, ConferenceRequest
from lintel.steps.conferences.permissions import ASK_FOR_CONFERENCES
from lintel.steps.enquiries.codes import Purpose
from lintel.steps.enquiries.discussing import actions as discussing
from lintel.steps.enquiries.discussing.rules import Answered, Decided
from lintel.steps.enquiries.models import Conference, DiscussionMeeting, Section47Enquiry
from lintel.steps.enquiries.settling.actions import give_enquiry, settle_enquiry
from lintel.steps.enquiry_work.actions import NotTheirChild, begin_work
from lintel.steps.enquiry_work.codes import Became, Outcome, Section
from lintel.steps.enquiry_work.models import EnquiryWork, ItemUse, Sending
from lintel.steps.enquiry_work.permissions import SIGN_ENQUIRIES, WRITE_ENQUIRIES
from lintel.steps.enquiry_work.signing import actions as signing
from lintel.steps.enquiry_work.signing.actions import Item

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

WITH_MANAGER = "enquiry with a manager/{}"
LIKELY = "The enquiry found that the child is likely to suffer significant harm."


class ItemsChangedSinceRead(Exception):
    """Other items of history are uncovered than those the manager read: the names under them would not be theirs."""


class NothingToAsk(Exception):
    """No signed enquiry of these waits for its conference to be asked for."""


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signed enquiry, and the conference that was asked for in the same press, if one was."""

    work: EnquiryWork
    request: ConferenceRequest | None


@transaction.atomic
def decide_and_begin(
    meeting: DiscussionMeeting, *, purposes: Mapping[Purpose, Answered], children: Mapping[int, Decided],
    tasks: Sequence[discussing.TaskSaid], by: User, at: datetime,
) -> DiscussionMeeting:  # fmt: skip
    """
    Write down what a discussion decided; each enquiry it begins is given to the worker and team that hold the child.

    :raises: what `discussing.actions.decide` raises.
    """
    meeting = discussing.decide(meeting, purposes=purposes, children=children, tasks=tasks, by=by, at=at)
    for enquiry in Section47Enquiry.objects.filter(begun_by__meeting=meeting).order_by("pk"):
        give_to_holder(enquiry, by=by, at=at)
    return meeting


def give_to_holder(enquiry: Section47Enquiry, *, by: User, at: datetime) -> Section47Enquiry:
    """Give an enquiry that is nobody's yet to the worker and the team that hold its child; nobody is no fault."""
    if enquiry.worker_id is not None and enquiry.team_id is not None:
        return enquiry
    held = holders([enquiry.child_id], on=local_day(at)).get(enquiry.child_id)
    team_id = (held.team_id if held else None) or (enquiry.referral.team_id if enquiry.referral else None)
    return give_enquiry(enquiry, worker_id=held.worker_id if held else None, team_id=team_id, by=by, at=at)


@transaction.atomic
def open_to_write(enquiry: Section47Enquiry, *, by: User, at: datetime) -> EnquiryWork:
    """
    The work of an enquiry, to be written in. One that is nobody's yet is given to whoever holds the child.

    :raises NotAllowed, NotTheirChild: if this person may not write enquiries, or may not see the child.
    """
    require(by, WRITE_ENQUIRIES)
    if not visible_children(by).filter(pk=enquiry.child_id).exists():
        raise NotTheirChild
    return begin_work(give_to_holder(enquiry, by=by, at=at), by=by, at=at)


@transaction.atomic
def send_to_manager(work: EnquiryWork, *, by: User, at: datetime) -> Sending:
    """
    Send an enquiry to the managers of its team, who are told.

    :raises: what `signing.actions.send` raises.
    """
    sending = signing.send(work, by=by, at=at)
    enquiry = work.enquiry
    if enquiry.team_id is not None:
        words = f"{by.name} sent you the enquiry about {name_of(enquiry.child)}."
        tell(
            key=WITH_MANAGER.format(sending.pk), words=words,
            path=f"/enquiries/{enquiry.pk}/sign/", child_id=enquiry.child_id, team_id=enquiry.team_id, by=by, at=at,
        )  # fmt: skip
    return sending


@transaction.atomic
def send_back_to_author(work: EnquiryWork, *, missing: str, by: User, at: datetime) -> Sending:
    """
    Send an enquiry back with what is missing; its author is told.

    :raises: what `signing.actions.send_back` raises.
    """
    sending = signing.send_back(work, missing=missing, by=by, at=at)
    say_answered(key=WITH_MANAGER.format(sending.pk), by=by, at=at)
    words = f"The enquiry about {name_of(work.enquiry.child)} came back: {missing.strip()}"
    _tell_author(work, key=f"enquiry sent back/{sending.pk}", words=words, by=by, at=at)
    return sending


@transaction.atomic
def sign_enquiry(
    enquiry: Section47Enquiry, *, read_at: datetime | None = None, read_uncovered: Collection[str] | None = None,
    asks_now: bool = True, by: User, at: datetime,
) -> Signed:  # fmt: skip
    """
    Sign an enquiry, and go on from it: it ends, or a conference is asked for in the same press where this person may
    ask. Every significant item of history is kept as it reads now; those nobody covered carry the signer's name.

    :param read_at: when the page was opened on which it was read.
    :param read_uncovered: the records of the items that page showed as uncovered.
    :param asks_now: whether a conference is asked for now, where one is needed, or later with brothers and sisters.
    :raises: what `signing.actions.sign` raises.
    :raises ItemsChangedSinceRead: if other items are uncovered by now than those that were read.
    """
    require(by, SIGN_ENQUIRIES)
    page = enquiry_page(enquiry.pk, viewer=by, at=at)
    if page is None:
        raise NotTheirChild
    if page.work is None:
        raise signing.NotSent
    if read_uncovered is not None and set(read_uncovered) != set(page.analysis.uncovered):
        raise ItemsChangedSinceRead
    work = signing.sign(page.work, items=_items(page.analysis.coverage), read_at=read_at, by=by, at=at)
    settle_enquiry(
        enquiry, needs_conference=Outcome(work.outcome).needs_conference, on=local_day(at), by=by, at=at
    )  # fmt: skip
    for sending in work.sendings.all():
        say_answered(key=WITH_MANAGER.format(sending.pk), by=by, at=at)
    words = f"{by.name} signed the enquiry about {page.name}."
    _tell_author(work, key=f"enquiry signed/{work.pk}", words=words, by=by, at=at)
    asks = asks_now and Outcome(work.outcome).needs_conference and may(by, ASK_FOR_CONFERENCES)
    return Signed(work=work, request=_ask(enquiry, by=by, at=at) if asks else None)


@transaction.atomic
def ask_for_its_conference(enquiry: Section47Enquiry, *, by: User, at: datetime) -> ConferenceRequest:
    """
    Ask for the conference a signed enquiry leads to, together with brothers and sisters whose enquiries lead to one.

    :raises: what `ask_for_conference` raises.
    :raises NothingToAsk: if there is none to ask for, or it is asked for already.
    """
    require(by, ASK_FOR_CONFERENCES)
    found = enquiries(viewer=by).filter(pk=enquiry.pk).first()
    request = _ask(found, by=by, at=at) if found is not None else None
    if request is None:
        raise NothingToAsk
    return request


def _ask(enquiry: Section47Enquiry, *, by: User, at: datetime) -> ConferenceRequest | None:
    """One conference for all children of the discussion whose signed enquiries wait for one."""
    signed = enquiries(viewer=by).filter(work__signed_at__isnull=False, work__outcome=Outcome.CONFERENCE)
    meeting = enquiry.begun_by.meeting_id if enquiry.begun_by else None
    together = signed.filter(begun_by__meeting=meeting) if meeting else signed.filter(pk=enquiry.pk)
    asked = ChildInConference.objects.filter(withdrawn_at__isnull=True)
    together = together.exclude(pk__in=asked.filter(enquiry__isnull=False).values("enquiry"))
    # Whoever waits for a conference already is asked about once.
    together = together.exclude(child__in=asked.filter(conference__isnull=True).values("child"))
    together = together.exclude(pk__in=Conference.objects.filter(enquiry__isnull=False).values("enquiry"))
    chosen = list(together.select_related("work").order_by("child__date_of_birth", "pk"))
    if enquiry.pk not in {each.pk for each in chosen}:
        return None
    parts = [Part(child=each.child, enquiry_id=each.pk) for each in chosen]
    once = uuid5(NAMESPACE_URL, "/".join(f"{each.pk}" for each in chosen) + f"/{at.isoformat()}")
    asking = Asking(once=once, kind=Kind.INITIAL, parts=parts, why=_why(chosen))
    return ask_for_conference(asking, by=by, at=at)


def _why(chosen: Sequence[Section47Enquiry]) -> str:
    """What each enquiry concluded, in its own words."""
    said = {
        each.pk: each.work.passages.filter(section=Section.CONCLUSION).values_list("words", flat=True).first() or ""
        for each in chosen
    }
    return "\n\n".join(f"{name_of(each.child)}: {said[each.pk].strip() or LIKELY}" for each in chosen)


def _items(found: Coverage[ItemUse]) -> list[Item]:
    became = ((found.used, Became.USED), (found.set_aside, Became.SET_ASIDE), (found.uncovered, Became.UNCOVERED))
    items = []
    for each, what in ((each, what) for group, what in became for each in group):
        line, use = each.line, each.use if what is not Became.UNCOVERED else None
        items.append(
            Item(
                record=each.record, happened_on=line.on, what=line.what, detail=line.detail, whose=line.whose,
                matters_because=line.mark.because if line.mark else "", became=what,
                section=use.section if use else "", said=(use.set_aside_because or use.how) if use else "",
            )
        )  # fmt: skip
    return items


def _tell_author(work: EnquiryWork, *, key: str, words: str, by: User, at: datetime) -> None:
    enquiry = work.enquiry
    if enquiry.worker_id is not None:
        tell(
            key=key, words=words, path=f"/enquiries/{enquiry.pk}/", child_id=enquiry.child_id,
            worker_id=enquiry.worker_id, by=by, at=at,
        )  # fmt: skip
