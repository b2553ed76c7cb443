"""Reading what the police told us: one query for each kind, straight into light tuples."""

from __future__ import annotations

from collections.abc import Mapping

from lintel.journey.notifications.timing import decided_contacts, seen_contacts, when_it_was
from lintel.oversight.performance.police import Declared, Exposure, Notice, Police
from lintel.statute.calendar import local_day
from lintel.steps.front_door.models import ChildContact
from lintel.steps.police_notifications.codes import Grade, Part
from lintel.steps.police_notifications.lags import Times
from lintel.steps.police_notifications.models import BacklogDeclaration, PersonInNotification


def read_police(children: Mapping[int, object], *, may_read_declarations: bool) -> Police:
    """What the police told of these children, and what they declared."""
    return Police(_notices(children), _exposures(children), _declared() if may_read_declarations else ())


OF_A_NOTICE = (
    "pk", "agency__name", "reference", "children_present", "occurred_on", "occurred_at", "triaged_at", "sent_at",
    "received_at", "grade",
)  # fmt: skip


def _notices(children: Mapping[int, object]) -> tuple[Notice, ...]:
    lines = ChildContact.objects.filter(contact__police_notifications__version=1).order_by("pk")
    columns = (f"contact__police_notifications__{name}" for name in OF_A_NOTICE)
    rows = [row for row in lines.values_list("child_id", "contact_id", *columns) if row[0] in children]
    contacts = {row[1] for row in rows}
    decided, seen = decided_contacts(contacts), seen_contacts(contacts)
    found: dict[int, Notice] = {}
    for child, contact, pk, agency, reference, present, on, at, triaged_at, sent_at, received_at, grade in rows:
        times = Times(
            occurred_at=when_it_was(on, at, received_at), triaged_at=triaged_at, sent_at=sent_at,
            received_at=received_at, grade=Grade(grade), decided_at=decided.get(contact), seen_at=seen.get(contact),
        )  # fmt: skip
        found.setdefault(pk, Notice(pk, child, agency, reference, present is not False, local_day(received_at), times))
    return tuple(found.values())


def _exposures(children: Mapping[int, object]) -> tuple[Exposure, ...]:
    told = PersonInNotification.objects.filter(
        part=Part.CHILD, notification__version=1, child_contact__isnull=False
    ).order_by("pk")  # fmt: skip
    rows = told.values_list(
        "child_contact__child_id", "notification_id", "notification__occurred_on", "notification__received_at"
    )
    return tuple(Exposure(child, pk, on, local_day(at)) for child, pk, on, at in rows if child in children)


def _declared() -> tuple[Declared, ...]:
    rows = BacklogDeclaration.objects.order_by("declared_at", "pk")
    return tuple(
        Declared(pk, agency, local_day(at), untriaged, oldest_on)
        for pk, agency, at, untriaged, oldest_on in rows.values_list(
            "pk", "agency__name", "declared_at", "untriaged", "oldest_on"
        )
    )
