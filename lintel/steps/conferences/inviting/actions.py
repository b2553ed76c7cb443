"""Inviting to a conference, saying who came, and sharing its reports with the family."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.statute.calendar import local_day
from lintel.steps.conferences import permissions
from lintel.steps.conferences.actions import NothingSaid, NotOnThatDay
from lintel.steps.conferences.codes import Attendance, Shared, Side
from lintel.steps.conferences.models import ConferenceReport, ConferenceRequest, Invitation
from lintel.steps.conferences.reach import locked

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class SharedAlready(Exception):
    """The family has it already; the day they first had it stands."""


@transaction.atomic
def invite(
    request: ConferenceRequest, *, side: Side, name: str, person_id: int | None = None, agency_id: int | None = None,
    by: User, at: datetime,
) -> Invitation:  # fmt: skip
    """
    Ask somebody to a conference. Asked twice, the first holds.

    :raises NotAllowed: if this person does not arrange conferences.
    :raises NotTheirChild, HeldAlready, NothingSaid: see there.
    """
    require(by, permissions.ARRANGE_CONFERENCES)
    request = locked(request, by=by)
    if not name.strip():
        raise NothingSaid
    invited, is_new = Invitation.objects.get_or_create(
        request=request, side=side, name=name.strip()[:120],
        defaults={"person_id": person_id, "agency_id": agency_id, "invited_at": at, "invited_by": by},
    )  # fmt: skip
    if is_new:
        note("invited to a conference", by=by, at=at, subject=invited, side=str(side))
    return invited


@transaction.atomic
def say_who_came(
    invitation: Invitation, *, attendance: Attendance, why_not: str = "", by: User, at: datetime
) -> Invitation:  # fmt: skip
    """
    Say whether somebody came. Words that were sent are not attendance.

    :raises NotAllowed: if this person does not arrange conferences.
    :raises NotTheirChild: see there.
    """
    require(by, permissions.ARRANGE_CONFERENCES)
    locked(invitation.request, by=by, even_held=True)
    invitation = Invitation.objects.get(pk=invitation.pk)
    invitation.attendance, invitation.why_not = attendance, why_not.strip()
    invitation.save(update_fields=["attendance", "why_not"])
    note("attendance at a conference", by=by, at=at, subject=invitation, attendance=str(attendance))
    return invitation


@transaction.atomic
def hand_in_report(
    request: ConferenceRequest, *, side: Side, author: str, by: User, at: datetime
) -> ConferenceReport:  # fmt: skip
    """
    Say that a report for a conference is there, and whose it is. Handed in twice, the first holds.

    :raises NotAllowed: if this person does not arrange conferences.
    :raises NotTheirChild, HeldAlready, NothingSaid: see there.
    """
    require(by, permissions.ARRANGE_CONFERENCES)
    request = locked(request, by=by)
    if not author.strip():
        raise NothingSaid
    report, is_new = ConferenceReport.objects.get_or_create(
        request=request, side=side, author=author.strip()[:120], defaults={"written_at": at, "written_by": by}
    )
    if is_new:
        note("conference report handed in", by=by, at=at, subject=report, side=str(side))
    return report


@transaction.atomic
def share_report(
    report: ConferenceReport, *, shared_on: date, how: Shared, shared_with: str, by: User, at: datetime
) -> ConferenceReport:  # fmt: skip
    """
    Say when, how and with whom of the family a report was shared. Late is seen to be late, and stops nothing.

    :raises NotAllowed: if this person does not arrange conferences.
    :raises NotTheirChild, SharedAlready, NothingSaid, NotOnThatDay: see there.
    """
    require(by, permissions.ARRANGE_CONFERENCES)
    locked(report.request, by=by, even_held=True)
    report = ConferenceReport.objects.get(pk=report.pk)
    if report.shared_on is not None:
        raise SharedAlready
    if not shared_with.strip():
        raise NothingSaid
    if not local_day(report.request.asked_at) <= shared_on <= local_day(at):
        raise NotOnThatDay
    report.shared_on, report.shared_how, report.shared_with = shared_on, how, shared_with.strip()
    report.shared_by = by
    report.save(update_fields=["shared_on", "shared_how", "shared_with", "shared_by"])
    note("conference report shared", by=by, at=at, subject=report, shared_on=str(shared_on), how=str(how))
    return report
