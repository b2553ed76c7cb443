"""What we were told: contacts, police notices, answers of agencies, early help."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from
from lintel.journey.chronology.kinds import kinds_told
from lintel.journey.chronology.reading.making import event_of, origin, record_of, sentence, short, thought_of_with
from lintel.journey.chronology.rules import Line
from lintel.statute import codes
from lintel.statute.calendar import local_day
from lintel.steps.agency_checks.models import AskedAbout
from lintel.steps.agency_checks.permissions import SEE_CHECKS
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.early_help.models import EarlyHelpEpisode, EarlyHelpRequest
from lintel.steps.front_door.codes import Concern
from lintel.steps.front_door.models import ChildContact
from lintel.steps.front_door.permissions import SEE_CONTACTS
from lintel.steps.police_notifications.codes import About, Grade
from lintel.steps.police_notifications.models import Notification
from lintel.steps.police_notifications.permissions import SEE_NOTIFICATIONS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# What somebody worries about that is an event and no state of things.
INCIDENTS = frozenset({
    Concern.DOMESTIC_ABUSE, Concern.PHYSICAL_HARM, Concern.SEXUAL_HARM, Concern.MISSING,
})  # fmt: skip


def contacts_with_words(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """Contacts, with what was said for those who may read the contact whole."""
    hidden = _hidden_contacts(viewer)
    may_read = may(viewer, SEE_CONTACTS)
    for it in _lines_of(children):
        said = it.contact.words if may_read and it.contact_id not in hidden else ""
        yield _contact(it, said=said)


def contacts(children: Collection[int]) -> Iterator[Line]:
    """Contacts and what was decided of them; what was said is not in it, so it can be kept and shown to others."""
    for it in _lines_of(children):
        yield _contact(it, said="")


def _lines_of(children: Collection[int]) -> Iterator[ChildContact]:
    found = ChildContact.objects.filter(child__in=children)
    yield from found.select_related("contact", "source_file", "decided_by")


def _contact(it: ChildContact, *, said: str) -> Line:
    told = it.contact
    source = codes.REFERRAL_SOURCE.label(told.source) if told.source else "source not recorded"
    decided = f" Decided {it.decided_on:%-d %B %Y}." if it.decided_on else ""
    outcome = f"{sentence(it.outcome)}." if it.outcome else "Not decided yet."
    worked_out = " Worked out from what followed in the files." if it.outcome_basis == "inferred" else ""
    is_incident = INCIDENTS & {Concern(each) for each in told.concerns}
    kinds = dict.fromkeys([
        ItemKind.CONTACT, *([ItemKind.INCIDENT] if is_incident else []), *kinds_told(said),
    ])  # fmt: skip
    concerns = ", ".join(Concern(each).words for each in told.concerns)
    words = "".join(f"{part} " for part in (f"{concerns}." if concerns and said else "", short(said)) if part)
    return Line(
        on=told.happened_on or told.received_on, known_on=told.received_on, what=f"Contact from {source}",
        detail=f"{words}{outcome}{decided}{worked_out}", came_from=origin(it), step="contact", pk=it.pk,
        whose=(it.child_id,), kinds=tuple(kinds), event=event_of(told), thought_of_with=thought_of_with(told),
        records=(record_of(it),),
        told_in=(f"contact {told.reference}".strip() + f" of {told.received_on:%-d %B %Y}",),
    )  # fmt: skip


def police_notices(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """What the police told of these children, in the latest version of each notice."""
    if not may(viewer, SEE_NOTIFICATIONS):
        return
    told = Notification.objects.filter(contact__children__child__in=children, is_latest=True).distinct()
    told = told.exclude(contact__in=_hidden_contacts(viewer)).order_by("occurred_on", "pk")
    of_contact: dict[int, int] = {}
    for it in told.select_related("agency", "contact").prefetch_related("people__child_contact", "contact__children"):
        # A contact that came to hold two notices tells of two incidents; the second is an event of its own.
        is_first = of_contact.setdefault(it.contact_id, it.pk) == it.pk
        for each in it.contact.children.all():
            if each.child_id in children:
                yield _notice(it, each.child_id, is_first=is_first)


def _notice(it: Notification, child: int, *, is_first: bool) -> Line:
    is_hurt = any(
        each.injured and each.child_contact and each.child_contact.child_id == child for each in it.people.all()
    )
    kinds = [ItemKind.INCIDENT, *([ItemKind.INJURY] if is_hurt else []), *kinds_told(it.narrative)]
    present = {True: " Children were there.", False: " No child was there.", None: ""}[it.children_present]
    received = f"{local_day(it.received_at):%-d %B %Y}"
    return Line(
        on=it.occurred_on, known_on=local_day(it.received_at),
        what=f"Police notice: {About(it.about).words.lower()}, {Grade(it.grade).words.lower()}",
        detail=f"{short(it.narrative)}{present}{' The child was hurt.' if is_hurt else ''}".strip(), step="police",
        pk=it.pk, whose=(child,), kinds=tuple(dict.fromkeys(kinds)), records=(record_of(it),),
        event=event_of(it.contact) if is_first else f"notice/{it.pk}",
        thought_of_with=thought_of_with(it.contact) if is_first else "",
        came_from=f"{it.agency.name}, {it.reference}",
        told_in=(f"notice {it.reference} of {it.agency.name}, received {received}",),
    )  # fmt: skip


def agency_answers(children: Collection[int], *, viewer: User) -> Iterator[Line]:
    """What agencies answered about these children, in their own words; what is still owed has not been told."""
    if not may(viewer, SEE_CHECKS):
        return
    about = AskedAbout.objects.filter(
        child_contact__child__in=children, check_asked__answered_at__isnull=False
    ).exclude(check_asked__contact__in=_hidden_contacts(viewer))
    for it in about.select_related("check_asked__agency", "child_contact").prefetch_related("check_asked__additions"):
        check = it.check_asked
        added = [f"Added on {local_day(more.added_at):%-d %B %Y}: {more.words}" for more in check.additions.all()]
        said = " ".join([check.words, *added])
        assert check.answered_at is not None
        yield Line(
            on=local_day(check.answered_at), what=f"Answer of {check.agency.name}", detail=short(said), step="agency",
            pk=check.pk, whose=(it.child_contact.child_id,), event=f"check/{check.pk}", records=(record_of(check),),
            kinds=tuple(dict.fromkeys([ItemKind.AGENCY, *kinds_told(said)])), came_from=check.agency.name,
            told_in=(f"answer of {check.agency.name} of {local_day(check.answered_at):%-d %B %Y}",),
        )  # fmt: skip


def early_help(children: Collection[int]) -> Iterator[Line]:
    for it in EarlyHelpEpisode.objects.filter(child__in=children).select_related("source_file"):
        yield Line(
            on=it.started_on, what="Early help", detail=it.organisation, lasts=True, until=it.ended_on,
            came_from=origin(it), step="early_help", pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.EARLY_HELP,),
            records=(record_of(it),),
        )  # fmt: skip


def asked_of_early_help(children: Collection[int]) -> Iterator[Line]:
    for it in EarlyHelpRequest.objects.filter(child__in=children).select_related("team"):
        yield asking(it)


def asking(it: EarlyHelpRequest) -> Line:
    """What was asked of early help and how far that is, without anybody's words."""
    answered = {
        "Sent back": it.sent_back_at, "Accepted": it.accepted_at, "First met": it.first_met_at,
        "Stepped up": it.stepped_up_at, "Ended": it.ended_at,
    }  # fmt: skip
    said = [f"{what} {local_day(at):%-d %B %Y}." for what, at in answered.items() if at]
    return Line(
        on=local_day(it.asked_at), what=f"Asked of {it.team}", detail=" ".join(said) or "Not answered yet.",
        came_from="early help", step="early_help", pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.EARLY_HELP,),
        records=(record_of(it),),
    )  # fmt: skip


def _hidden_contacts(viewer: User) -> set[int]:
    """Contacts with a child who is kept from this viewer: those are for the people named, whole."""
    found = ChildContact.objects.filter(child__in=kept_from(viewer)).values_list("contact_id", flat=True)
    return set(found)
