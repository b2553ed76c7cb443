"""A file of notices from Ravenshire Police, as it comes on a morning: late, out of order, and one row unreadable."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from itertools import cycle

from lintel.demo.live import words
from lintel.demo.live.families import Families, Family
from lintel.demo.live.people import AtTheDoor
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import AgencyMember
from lintel.journey.notifications.actions import receive_batch
from lintel.statute.calendar import LONDON
from lintel.steps.front_door.codes import Channel
from lintel.steps.police_notifications.partnership.actions import declare_backlog

# What the references of these files begin with, so that a later morning finds what an earlier one left over.
REFERENCES = "RVD"
HEADINGS = [
    "Police Ref", "Incident Date", "Incident Time", "Triage Date Time", "Date Sent", "Risk Grade", "Circumstances",
    "Incident Address", "Children Present", "Child 1 Forename", "Child 1 Surname", "Child 1 DOB", "Child 1 Address",
]  # fmt: skip
# Hours from the incident to the file, hours of them until triage, and the grade.
INCIDENTS = (
    (38, 9, "High"), (171, 150, "Standard"), (64, 12, "Medium"), (340, 300, "Medium"), (19, 3, "High"),
    (96, 70, "Standard"), (505, 460, "Standard"),
)  # fmt: skip
# The second household's: told of once more, and a third time.
AGAIN = ((120, 100, "Medium"), (50, 20, "Medium"))
UNTRIAGED, OLDEST_DAYS_AGO = 31, 23


def police_file(people: AtTheDoor, families: Families, *, now: datetime) -> int:
    """
    A file of ten notices two hours ago: one household three times, one child with a worker, one row without a date.

    The police also declare what they have not triaged.

    :returns: how many contacts the file made, one for each household.
    """
    at = now - timedelta(hours=2)
    number = iter(range(1, 100))
    kinds = cycle((families.known_to_us, families.unknown))
    told = [families.open_to_us(), *(next(kinds)() for _ in INCIDENTS[1:])]
    rows = [
        _row(family, f"{REFERENCES}{at:%y%m%d}/{next(number):02}", hours, at)
        for family, hours in [*zip(told, INCIDENTS, strict=True), *((told[1], hours) for hours in AGAIN)]
    ]
    unreadable = rows[2] | {"Police Ref": f"{REFERENCES}{at:%y%m%d}/{next(number):02}", "Incident Date": "last week"}
    agency = people.agencies[AgencyKind.POLICE]
    batch = receive_batch(
        _as_csv([*rows, unreadable]), file_name=f"Ravenshire Police notices {at:%d %b %Y}.csv", agency=agency,
        by=people.channels[Channel.POLICE_FEED], at=at,
    )  # fmt: skip
    declare_backlog(
        agency, untriaged=UNTRIAGED, oldest_on=(at - timedelta(days=OLDEST_DAYS_AGO)).date(),
        by=AgencyMember.objects.get(agency=agency, ended_at__isnull=True).user, at=at,
    )  # fmt: skip
    return batch.notifications.values("contact").distinct().count()


def _row(family: Family, reference: str, took: tuple[int, int, str], at: datetime) -> dict[str, str]:
    hours, until_triage, grade = took
    happened = (at - timedelta(hours=hours)).astimezone(LONDON)
    child = family.children[0].particulars
    return {
        "Police Ref": reference, "Incident Date": f"{happened:%d/%m/%Y}", "Incident Time": f"{happened:%H:%M}",
        "Triage Date Time": f"{happened + timedelta(hours=until_triage):%d/%m/%Y %H:%M}",
        "Date Sent": f"{at.astimezone(LONDON) - timedelta(minutes=5):%d/%m/%Y %H:%M}", "Risk Grade": grade,
        "Circumstances": words.TOLD_BY_OFFICERS[hours % len(words.TOLD_BY_OFFICERS)].replace(
            "{child}", family.first_name
        ),
        "Incident Address": child.address, "Children Present": "Yes", "Child 1 Forename": child.given,
        "Child 1 Surname": child.family, "Child 1 Address": child.address,
        "Child 1 DOB": f"{child.date_of_birth:%d/%m/%Y}" if child.date_of_birth else "",
    }  # fmt: skip


def _as_csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
