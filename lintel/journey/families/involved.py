"""Reading who from elsewhere is involved with a family and how they are reached; never who told us under seal."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.visibility import kept_from
from lintel.foundation.people.models import Professional
from lintel.statute.calendar import local_day
from lintel.steps.agency_checks.codes import Known
from lintel.steps.agency_checks.models import AskedAbout
from lintel.steps.early_help.models import EarlyHelpEpisode, EarlyHelpRequest
from lintel.steps.front_door.codes import InformantKind
from lintel.steps.front_door.models import ChildContact
from lintel.steps.police_notifications.models import Notification

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Involved:
    """
    Somebody from elsewhere, or an agency: for which children, how to reach them, and where the record has it from.

    :param professional: the entry a worker made, where it is one; only such an entry can be ended here.
    """

    name: str
    role: str = ""
    agency: str = ""
    reach: tuple[str, ...] = ()
    children: tuple[int, ...]
    since: date | None = None
    until: date | None = None
    from_words: str = ""
    professional: int | None = None


def involved_with(children: Collection[int], *, viewer: User) -> list[Involved]:
    """
    Everybody the record names, those still involved first; one line for each, whichever children it is about.

    Nobody from a contact that is also about a child who is kept from this viewer: it is for the people named, whole.
    """
    found: dict[tuple[str, str, str, date | None], Involved] = {}
    hidden = set(ChildContact.objects.filter(child__in=kept_from(viewer)).values_list("contact_id", flat=True))
    told = [each for read in (_referrers, _asked_agencies, _police) for each in read(children, hidden=hidden)]
    known = [each for read in (_written_down, _early_help, _episodes) for each in read(children)]
    for each in (*known, *told):
        key = (each.name, each.agency, each.from_words, each.until)
        before = found.get(key)
        together = (*before.children, *each.children) if before else each.children
        found[key] = replace(each, children=tuple(dict.fromkeys(together)))
    return sorted(found.values(), key=lambda each: (each.until is not None, each.agency or each.name, each.name))


def _reach(*ways: str) -> tuple[str, ...]:
    return tuple(way for way in ways if way.strip())


def _written_down(children: Collection[int]) -> Iterator[Involved]:
    for each in Professional.objects.filter(child__in=children).select_related("said_by").order_by("pk"):
        yield Involved(
            name=each.name, role=each.role, agency=each.agency, reach=_reach(each.telephone, each.email),
            children=(each.child_id,), since=each.began_on, until=each.ended_on, professional=each.pk,
            from_words=f"written down by {each.said_by.name}",
        )  # fmt: skip


def _referrers(children: Collection[int], *, hidden: Collection[int]) -> Iterator[Involved]:
    """Professionals and police who told us openly."""
    lines = ChildContact.objects.filter(
        child__in=children, contact__informant__is_sealed=False,
        contact__informant__kind__in=(InformantKind.PROFESSIONAL, InformantKind.POLICE),
    )  # fmt: skip
    lines = lines.exclude(contact__in=hidden)
    for line in lines.select_related("contact__informant__agency").order_by("contact__received_on", "pk"):
        who = line.contact.informant
        agency = who.organisation or (who.agency.name if who.agency else "")
        if who.name or agency:
            yield Involved(
                name=who.name, role=who.post, agency=agency, reach=_reach(who.telephone, who.email),
                children=(line.child_id,), since=line.contact.received_on, from_words="told us",
            )  # fmt: skip


def _asked_agencies(children: Collection[int], *, hidden: Collection[int]) -> Iterator[Involved]:
    """Agencies that said they know a child, and those that were asked and have not answered."""
    asked = AskedAbout.objects.filter(child_contact__child__in=children, check_asked__withdrawn_at__isnull=True)
    asked = asked.exclude(check_asked__contact__in=hidden)
    for each in asked.select_related("check_asked__agency", "child_contact").order_by("check_asked__asked_at", "pk"):
        check = each.check_asked
        if check.answered_at and each.known != Known.YES:
            continue
        yield Involved(
            name=check.answered_by_name, agency=check.agency.name, reach=_reach(check.agency.email),
            children=(each.child_contact.child_id,), since=local_day(check.asked_at),
            from_words="said that they know the child" if check.answered_at else "asked, and has not answered yet",
        )  # fmt: skip


def _early_help(children: Collection[int]) -> Iterator[Involved]:
    accepted = EarlyHelpRequest.objects.filter(
        child__in=children, accepted_at__isnull=False, stepped_up_at__isnull=True
    )
    for each in accepted.select_related("team").order_by("pk"):
        yield Involved(
            name=each.lead_practitioner, role="lead practitioner", agency=each.team.name, children=(each.child_id,),
            since=local_day(each.accepted_at) if each.accepted_at else None,
            until=local_day(each.ended_at) if each.ended_at else None, from_words="early help",
        )  # fmt: skip


def _episodes(children: Collection[int]) -> Iterator[Involved]:
    told = EarlyHelpEpisode.objects.filter(child__in=children, requests__isnull=True).exclude(organisation="")
    for each in told.order_by("started_on", "pk"):
        yield Involved(
            name="", agency=each.organisation, children=(each.child_id,), since=each.started_on, until=each.ended_on,
            from_words="early help",
        )  # fmt: skip


def _police(children: Collection[int], *, hidden: Collection[int]) -> Iterator[Involved]:
    notices = Notification.objects.filter(contact__children__child__in=children, is_latest=True)
    notices = notices.exclude(contact__in=hidden)
    rows = notices.order_by("occurred_on", "pk").values_list(
        "officer", "agency__name", "agency__email", "reference", "occurred_on", "contact__children__child_id"
    )
    for officer, agency, email, reference, occurred_on, child in rows:
        if child in children:
            yield Involved(
                name=officer, agency=agency, reach=_reach(email), children=(child,), since=occurred_on,
                from_words=f"police notification {reference}",
            )  # fmt: skip
