"""What must hold of the council in the record, and of the people one can sign in as."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.db.models import Count, F

from lintel.demo.accounts import PASSWORD, NeverInProduction, open_accounts, people_to_sign_in_as
from lintel.demo.council import simulate
from lintel.demo.live.conferring import conferences_are_held
from lintel.demo.live.leading import leaders_lead
from lintel.demo.live.morning import DECIDED, open_the_door
from lintel.demo.live.people import people_at_the_door
from lintel.demo.live.plans import families_are_planned_with
from lintel.demo.live.protecting import children_are_protected
from lintel.demo.names import TOWNS
from lintel.demo.seeding import NotEmpty, is_empty, seed
from lintel.demo.staff_records import ORIGIN
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role, Scope
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.agencies.models import Agency
from lintel.foundation.documents.codes import Found
from lintel.foundation.documents.models import Document
from lintel.foundation.drafts.models import Draft
from lintel.foundation.people.codes import BirthDateCertainty, IdentifierScheme, RelationshipKind
from lintel.foundation.people.models import Address, Identifier, Person, Professional, Relationship
from lintel.foundation.provenance.models import Traced
from lintel.foundation.workforce.models import Appointment, Worker
from lintel.journey.plans.queries import plan_page
from lintel.oversight.drift.codes import Rule
from lintel.oversight.drift.models import Flag, RuleVersion
from lintel.oversight.fanlight.models import WeeklyRecord
from lintel.oversight.ledger.queries import lines as ledger_lines
from lintel.oversight.legacy.models import CohortChild
from lintel.oversight.meetings.models import Meeting
from lintel.oversight.performance.models import ChangeRecord
from lintel.oversight.reading.codes import Measure
from lintel.oversight.reading.queries import measures_on
from lintel.oversight.supervision.models import Direction, Signature, SupervisionSession
from lintel.oversight.supervision.observed.models import ObservedRating
from lintel.oversight.voice.models import SafetyConcern
from lintel.statute.ages import age_on
from lintel.statute.calendar import LONDON
from lintel.statute.identifiers import nhs_number_is_valid, upn_is_valid
from lintel.steps.agency_checks.models import AgencyCheck
from lintel.steps.allocation.models import Involvement, SafetyCheck
from lintel.steps.assessments.models import Assessment, FamilyAssessment, Midpoint, Sending
from lintel.steps.chronology_entries.models import Mark
from lintel.steps.conferences.models import ChairsRequest, ConferenceRequest
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.enquiries.models import Conference, DiscussionMeeting, InvitedParty, Section47Enquiry
from lintel.steps.enquiry_work.models import EnquiryWork
from lintel.steps.family_versions.models import FamilyVersion
from lintel.steps.front_door.codes import TO_CHOOSE, Channel, Identity
from lintel.steps.front_door.models import ChildContact, Contact, Decision, Told
from lintel.steps.plans.models import CinPlan, CpPlan, PlanReview
from lintel.steps.referrals.models import Referral, Transfer
from lintel.steps.reopening.codes import Verdict
from lintel.steps.reopening.models import LookBack
from lintel.steps.visits.models import FamilyVisit, Visit, VisitSetAside
from tests.ravenshire import A_TWELFTH, UNTIL

pytestmark = pytest.mark.slow


# --- nobody in it exists ----------------------------------------------------------------------------------------------


def test_every_record_names_ravenshire_as_its_origin(ravenshire):
    for model in Traced.__subclasses__():
        assert not model._default_manager.exclude(**ORIGIN).exists(), model


def test_numbers_and_postcodes_are_such_as_nobody_has(ravenshire):
    nhs = Identifier.objects.filter(scheme=IdentifierScheme.NHS_NUMBER).values_list("value", flat=True)
    upns = Identifier.objects.filter(scheme=IdentifierScheme.UPN).values_list("value", flat=True)
    postcodes = Address.objects.values_list("postcode", flat=True)

    assert nhs
    assert all(nhs_number_is_valid(number) and number.startswith("999") for number in nhs)
    assert upns
    assert all(upn_is_valid(upn) and upn[1:4] == "000" for upn in upns)
    assert {postcode.split()[0] for postcode in postcodes} == set(TOWNS.values())


def test_some_addresses_are_confidential(ravenshire):
    assert Address.objects.filter(is_confidential=True).exists()


# --- what must hold ---------------------------------------------------------------------------------------------------


def test_no_child_has_two_workers_at_once(ravenshire):
    spells = defaultdict(list)
    for child, begins, ends in Involvement.objects.values_list("child_id", "began_on", "ended_on"):
        spells[child].append((begins, ends or UNTIL + timedelta(days=1)))
    for of_child in spells.values():
        of_child.sort()
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(of_child))


def test_no_child_is_referred_while_open(ravenshire):
    episodes = defaultdict(list)
    for child, begins, ends in Referral.objects.values_list("child_id", "referred_on", "closed_on"):
        episodes[child].append((begins, ends or UNTIL + timedelta(days=1)))
    for of_child in episodes.values():
        of_child.sort()
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(of_child))


def test_nobody_holds_a_child_outside_their_time_in_the_team(ravenshire):
    places = defaultdict(list)
    for appointment in Appointment.objects.all():
        places[appointment.worker_id, appointment.team_id].append(appointment)
    for involvement in Involvement.objects.all():
        own = places[involvement.worker_id, involvement.team_id]
        assert any(place.starts_on <= involvement.began_on for place in own)
        last = max((place.leaves_on or UNTIL + timedelta(days=1)) for place in own)
        assert (involvement.ended_on or UNTIL) <= last


def test_closed_work_is_nobodys(ravenshire):
    closed = Involvement.objects.filter(referral__closed_on__isnull=False)

    assert not closed.filter(ended_on__isnull=True).exists()
    assert not closed.filter(ended_on__gt=F("referral__closed_on")).exists()


def test_assessments_are_authorised_by_somebody_and_in_order(ravenshire):
    authorised = Assessment.objects.filter(authorised_on__isnull=False)

    assert authorised.exists()
    assert not authorised.filter(worker__isnull=True).exists()
    assert not authorised.filter(authorised_on__lt=F("referral__referred_on")).exists()
    assert not authorised.filter(needs_support__isnull=True).exists()
    assert not Referral.objects.filter(is_nfa=True, assessments__isnull=False).exists()


def test_protection_plans_begin_at_their_conference(ravenshire):
    for plan in CpPlan.objects.all():
        assert Conference.objects.filter(cp_plan=plan, kind="initial", held_on=plan.started_on).count() == 1
    assert not Conference.objects.filter(kind="initial", held_on__lt=F("enquiry__started_on")).exists()


def test_every_enquiry_is_begun_by_a_discussion_of_that_day(ravenshire):
    assert Section47Enquiry.objects.exists()
    assert not Section47Enquiry.objects.exclude(begun_by__held_on=F("started_on")).exists()


def test_the_three_times_are_in_order(ravenshire):
    assert not Contact.objects.filter(received_at__lt=F("happened_at")).exists()
    assert not Contact.objects.filter(recorded_at__lt=F("received_at")).exists()
    assert not ChildContact.objects.filter(decided_at__lt=F("contact__received_at")).exists()
    assert not Visit.objects.filter(recorded_at__lt=F("visited_at")).exists()


def test_nothing_is_recorded_after_the_last_morning(ravenshire):
    ends_at = ravenshire.council.story.ends_at

    assert not Contact.objects.filter(received_at__gte=ends_at).exists()
    assert not Visit.objects.filter(recorded_at__gte=ends_at).exists()
    assert not Assessment.objects.filter(authorised_on__gte=UNTIL).exists()
    assert not Referral.objects.filter(referred_at__gte=ends_at).exists()


def test_brothers_and_sisters_come_in_one_contact(ravenshire):
    assert Contact.objects.annotate(how_many=Count("children")).filter(how_many__gte=2).exists()
    assert not Contact.objects.filter(children__isnull=True).exists()


def test_half_brothers_and_half_sisters_do_not_have_one_father(ravenshire):
    fathers = defaultdict(set)
    ties = Relationship.objects.values_list("person", "to_person")
    for father, child in ties.filter(kind=RelationshipKind.FATHER):
        fathers[child].add(father)
    half = list(ties.filter(kind=RelationshipKind.HALF_SIBLING))

    assert half
    assert [pair for pair in half if fathers[pair[0]] & fathers[pair[1]]] == []


def test_children_are_children(ravenshire):
    for day, born in ChildContact.objects.values_list("contact__received_on", "child__date_of_birth"):
        assert age_on(born, day) < 18
    unborn = Person.objects.filter(birth_date_certainty=BirthDateCertainty.EXPECTED)
    assert not unborn.filter(date_of_birth__lt=UNTIL).exists()
    assert not unborn.exclude(sex="U").exists()


def test_waiting_children_are_checked_on(ravenshire):
    assert SafetyCheck.objects.exists()
    assert not SafetyCheck.objects.filter(checked_on__lt=F("referral__referred_on")).exists()


def test_no_deferred_constraint_is_broken(ravenshire):
    connection.check_constraints()


# --- changes, accounts ------------------------------------------------------------------------------------------------


def test_every_change_has_an_owner(ravenshire):
    assert ChangeRecord.objects.count() == 6
    assert "Corvin Ashgill" in ChangeRecord.objects.get(what__contains="threshold").decided_by


def test_one_can_sign_in_as_every_role_that_has_something_to_see(ravenshire):
    people = people_to_sign_in_as()

    assert {person.title.split(",")[0] for person in people} >= {
        role.title
        for role in (
            Role.PERFORMANCE_ANALYST, Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.TEAM_MANAGER,
            Role.SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.SCREENING_OFFICER, Role.PLANNER, Role.DATA_OFFICER,
            Role.INFORMATION_GOVERNANCE, Role.SYSTEM_ADMINISTRATOR, Role.INSPECTOR,
        )
    }  # fmt: skip
    assert all(person.comes_for and person.email.endswith("@ravenshire.example") for person in people)


def test_the_password_that_is_printed_lets_them_in(ravenshire, rf):
    [person, *_] = people_to_sign_in_as()

    assert authenticate(rf.post("/"), email=person.email, password=PASSWORD) == User.objects.get(email=person.email)


def test_a_social_worker_sees_their_own_children_and_a_manager_those_of_the_team(ravenshire):
    for user in User.objects.filter(role_grants__role=Role.SOCIAL_WORKER):
        held = Involvement.objects.filter(worker=user.worker, ended_on__isnull=True)
        assert set(visible_children(user).values_list("pk", flat=True)) == set(held.values_list("child_id", flat=True))
    for user in User.objects.filter(role_grants__role=Role.TEAM_MANAGER):
        [team] = user.role_grants.values_list("team_id", flat=True)
        held = Involvement.objects.filter(team=team, ended_on__isnull=True)
        assert set(visible_children(user).values_list("pk", flat=True)) == set(held.values_list("child_id", flat=True))


def test_the_administrator_sees_no_child(ravenshire):
    [administrator] = User.objects.filter(role_grants__role=Role.SYSTEM_ADMINISTRATOR)

    assert all(role.scope is Scope.NOBODY for role in administrator.roles)
    assert not visible_children(administrator).exists()


def test_no_account_is_opened_where_people_are_real(ravenshire, settings):
    settings.IS_PRODUCTION = True

    with pytest.raises(NeverInProduction):
        open_accounts(ravenshire.council, workers={}, teams={}, at=ravenshire.council.story.ends_at)


def test_workers_have_names_of_their_own(ravenshire):
    names = list(Worker.objects.values_list("name", flat=True))

    assert len(names) == len(set(names))


# --- this morning at the front door -----------------------------------------------------------------------------------

MIDDAY = datetime(2025, 3, 3, 12, 15, tzinfo=LONDON)


def undecided():
    return Contact.objects.awaiting_decision()


@pytest.mark.finding("S18")
def test_sixty_contacts_of_the_last_day_wait_at_the_front_door(ravenshire):
    assert open_the_door(now=MIDDAY) > 70
    assert (FamilyVisit.objects.count(), VisitSetAside.objects.count()) == (3, 1)

    channels = set(undecided().values_list("channel", flat=True))
    assert 55 <= undecided().count() <= 65
    assert channels >= {*Channel} - {Channel.FILE}
    assert not undecided().filter(received_at__gt=MIDDAY).exists()
    assert not Contact.objects.live().filter(recorded_at__lt=F("received_at")).exists()
    assert undecided().filter(received_at__lt=MIDDAY - timedelta(days=1)).count() == 4
    assert undecided().filter(danger_flagged_at__isnull=False).count() == 1
    assert undecided().filter(thought_of_with__isnull=False).exists()
    assert undecided().filter(ready_at__isnull=False).count() >= 10
    assert undecided().filter(held_by__isnull=False).exists()
    assert set(undecided().values_list("held_by_team__kind", flat=True)) == {"front_door"}  # the night handed over
    lines = ChildContact.objects.filter(contact__in=undecided())
    assert set(lines.values_list("identity", flat=True)) == {Identity.KNOWN, Identity.NOT_CHECKED}
    assert lines.filter(continues__isnull=False).exists()

    # Drift was found on three nights, some of it is answered, and one rule has another number.
    assert Flag.objects.open().exists()
    assert Flag.objects.filter(answered_at__isnull=False).exists()
    assert RuleVersion.objects.get().rule == Rule.NO_VISIT

    # And some were decided since yesterday, in every way one can decide.
    held = Decision.objects.filter(returned_at__isnull=True)
    assert set(held.values_list("outcome", flat=True)) >= set(TO_CHOOSE)
    assert held.filter(signed_at__isnull=False).exists()
    assert held.exclude(signature_asked_because="").filter(signed_at__isnull=True).exists()
    assert Told.objects.exclude(text="").exists()
    helped = EarlyHelpRequest.objects
    for stage in ("accepted_at", "first_met_at", "sent_back_at", "stepped_up_at"):
        assert helped.filter(**{f"{stage}__isnull": False}).exists(), stage
    assert helped.filter(accepted_at__isnull=True, sent_back_at__isnull=True).exists()
    checks = AgencyCheck.objects
    assert checks.filter(answered_at__isnull=True).exists()
    assert checks.filter(answered_at__isnull=False).exists()
    assert {person.title.split(",")[0] for person in people_to_sign_in_as()} >= {
        role.title for role in (
            Role.DUTY_SOCIAL_WORKER, Role.OUT_OF_HOURS, Role.EARLY_HELP_COORDINATOR, Role.PARTNER,
            Role.PRINCIPAL_SOCIAL_WORKER,
        )
    }  # fmt: skip
    assert {*LookBack.objects.values_list("verdict", flat=True)} >= {Verdict.UNFINISHED_OR_POOR, Verdict.THINGS_CHANGED}
    assert Mark.objects.count() >= 3
    on_a_list = CohortChild.objects.all()
    assert on_a_list.filter(reviewed_at__isnull=True).exists()
    assert on_a_list.filter(reviewed_at__isnull=False).count() == 2
    under_way = FamilyAssessment.objects.filter(assessments__authorised_on__isnull=True)
    assert under_way.distinct().count() == 3
    assert Midpoint.objects.count() == 2
    assert Sending.objects.exists()
    assert len(set(Professional.objects.values_list("agency", flat=True))) == 3  # a family each, shown whole
    waits = SafetyConcern.objects.get(acknowledged_at__isnull=True)
    assert waits.route == Role.PRINCIPAL_SOCIAL_WORKER
    read = FamilyVersion.objects
    assert read.filter(disagreements__isnull=False, said_back__isnull=False, sharings__isnull=False).count() == 1
    assert read.filter(finished_at__isnull=True).count() == 1
    writer = Draft.objects.filter(path__startswith="/words/children/").latest("kept_at").user
    assert measures_on(viewer=writer) == set(Measure)
    kept = Document.objects.filter(withdrawn_at__isnull=True)
    assert set(kept.values_list("found", flat=True)) == {Found.TEXT, Found.EMAIL, Found.JPEG}
    assert Direction.objects.filter(done_on__isnull=False).exists()
    assert Direction.objects.filter(done_on__isnull=True).exists()
    assert SupervisionSession.objects.filter(signatures__isnull=True).exists()
    assert ObservedRating.objects.exists()
    assert Signature.objects.filter(is_of_supervisor=False).exists()
    titles = {person.title for person in people_to_sign_in_as()}
    assert Role.INTAKE.title not in titles
    assert "Partner agency, Ravenshire Police" in titles
    assert set(Agency.objects.filter(members__isnull=False).values_list("kind", flat=True)) == {
        "police", "health", "school"
    }  # fmt: skip


def test_three_families_show_a_plan_a_step_down_and_a_move(ravenshire):
    people = people_at_the_door(at=MIDDAY)
    for _ in range(2):  # asked again, nothing
        families_are_planned_with(people, now=MIDDAY)

    plans = CinPlan.objects.filter(actions__isnull=False).distinct()
    assert plans.count() == 2
    moving = PlanReview.objects.get().cin_plan.child
    page = plan_page(moving, viewer=people.head_of_service, on=UNTIL)
    assert [line.is_late for line in page.live].count(True) == 1
    assert len(page.reviews) == 1
    assert [bool(line.action.need_id) for line in page.live].count(True) >= 1
    assert {need.assessment.authorised_on is not None for need in page.needs} == {True}
    assert EarlyHelpRequest.objects.get(referral__isnull=False).joint_visit_on > UNTIL
    assert Transfer.objects.get().chases.count() == 1


def test_children_are_protected_from_a_cause_to_a_review(ravenshire):
    people = people_at_the_door(at=MIDDAY)
    for _ in range(2):  # asked again, nothing
        children_are_protected(people, now=MIDDAY)
        conferences_are_held(people, now=MIDDAY)

    meetings = DiscussionMeeting.objects
    assert meetings.filter(held_at__isnull=False, is_quorate=True).count() == 2
    urgent = meetings.get(is_quorate=False)
    assert urgent.reconvened_by.held_at is None
    moved = meetings.get(times_postponed=1)
    assert moved.slot_starts_at > MIDDAY
    assert moved.asked_for.get().cause.escalations.exists()  # more than a day: somebody was told
    on_the_way, *reviews = ConferenceRequest.objects.order_by("kind", "pk")
    assert on_the_way.chair == people.chair
    signed = on_the_way.children.get().enquiry.work
    assert signed.signed_at < on_the_way.asked_at + timedelta(hours=1)
    assert EnquiryWork.objects.filter(signed_at__isnull=True).count() == 1
    assert {each.agency.kind for each in InvitedParty.objects.filter(entries__isnull=False)} == {"police", "health"}
    assert ChairsRequest.objects.get().child_id in reviews[0].children.values_list("child", flat=True)
    assert on_the_way.reports.filter(shared_on__isnull=True).count() == 1
    assert {review.held_on is None for review in reviews} == {True, False}
    assert CpPlan.objects.filter(leads__isnull=False, core_group_meetings__isnull=False).exists()


def test_leaders_have_findings_a_meeting_and_records_they_read(ravenshire):
    people = people_at_the_door(at=MIDDAY)
    for _ in range(2):  # asked again, nothing
        leaders_lead(people, now=MIDDAY)

    lines = ledger_lines(viewer=people.head_of_service, as_at=UNTIL)
    assert len({line.finding.area for line in lines}) == 5
    assert max(len(line.said) for line in lines) == 3
    assert Meeting.objects.get().items.filter(answer="leave_alone").exists()
    read = WeeklyRecord.objects.filter(reflected_at__isnull=False)
    assert read.filter(leader=people.head_of_service).count() == 3
    assert read.values("leader").distinct().count() == 3


@pytest.mark.long
def test_the_next_morning_has_its_own_contacts_and_nothing_is_left_of_the_one_before(ravenshire):
    came = open_the_door(now=MIDDAY, waiting=11)
    assert open_the_door(now=MIDDAY + timedelta(hours=1)) == 0

    assert open_the_door(now=MIDDAY + timedelta(days=1), waiting=11) == came

    # One of three to sign is signed, two came back, and early help stepped one up.
    assert undecided().count() == came - len(DECIDED) - 1 - 2 + 1
    assert not undecided().filter(key__contains="/2025-03-03/").exists()


# --- writing it -------------------------------------------------------------------------------------------------------


def test_it_is_only_written_into_an_empty_record(ravenshire):
    assert not is_empty()
    with pytest.raises(NotEmpty):
        seed(until=UNTIL, scale=A_TWELFTH)


def test_the_same_seed_makes_the_same_council():
    first, second = (simulate(until=UNTIL, seed=3, scale=0.03) for _ in range(2))

    assert _told(first) == _told(second)
    assert _told(first) != _told(simulate(until=UNTIL, seed=4, scale=0.03))


def _told(council):
    return [
        (contact.received_at, contact.source, [(c.child.given, c.child.surname, c.outcome) for c in contact.children])
        for contact in council.contacts
    ]
