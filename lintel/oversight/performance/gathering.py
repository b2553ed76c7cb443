"""
Reading the records for one viewer: one query for each kind, straight into light tuples.

Whom the viewer may see is asked once (`visible_children`); a record about any other child is left out of every kind.
People who may see no child but may see numbers get the whole service; their answers are blunted in `queries.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from typing import Any, TypeVar

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may
from lintel.foundation.access.roles import Scope
from lintel.foundation.access.visibility import sees_whole_service, team_line, visible_children
from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.models import SourceFile
from lintel.foundation.workforce import models as workforce
from lintel.journey.imports.last_visits import sheets_of_last_visits
from lintel.journey.imports.models import Kind
from lintel.oversight.fanlight.keeping_back import until_shown
from lintel.oversight.moderation.counted import ModerationWork, read_moderation_work
from lintel.oversight.performance import records as r
from lintel.oversight.performance.cases import Child
from lintel.oversight.performance.cycle_reading import read_cycle_work
from lintel.oversight.performance.cycle_work import CycleWork
from lintel.oversight.performance.drift_reading import read_flags
from lintel.oversight.performance.drift_work import Flagged
from lintel.oversight.performance.earlier_work import read_earlier_work
from lintel.oversight.performance.entry_reading import read_entries
from lintel.oversight.performance.forecast_reading import read_forecasts
from lintel.oversight.performance.leading import Leading, read_leading
from lintel.oversight.performance.plan_reading import read_plan_work
from lintel.oversight.performance.plan_work import PlanWork
from lintel.oversight.performance.police import Police
from lintel.oversight.performance.police_reading import read_police
from lintel.oversight.performance.post_reading import read_fillings, read_posts
from lintel.oversight.performance.protection_reading import read_protection
from lintel.oversight.performance.protection_work import Protection
from lintel.oversight.performance.supervision_reading import read_supervision
from lintel.oversight.performance.supervision_work import Supervision
from lintel.oversight.performance.typed_in_audits import TypedAnswer
from lintel.oversight.performance.typed_reading import read_typed_in_audits
from lintel.oversight.reading.permissions import READ_MEASURES
from lintel.oversight.reading.together.queries import together
from lintel.oversight.reading.whole_service import Together
from lintel.oversight.voice.queries import weeks_counted
from lintel.statute.calendar import LONDON, local_day
from lintel.statute.codes import ETHNICITY_GROUP
from lintel.steps.allocation.models import Cover, Involvement, SafetyCheck
from lintel.steps.assessments.codes import VOICE
from lintel.steps.assessments.models import Assessment, Midpoint, Passage
from lintel.steps.early_help.models import EarlyHelpEpisode
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion
from lintel.steps.family_versions.models import FamilyVersion, TeachBack, Worry
from lintel.steps.front_door.codes import Channel, InformantKind
from lintel.steps.front_door.models import ChildContact, Contact, Informant
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit

Row = TypeVar("Row")
IS_REASONED = ExpressionWrapper(~Q(consent_reason=""), output_field=BooleanField())
# Up to so many children it is cheaper to ask for their records than to read all and leave most out.
ASK_BY_NAME = 2_000


def files_until() -> date | None:
    """The last day the loaded files speak of; None where work is also written on screens, or no file says."""
    last: date | None = SourceFile.objects.exclude(kind=Kind.STAFF).aggregate(last=Max("data_until"))["last"]
    written = (model.objects.filter(source_file__isnull=True) for model in (Contact, Referral))
    return None if last is None or any(rows.exists() for rows in written) else last


def sees_only_numbers(viewer: User) -> bool:
    """Whether no role of the viewer may see any child."""
    return bool(viewer.roles) and all(role.scope is Scope.NOBODY for role in viewer.roles)


def moment_looked_at(as_at: date, now: datetime | None) -> datetime:
    """The end of the day looked at or, on a day that is not over, `now`."""
    if now is not None and local_day(now) == as_at:
        return now
    return datetime.combine(as_at + timedelta(days=1), time(), tzinfo=LONDON)


class Reader:
    """
    Reads for one viewer. Nothing is cut off at the day looked at: whether a record can say a thing at all does not
    depend on the day, and indicators ask of every day by its own dates.
    """

    def __init__(
        self, viewer: User, as_at: date, *, now: datetime | None = None, numbers_only: bool = False,
        today: date | None = None,
    ) -> None:  # fmt: skip
        self.viewer = viewer
        # Whoever may see children may ask for what somebody is told who may see none: the whole service, in numbers.
        self.reads_numbers_only = numbers_only or sees_only_numbers(viewer)
        self.as_at = as_at
        self.moment = moment_looked_at(as_at, now)
        self._today = today or as_at

    @cached_property
    def _children(self) -> dict[int, Child]:
        everybody = Person.objects.all() if self.reads_numbers_only else visible_children(self.viewer)
        rows = everybody.filter(is_child=True).values_list("pk", "date_of_birth", "ethnicity")
        return {pk: Child(pk, born_on, ETHNICITY_GROUP.get(code, "Not stated")) for pk, born_on, code in rows}

    def _read(
        self, make: Callable[[Any], Row], asked: QuerySet[Any], *columns: str, child: str = "child_id"
    ) -> list[Row]:
        """Rows about children the viewer may see. The child's id must be the second column."""
        mine = self._children
        if len(mine) <= ASK_BY_NAME:
            asked = asked.filter(**{f"{child}__in": list(mine)})
        return [
            make(row) for row in asked.order_by().values_list("pk", child, *columns).iterator(5_000) if row[1] in mine
        ]

    def children(self) -> dict[int, Child]:
        return self._children

    def child_contacts(self) -> list[r.ChildContact]:
        return self._read(
            r.ChildContact._make, ChildContact.objects.annotate(has_consent_reason=IS_REASONED),
            "contact_id", "contact__received_on", "contact__received_at", "contact__source",
            "outcome", "outcome_basis", "decided_on", "decided_at", "contact__channel", "continues_id",
            "consent", "has_consent_reason",
        )  # fmt: skip

    def concerns(self) -> dict[int, frozenset[str]]:
        """What contacts are about, by the contact's id, for those that say so. Files do not."""
        said = Contact.objects.exclude(concerns=[]).values_list("pk", "concerns")
        return {pk: frozenset(concerns) for pk, concerns in said}

    def tellings(self) -> dict[int, r.Telling]:
        """By the contact's id, of the contacts of professionals and the police: whether they were told. Not of whom."""
        told = Min("contact__told__told_at", filter=~Q(contact__told__text=""))
        reasons = Count("contact__told", filter=~Q(contact__told__not_told_because=""))
        kinds = [kind for kind in InformantKind if kind.is_told_the_outcome]
        rows = Informant.objects.filter(kind__in=kinds).annotate(told_at=told, reasons=reasons).order_by()
        return {
            pk: r.Telling(pk, told_at, bool(reasons))
            for pk, told_at, reasons in rows.values_list("contact_id", "told_at", "reasons")
        }

    def forms(self) -> dict[int, r.ToldByForm]:
        """What professionals' forms said, by the contact's id."""
        sent = Contact.objects.filter(channel=Channel.FORM, items_said__isnull=False)
        said = sent.values_list("pk", "informant__agency__name", "items_said")
        return {pk: r.ToldByForm(agency or "", frozenset(items or ())) for pk, agency, items in said}

    def referrals(self) -> list[r.Referral]:
        return self._read(
            r.Referral._make, Referral.objects.all(),
            "child_contact_id", "source", "referred_on", "is_nfa", "closed_on", "team_id",
        )  # fmt: skip

    def involvements(self) -> list[r.Involvement]:
        return self._read(
            lambda row: r.Involvement._make((*row[:9], row[9] is not None)), Involvement.objects.all(),
            "referral_id", "worker_id", "team_id", "began_on", "began_is_observed", "ended_on", "reached_on",
            "began_at",
        )  # fmt: skip

    def covers(self) -> list[r.Cover]:
        return self._read(
            lambda row: r.Cover(*row[2:]), Cover.objects.all(),
            "involvement_id", "begins_on", "ends_on", child="involvement__child_id",
        )  # fmt: skip

    def safety_checks(self) -> list[r.SafetyCheck]:
        return self._read(
            lambda row: r.SafetyCheck(*row[2:]), SafetyCheck.objects.all(),
            "referral_id", "checked_on", "next_due_on",
        )  # fmt: skip

    def assessments(self) -> list[r.Assessment]:
        rows: list[tuple[Any, ...]] = self._read(
            tuple, Assessment.objects.all(),
            "referral_id", "started_on", "authorised_on", "needs_support", "team_id", "family_id",
        )  # fmt: skip
        looked_at, voices = self._said_here() if any(row[7] is not None for row in rows) else ({}, set())
        return [
            r.Assessment(*row[:7])._replace(
                is_written_here=row[7] is not None,
                midpoint_on=looked_at.get(row[7]),
                has_childs_view=(row[7], row[1]) in voices,
            )
            for row in rows
        ]

    def _said_here(self) -> tuple[dict[int, date], set[tuple[int, int]]]:
        """
        When those written here were looked at half-way, by the family, and which children's own words stand in them.

        Of the few written here; a join would be paid for by the many read from files.
        """
        held = Midpoint.objects.order_by("-held_at").values_list("family_id", "held_at")
        spoken = Passage.objects.filter(child__isnull=False, section=VOICE, words__regex=r"\S")
        return {family: local_day(at) for family, at in held}, set(spoken.values_list("family_id", "child_id"))

    def family_reads(self) -> list[r.FamilyRead]:
        first = TeachBack.objects.filter(version=OuterRef("pk")).order_by("said_on", "pk")
        asked = FamilyVersion.objects.filter(finished_at__isnull=False).annotate(
            shared_on=Min("sharings__shared_on"), first_said_back=Subquery(first.values("pk")[:1])
        )
        could = {
            pk: (said_on, all(said)) for pk, said_on, *said in TeachBack.objects.values_list(
                "pk", "said_on", "worry_said", "ask_said", "next_said"
            )
        }  # fmt: skip
        return self._read(
            lambda row: r.FamilyRead._make((*row[:5], *could.get(row[5], (None, False)))), asked,
            "assessment_id", "reader", "shared_on", "first_said_back",
        )  # fmt: skip

    def family_texts(self) -> list[r.FamilyText]:
        worries = defaultdict[int, list[str]](list)
        columns = ("worry", "impact", "better", "ask", "will_do")
        for version, *said in Worry.objects.order_by("version", "place").values_list("version", *columns):
            worries[version] += said
        shared = FamilyVersion.objects.filter(sharings__isnull=False).annotate(shared_on=Min("sharings__shared_on"))
        return self._read(
            lambda row: r.FamilyText._make((*row[:3], "\n".join([*row[3:5], *worries[row[0]], row[5]]))), shared,
            "shared_on", "letter", "going_well", "next_steps",
        )  # fmt: skip

    def discussions(self) -> list[r.Discussion]:
        return self._read(r.Discussion._make, StrategyDiscussion.objects.all(), "held_on")

    def enquiries(self) -> list[r.Enquiry]:
        # One that was begun here has no team of its own; it is its episode's.
        of_episode = Section47Enquiry.objects.annotate(held_by=Coalesce("team_id", "referral__team_id"))
        return self._read(
            lambda row: r.Enquiry._make((*row[:8], row[8] is not None)), of_episode,
            "referral_id", "begun_by_id", "started_on", "ended_on", "conference_not_required", "held_by",
            "begun_by__meeting_id",
        )  # fmt: skip

    def conferences(self) -> list[r.Conference]:
        initial = Conference.objects.filter(kind=ConferenceKind.INITIAL)
        return self._read(r.Conference._make, initial, "enquiry_id", "held_on", "led_to_plan", "is_transfer_in")

    def visits(self) -> list[r.Visit]:
        last_only = sheets_of_last_visits()
        return self._read(
            lambda row: r.Visit._make((*row[:5], (row[5], row[6]) in last_only, row[7])), Visit.objects.all(),
            "visited_on", "child_seen", "seen_alone", "source_file_id", "source_sheet", "worker_id",
        )  # fmt: skip

    def plans(self) -> list[r.Plan]:
        found: list[r.Plan] = []
        for model in (EarlyHelpEpisode, CinPlan, CpPlan):
            everything = model._default_manager.all()
            kind = model._meta.label_lower
            found += self._read(partial(_plan, kind), everything, "started_on", "ended_on")
        return found

    def plan_work(self) -> PlanWork:
        """What is done under plans, and who stepped down, of children the viewer may see."""
        return read_plan_work(self._children)

    def protection(self) -> Protection:
        """Strategy discussions, and who is at unassessed risk, of children the viewer may see."""
        return read_protection(self._children, at=self.moment)

    def appointments(self) -> list[r.Appointment]:
        """Appointments in the teams the viewer answers for; everybody's for those who see the whole service."""
        asked, line = workforce.Appointment.objects.all(), self._line
        if line is not None:
            asked = asked.filter(team__in=line) if line else asked.filter(worker=self.viewer.worker_id)
        found = asked.order_by("pk").values_list(
            "pk",
            "worker_id",
            "team_id",
            "fte",
            "basis",
            "is_case_holding",
            "supervisor_id",
            "starts_on",
            "leaves_on",
            "is_newly_qualified",
        )
        return [r.Appointment._make(row)._replace(fte=float(row[3])) for row in found]

    def absences(self) -> list[r.Absence]:
        asked = workforce.Absence.objects.all()
        return [r.Absence(*row) for row in asked.values_list("worker_id", "starts_on", "ends_on")]

    def fillings(self) -> list[r.Filling]:
        """Posts signed for and filled, in the teams the viewer answers for; all for those who see the whole service."""
        return read_fillings(teams=self._line)

    def posts(self) -> list[r.Post]:
        """The establishment of the same teams."""
        return read_posts(teams=self._line)

    @cached_property
    def _line(self) -> frozenset[int] | None:
        """The teams the viewer answers for; None where they see the whole service."""
        sees_all = self.reads_numbers_only or sees_whole_service(self.viewer)
        return None if sees_all else team_line(self.viewer)

    def police(self) -> Police:
        """What the police told us; what they declare, for those who see the whole service."""
        sees_all = self.reads_numbers_only or sees_whole_service(self.viewer)
        return read_police(self._children, may_read_declarations=sees_all)

    def supervision(self) -> Supervision:
        """What is signed of supervision; what is the pair's own, only in the numbers of the whole service."""
        return read_supervision(self._children, as_at=self.as_at, is_whole=self._line is None)

    def pulse(self) -> list[r.PulseWeek]:
        """The weeks of the workers' pulse that may be shown to this viewer, earliest first."""
        weeks = weeks_counted(viewer=self.viewer)
        return [r.PulseWeek(w.pk, w.week, w.ends_on, w.unit, w.name, w.answers, w.middle) for w in weeks]

    def earlier_work(self) -> r.EarlierWork:
        return read_earlier_work(self._children)

    def typed_in_audits(self) -> list[TypedAnswer]:
        return read_typed_in_audits(self._children)

    def cycle_work(self) -> CycleWork:
        return read_cycle_work(self._children)

    def moderation_work(self) -> ModerationWork:
        return read_moderation_work(self._children, viewer=self.viewer, shown_until=self.shown_until())

    def leading(self) -> Leading:
        return read_leading(self._children, shown_until=self.shown_until())

    def forecasts(self) -> list[r.FrozenForecast] | None:
        """Forecasts as they were frozen; None for who sees a part, or may not see forecasts."""
        return read_forecasts(self.viewer) if self._line is None else None

    def shown_until(self) -> date | None:
        """The last day of which this viewer is shown moderated audits today; None for every day."""
        return self._shown_until

    @cached_property
    def _shown_until(self) -> date | None:
        return until_shown(viewer=self.viewer, on=self._today)

    def drift(self) -> list[Flagged]:
        """Flags of drift about children the viewer may see."""
        return read_flags(self._children)

    def words_together(self) -> Together | None:
        """What all authorised words say together; None for who sees only a part, since a part is somebody's."""
        may_read = self._line is None and may(self.viewer, READ_MEASURES)
        return together(viewer=self.viewer, on=self.as_at) if may_read else None

    def names_of_workers(self) -> dict[int, str]:
        return dict(workforce.Worker.objects.values_list("pk", "name"))

    def names_of_teams(self) -> dict[int, str]:
        return dict(workforce.Team.objects.values_list("pk", "name"))

    def files_until(self) -> date | None:
        return files_until()

    def limits(self) -> Limits:
        return all_limits()

    def census_windows(self) -> list[date]:
        """The first day of each census year that was read."""
        ends = SourceFile.objects.filter(kind=Kind.CIN, data_until__isnull=False).values_list("data_until", flat=True)
        return [day - timedelta(days=364) for day in ends if day]

    def entries(self) -> list[r.Entry]:
        """Everything that says when it was written down, with the moment it happened."""
        return read_entries(self._read)


def _plan(kind: str, row: tuple[Any, ...]) -> r.Plan:
    return r.Plan(kind, *row)
