"""Whom the record knows around the children of a conference, offered to be invited and never invited by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lintel.foundation.access.models import User
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency
from lintel.foundation.agencies.queries import agencies
from lintel.journey.allocating.handing_over.queries import worker_of
from lintel.journey.families.queries import Family, Member, family
from lintel.statute.calendar import local_day
from lintel.steps.conferences.codes import Side
from lintel.steps.conferences.models import ConferenceRequest

OF_AGENCY = {AgencyKind.POLICE: Side.POLICE, AgencyKind.HEALTH: Side.HEALTH, AgencyKind.SCHOOL: Side.SCHOOL}
# Of somebody whose agency nobody has named here, by what their role or agency is called.
SAYS = (
    (Side.POLICE, ("police", "constable")), (Side.SCHOOL, ("school", "nursery", "academy", "teacher", "head of year")),
    (Side.HEALTH, ("health", "nurse", "midwi", "doctor", "hospital", "surgery", " gp ")),
)  # fmt: skip
PARENT = ("mother", "father", "parent", "step-parent", "stepparent", "carer", "step-mother", "step-father")


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """Somebody who could be invited, and what the record says of them."""

    side: Side
    name: str
    says: str = ""
    person_id: int | None = None
    agency_id: int | None = None

    @property
    def words(self) -> str:
        return f"{self.name}: {self.says or self.side.words.lower()}"


def suggested(conference: ConferenceRequest, *, viewer: User, at: datetime) -> dict[str, Suggested]:
    """The children, their family, and who works with them and is not invited yet, each under a key of its own."""
    known: dict[str, Suggested] = {}
    by_name = {agency.name: agency for agency in agencies(viewer=viewer)}
    inside = list(
        conference.children.filter(withdrawn_at__isnull=True).order_by("pk").values_list("child_id", flat=True)
    )
    for child_id in inside:
        found = family(child_id, viewer=viewer, on=local_day(at))
        if found is not None:
            for key, each in (*_of_family(found, inside), *_worker(found, viewer, at), *_involved(found, by_name)):
                known.setdefault(key, each)
    taken = set(conference.invitations.values_list("side", "name"))
    return {key: each for key, each in known.items() if (each.side, each.name) not in taken}


def side_of(words: str, agency: Agency | None) -> Side:
    """For whom somebody comes, by their agency where it is named here, else by how their role is called."""
    if agency is not None:
        return OF_AGENCY.get(AgencyKind(agency.kind), Side.OTHER_AGENCY)
    heard = f" {words.lower()} "
    return next((side for side, each in SAYS if any(word in heard for word in each)), Side.OTHER_AGENCY)


def _of_family(found: Family, inside: list[int]) -> list[tuple[str, Suggested]]:
    return [
        (
            f"person-{each.pk}",
            Suggested(
                side=_side_of(each, inside), name=each.name, says=_says(each, is_inside=each.pk in inside),
                person_id=each.pk,
            ),
        )
        for each in found.members
        if each.died_on is None and (each.pk in inside or not each.is_child) and not each.age.startswith("due ")
    ]  # fmt: skip


def _side_of(each: Member, inside: list[int]) -> Side:
    if each.pk in inside:
        return Side.CHILD
    return Side.PARENT if each.kin.lower().startswith(PARENT) else Side.FAMILY


def _says(each: Member, *, is_inside: bool) -> str:
    kin = "the conference is about them" if is_inside else each.kin or "of the family"
    return ", ".join(filter(None, (kin, each.age)))


def _worker(found: Family, viewer: User, at: datetime) -> list[tuple[str, Suggested]]:
    """Who holds the child."""
    holds = worker_of(found.child, viewer=viewer, on=local_day(at))
    if holds is None:
        return []
    suggestion = Suggested(side=Side.SOCIAL_CARE, name=holds.worker.name, says="holds the child")
    return [(f"worker-{holds.worker_id}", suggestion)]


def _involved(found: Family, by_name: dict[str, Agency]) -> list[tuple[str, Suggested]]:
    people = []
    for each in found.involved:
        if each.until is not None:
            continue
        name, agency = each.name or each.agency, by_name.get(each.agency)
        says = ", ".join(filter(None, (each.role, each.agency if each.name else "", each.from_words)))
        people.append((f"{name}/{each.agency}"[:200], Suggested(
            side=side_of(f"{each.role} {each.agency}", agency), name=name[:120], says=says,
            agency_id=agency.pk if agency else None,
        )))  # fmt: skip
    return people
