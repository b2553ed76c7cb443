"""Who works at the front door now, who answers for the agencies, and the channels that hand contacts in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lintel.demo.accounts import ADMINISTRATOR, PASSWORD, email_of
from lintel.demo.staff import EARLY_HELP, FRONT_DOOR
from lintel.demo.staff_records import ORIGIN
from lintel.foundation.access.actions import grant_role, open_account, service_account
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies.actions import join_agency, name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency
from lintel.foundation.workforce.actions import load_teams, load_workers
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Appointment, Team, Worker
from lintel.journey.imports import keys
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.front_door.codes import Channel
from lintel.steps.plans.models import CpPlan

OUT_OF_HOURS = "Ravenshire out of hours"
OUT_OF_HOURS_WORKER = "Tamsin Greyfold"
PRINCIPAL, SECOND_PRINCIPAL = "Aldith Fernleigh", "Lorcan Wetherlam"
CHAIR = "Hesper Stonelarch"
# What no longer needs a hand to be written down, each with an account nobody signs in to.
CHANNELS = {
    Channel.FORM: "Professionals’ form", Channel.PUBLIC_FORM: "Public form", Channel.EMAIL: "Front door mailbox",
    Channel.POLICE_FEED: "Police feed",
}  # fmt: skip


@dataclass(frozen=True)
class _Partner:
    key: str
    name: str
    kind: AgencyKind
    rings_now: str
    member: str = ""
    post: str = ""


PARTNERS = (
    _Partner(
        "ravenshire-police", "Ravenshire Police", AgencyKind.POLICE,
        "Safeguarding sergeant, 01632 960 201, day and night", "Marl Brackenfell", "Safeguarding sergeant",
    ),
    _Partner(
        "ravenshire-health", "Ravenshire Community Health", AgencyKind.HEALTH,
        "Named nurse, 01632 960 202; children’s ward after six, 01632 960 203", "Ottilie Fernscar", "Named nurse",
    ),
    _Partner(
        "larchmere-school", "Larchmere Primary School", AgencyKind.SCHOOL, "Office, 01632 960 204, school hours",
        "Wendell Rooksby", "Designated safeguarding lead",
    ),
    _Partner("start-well", "Start Well early help", AgencyKind.EARLY_HELP, "Duty desk, 01632 960 205"),
    _Partner("ravenshire-homes", "Ravenshire Homes", AgencyKind.HOUSING, "Duty officer, 01632 960 206"),
    _Partner("ravenshire-probation", "Ravenshire Probation", AgencyKind.PROBATION, "Duty officer, 01632 960 207"),
    _Partner("harbour-refuge", "The Harbour refuge", AgencyKind.VOLUNTARY, "Always, 01632 960 208"),
)  # fmt: skip


@dataclass(frozen=True)
class AtTheDoor:
    """Everybody who is needed for a morning at the front door."""

    head_of_service: User
    screener: User
    decider: User
    manager: User
    out_of_hours: User
    early_help: User
    principal: User
    second_principal: User
    chair: User
    protects: User
    channels: dict[Channel, User]
    desk: Team
    night_desk: Team
    agencies: dict[AgencyKind, Agency]

    def receives(self, channel: Channel) -> User:
        """Whose hand, or which channel, writes down what comes this way."""
        by = {Channel.TELEPHONE: self.screener, Channel.OUT_OF_HOURS: self.out_of_hours}
        return by.get(channel) or self.channels[channel]


class NotSeeded(Exception):
    """The invented council was never written down here, or its people are gone."""


def people_at_the_door(*, at: datetime) -> AtTheDoor:
    """
    Everybody at the front door, with accounts opened for those who have none yet; called again it changes nothing.

    :raises NotSeeded: where there is no Ravenshire.
    """
    administrator = _administrator()
    wanted = (Role.HEAD_OF_SERVICE, Role.FRONT_DOOR_MANAGER, Role.SCREENING_OFFICER)
    head_of_service, manager, screener = (_who_is(role) for role in wanted)
    if administrator is None or head_of_service is None or manager is None or screener is None:
        raise NotSeeded
    desk = Team.objects.get(name=FRONT_DOOR)
    opening = Opening(administrator, at)
    decides, helps, protects = _second_at_the_desk(desk), _lead_of(EARLY_HELP), _holds_most_plans(local_day(at))
    return AtTheDoor(
        head_of_service=head_of_service, screener=screener, manager=manager, desk=desk,
        night_desk=_night_desk(desk, at),
        decider=opening.account(
            decides.name if decides else "Corin Netherby", Role.DUTY_SOCIAL_WORKER, worker=decides
        ),
        out_of_hours=opening.account(OUT_OF_HOURS_WORKER, Role.OUT_OF_HOURS),
        early_help=opening.account(
            helps.name if helps else "Bryony Startwell", Role.EARLY_HELP_COORDINATOR, worker=helps,
            team=Team.objects.get(name=EARLY_HELP),
        ),
        principal=opening.account(PRINCIPAL, Role.PRINCIPAL_SOCIAL_WORKER),
        second_principal=opening.account(SECOND_PRINCIPAL, Role.PRINCIPAL_SOCIAL_WORKER),
        chair=opening.account(CHAIR, Role.CHAIR, worker=_chair(at)),
        protects=opening.account(
            protects.worker.name, Role.SOCIAL_WORKER, worker=protects.worker, team=protects.team
        ),
        channels={channel: opening.channel(channel, name) for channel, name in CHANNELS.items()},
        agencies={partner.kind: opening.agency(partner) for partner in PARTNERS},
    )  # fmt: skip


class Opening:
    """Opens what is not open yet."""

    def __init__(self, administrator: User, at: datetime) -> None:
        self.by, self.at = administrator, at

    def account(
        self, name: str, role: Role, *, worker: Worker | None = None, team: Team | None = None, email: str = "",
        password: str | None = PASSWORD,
    ) -> User:  # fmt: skip
        email = email or email_of(name)
        held = User.objects.filter(email=email).first()
        if held is not None:
            return held
        if worker is not None and User.objects.filter(worker=worker).exists():
            worker = None
        user = open_account(email=email, name=name, worker=worker, password=password, by=self.by, at=self.at)
        grant_role(user, role=role, team=team, by=self.by, at=self.at)
        return user

    def channel(self, channel: Channel, name: str) -> User:
        email = f"{channel.value.replace('_', '-')}@channels.ravenshire.example"
        return self.account(name, Role.INTAKE, email=email, password=None)

    def agency(self, partner: _Partner) -> Agency:
        held = Agency.objects.filter(key=partner.key).first()
        if held is not None:
            return held
        agency = name_agency(
            key=partner.key, name=partner.name, kind=partner.kind, email=f"{partner.key}@agencies.ravenshire.example",
            rings_now=partner.rings_now, by=self.by, at=self.at,
        )  # fmt: skip
        if partner.member:
            user = self.account(partner.member, Role.PARTNER)
            join_agency(agency, user=user, post=partner.post, by=self.by, at=self.at)
        return agency


def opening_accounts(*, at: datetime) -> Opening:
    """
    What opens an account for whoever has none yet.

    :raises NotSeeded: where there is no Ravenshire.
    """
    administrator = _administrator()
    if administrator is None:
        raise NotSeeded
    return Opening(administrator, at)


def _administrator() -> User | None:
    return User.objects.filter(email=email_of(ADMINISTRATOR), is_active=True).first()


def _who_is(role: Role) -> User | None:
    return User.objects.filter(
        role_grants__role=role, role_grants__ended_at__isnull=True, is_active=True, is_service_account=False
    ).order_by("pk").first()  # fmt: skip


def _second_at_the_desk(desk: Team) -> Worker | None:
    """A social worker of the front door who has no account yet."""
    here = Appointment.objects.filter(team=desk, leaves_on__isnull=True, job_title__startswith="Screening")
    taken = User.objects.filter(worker__isnull=False)
    free = Worker.objects.filter(pk__in=here.values("worker")).exclude(pk__in=taken.values("worker"))
    mine = User.objects.filter(role_grants__role=Role.DUTY_SOCIAL_WORKER, worker__isnull=False).first()
    return mine.worker if mine else free.order_by("pk").first()


def _lead_of(team: str) -> Worker | None:
    leads = Appointment.objects.filter(team__name=team, leaves_on__isnull=True).select_related("worker")
    lead = leads.order_by("pk").first()
    return lead.worker if lead else None


def _night_desk(desk: Team, at: datetime) -> Team:
    held = Team.objects.filter(kind=TeamKind.OUT_OF_HOURS).first()
    if held is None:
        team = Team(
            **ORIGIN, key=keys.team(OUT_OF_HOURS), name=OUT_OF_HOURS, kind=TeamKind.OUT_OF_HOURS, part_of=desk.part_of
        )
        load_teams([team], by=service_account(at=at), at=at)
        held = Team.objects.get(kind=TeamKind.OUT_OF_HOURS)
    return held


def _chair(at: datetime) -> Worker:
    """Somebody on the staff list who holds no child and answers for no team that does."""
    held = Worker.objects.filter(name=CHAIR).first()
    if held is None:
        staff_id = CHAIR.lower().replace(" ", "-")
        worker = Worker(
            **ORIGIN, key=keys.worker(staff_id=staff_id), staff_id=staff_id, name=CHAIR, swe_number="SW09900001"
        )
        load_workers([worker], by=service_account(at=at), at=at)
        held = Worker.objects.get(name=CHAIR)
    return held


def _holds_most_plans(day: date) -> Involvement:
    """One of the children under protection of the worker who holds most of them."""
    plans = CpPlan.objects.filter(ended_on__isnull=True, started_on__lte=day - timedelta(days=30))
    held = list(
        Involvement.objects.in_force(day)
        .filter(child__in=plans.values("child"), team__isnull=False, worker__isnull=False)
        .select_related("worker", "team").order_by("pk")
    )  # fmt: skip
    most = Counter(each.worker_id for each in held)
    return max(held, key=lambda each: (most[each.worker_id], -each.pk))
