"""One contact: the family first, then the words, then what is known of each child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from lintel.foundation.access.gate import allow
from lintel.foundation.access.permissions import may
from lintel.foundation.agencies.queries import to_ring_now
from lintel.foundation.people.naming import name_of
from lintel.foundation.people.rules import age_in_words
from lintel.journey.handovers.early_help.queries import who_has_the_children
from lintel.journey.history.queries import known_at
from lintel.journey.notifications.queries import notices_of
from lintel.statute import codes
from lintel.statute.calendar import local_day
from lintel.steps.agency_checks.permissions import ASK_AGENCIES
from lintel.steps.agency_checks.queries import checks_of
from lintel.steps.front_door import permissions, queries
from lintel.steps.front_door.codes import Consent, InformantKind, Outcome
from lintel.steps.front_door.desk.page import queries as page
from lintel.steps.front_door.desk.page.actions import note_opened
from lintel.steps.front_door.desk.queries import Row, as_rows, together_with
from lintel.steps.front_door.desk.rules import left_in_words
from lintel.steps.front_door.models import ChildContact, ConsentStep, Contact
from lintel.steps.front_door.remarks.queries import remarks_on
from lintel.steps.front_door.rules import Clock
from lintel.steps.front_door.telling.queries import passed_on, safe_contact_rules, to_pass_on, told_about
from lintel.web.front_door.asked import contact_asked
from lintel.web.front_door.forms import CALLERS, PARTS

# What is going on with a child while it has no end.
GOING_ON = {"referral", "allocation", "assessment", "plan", "early_help"}
SHOWN_AT_FIRST = 8


@dataclass(frozen=True, kw_only=True)
class ChildShown:
    """One child of the contact with everything the page says of them."""

    line: ChildContact
    known: dict[str, Any]
    age: str
    clock: Clock
    left: str
    is_over: bool
    homes: list[str]
    agreement: list[ConsentStep]
    outcome: str

    @property
    def going_on(self) -> list[dict[str, Any]]:
        """What has begun and not ended."""
        lines: list[dict[str, Any]] = self.known["chronology"]
        return [
            each
            for each in lines
            if each["step"] in GOING_ON and not each["until"] and not each["what"].endswith("no further action")
        ]

    @property
    def has_a_last_time(self) -> bool:
        """Whether an episode of need of the child has ended, or a referral led to nothing further."""
        ended = (each for each in self.known["chronology"] if each["step"] == "referral")
        return any(each["until"] or each["what"].endswith("no further action") for each in ended)

    @property
    def first_lines(self) -> list[dict[str, Any]]:
        return list(self.known["chronology"][:SHOWN_AT_FIRST])

    @property
    def further_lines(self) -> list[dict[str, Any]]:
        return list(self.known["chronology"][SHOWN_AT_FIRST:])


@require_GET
@allow(permissions.SEE_CONTACTS)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one contact, calm and in one place; the same that is frozen with a decision."""
    it, now, viewer = contact_asked(request, pk), timezone.now(), request.user
    row = next(iter(as_rows([it], viewer=viewer, at=now)), None)
    if row is None or it.received_at is None:  # from a file: it stands in the children's records
        raise Http404
    children = _children(it, request, now)
    note_opened(it, by=viewer, at=now)
    return render(request, "front_door/contact.html", {
        "contact": it, "row": row, "children": children, "now": now, "parts": {p.value: w for p, w in PARTS.items()},
        "adults": _adults(it, request), "informant": queries.informant_of(it, viewer=viewer),
        "callers": {kind.value: words for kind, words in CALLERS.items()},
        "source": codes.REFERRAL_SOURCE.label(it.source) if it.source in codes.REFERRAL_SOURCE else "",
        "together": together_with(it, viewer=viewer), "safe_ways": safe_contact_rules(it, viewer=viewer),
        "decisions": queries.decisions_of(it, viewer=viewer), "told": told_about(it, viewer=viewer),
        "passed_on": passed_on(it, viewer=viewer), "to_pass_on": to_pass_on(it, viewer=viewer),
        "left": page.left_by(it, viewer=viewer), "outcomes": {each.value: each.words for each in Outcome},
        "remarks": remarks_on(it, viewer=viewer), "checks": checks_of(it, viewer=viewer),
        "may_check": may(viewer, ASK_AGENCIES), "notices": notices_of(it, viewer=viewer),
        "consents": {each.value: each.words for each in Consent},
        "holding": who_has_the_children(it, viewer=viewer),
    } | _may(request, row))  # fmt: skip


def _may(request: HttpRequest, row: Row) -> dict[str, bool]:
    """What this person may do with it now."""
    viewer, it, is_open = request.user, row.contact, not row.is_decided
    works = is_open and it.held_by_team_id is not None and may(viewer, permissions.WORK_THE_DESK)
    return {
        "works": works, "has_it": it.held_by_id == viewer.pk, "at_the_desk": may(viewer, permissions.WORK_THE_DESK),
        "may_decide": works and may(viewer, permissions.DECIDE_CONTACT) and not row.waits_for_signature,
        "may_clear": works and may(viewer, permissions.CLEAR_DANGER),
        "may_open_seal": may(viewer, permissions.OPEN_SEALED_INFORMANT),
    }  # fmt: skip


def _children(it: Contact, request: HttpRequest, now: datetime) -> list[ChildShown]:
    viewer, homes = request.user, page.homes(it, viewer=request.user)
    agreement = page.agreement_in(it, viewer=viewer)
    known = {each["child_contact"]: each for each in known_at(it, viewer=viewer, at=now)["children"]}
    shown = []
    for line in queries.children_in(it, viewer=viewer):
        clock, child = queries.clock_of(line, viewer=viewer), line.child
        age = age_in_words(child.date_of_birth, certainty=child.birth_date_certainty, on=local_day(now))
        shown.append(
            ChildShown(
                line=line, known=known[line.pk], age=age, clock=clock, left=left_in_words(clock.left(now)),
                is_over=clock.is_over(now), homes=homes.get(child.pk, []), agreement=agreement[line.pk],
                outcome=Outcome(line.outcome).words if line.outcome else "",
            )
        )  # fmt: skip
    return shown


def _adults(it: Contact, request: HttpRequest) -> list[dict[str, Any]]:
    """The grown-ups a contact speaks of, as plain values."""
    return [{"name": name_of(adult.person), "part": adult.part} for adult in queries.adults_in(it, viewer=request.user)]


@require_POST
@allow(permissions.OPEN_SEALED_INFORMANT)
def who_told_us(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening the seal over who told us; it leaves an entry in the audit log."""
    it = contact_asked(request, pk)
    informant = queries.informant_of(it, viewer=request.user, opened_at=timezone.now())
    if informant is None:
        raise Http404
    return render(request, "front_door/who_told_us.html", {
        "contact": it, "informant": informant, "kind": CALLERS[InformantKind(informant.kind)],
    })  # fmt: skip


@require_GET
@allow(permissions.WORK_THE_DESK)
def ring(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to ring when a child is in danger now, and since when we know."""
    it = contact_asked(request, pk)
    return render(request, "front_door/ring.html", {
        "contact": it, "agencies": to_ring_now(viewer=request.user), "now": timezone.now(),
        "row": next(iter(as_rows([it], viewer=request.user, at=timezone.now())), None),
    })  # fmt: skip
