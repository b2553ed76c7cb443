"""From Annex A lists to the record."""

from datetime import date, datetime

import pytest
from django.db.models import Count

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.models import SourceFile
from lintel.foundation.workforce.models import Team, Worker
from lintel.journey.imports.tests.builders import row, workbook
from lintel.steps.assessments.models import Assessment
from lintel.steps.early_help.models import EarlyHelpEpisode
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion
from lintel.steps.front_door.codes import Outcome, OutcomeBasis
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.plans.models import CpPlan
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit
from tests.cast import LONDON

REFERRED = row(date_of_referral=date(2025, 2, 4), referral_source="q) 6: Police", referral_nfa="b) No",
               allocated_team="Elm team", allocated_worker="Ada Lindow")  # fmt: skip
IN_NEED = row(cin_start_date=date(2025, 2, 4), primary_need_code="a) Abuse or neglect",
              date_child_was_last_seen=date(2025, 3, 20), case_status="d) Open assessment",
              allocated_team="Elm team", allocated_worker="Ada Lindow")  # fmt: skip


def test_a_contact_and_its_referral_keep_what_the_rows_say_and_where_they_stood(take):
    take({"List 1": [row(date_of_contact=date(2025, 2, 3), contact_source="q) 6: Police")], "List 3": [REFERRED]})

    contact = Contact.objects.get()
    referral = Referral.objects.get()
    assert (contact.received_on, contact.source, contact.source_sheet, contact.source_row) == (
        date(2025, 2, 3), "6", "List 1", 2,
    )  # fmt: skip
    assert (referral.referred_on, referral.is_nfa, referral.team.name, referral.source_sheet) == (
        date(2025, 2, 4), False, "Elm team", "List 3",
    )  # fmt: skip
    assert referral.child_contact.contact == contact
    assert referral.child.la_child_id == "C1"


def test_the_child_has_what_the_rows_agree_on(take):
    take({"List 6": [{**IN_NEED, "Does the Child have a Disability": "a) Yes"}]})

    child = Person.objects.get(la_child_id="C1")
    assert (child.key, child.sex, child.ethnicity, child.date_of_birth, child.has_disability) == (
        "C:C1", "M", "WBRI", date(2015, 6, 1), True,
    )  # fmt: skip
    assert child.birth_date_certainty == BirthDateCertainty.KNOWN


def test_an_unborn_child_has_an_expected_date_until_it_is_born(take):
    contact = row(date_of_contact=date(2025, 3, 3), gender="c) Not stated", date_of_birth=date(2025, 5, 20))
    take({"List 1": [contact]})
    assert Person.objects.get(la_child_id="C1").birth_date_certainty == BirthDateCertainty.EXPECTED

    born = row(date_of_contact=date(2025, 3, 3), gender="b) Female", date_of_birth=date(2025, 5, 24))
    take({"List 1": [born]}, at=datetime(2025, 6, 2, 9, 0, tzinfo=LONDON))

    child = Person.objects.get(la_child_id="C1")
    assert (child.date_of_birth, child.sex, child.birth_date_certainty) == (
        date(2025, 5, 24), "F", BirthDateCertainty.KNOWN,
    )  # fmt: skip
    assert not child.contradictions.exists()


def test_lists_3_and_6_meet_on_the_same_episode(take):
    take({"List 3": [REFERRED], "List 6": [IN_NEED]})

    referral = Referral.objects.get()
    assert (referral.primary_need, referral.case_status, referral.source) == ("N1", "open_assessment", "6")


def test_an_episode_that_began_later_joins_the_latest_open_referral_before_it(take):
    take({"List 3": [REFERRED], "List 6": [{**IN_NEED, "CIN Start Date": date(2025, 2, 10)}]})

    assert Referral.objects.get().case_status == "open_assessment"


def test_an_episode_no_referral_explains_is_opened(take):
    take({"List 6": [IN_NEED]})

    referral = Referral.objects.get()
    assert (referral.referred_on, referral.is_nfa, referral.source_sheet) == (date(2025, 2, 4), False, "List 6")


def test_an_open_child_is_never_hidden_behind_a_referral_that_ended_in_nfa(take):
    take({"List 3": [{**REFERRED, "Referral NFA?": "a) Yes"}], "List 6": [IN_NEED]})

    assert sorted(Referral.objects.values_list("is_nfa", "case_status")) == [(False, "open_assessment"), (True, "")]


def test_a_closed_episode_has_its_day_and_reason(take):
    closed = {**IN_NEED, "CIN Closure Date": date(2025, 3, 14), "Reason for Closure": "c) Residence Order"}

    take({"List 6": [closed]})

    assert Referral.objects.values_list("closed_on", "closure_reason").get() == (date(2025, 3, 14), "RC3")


def test_early_help_and_assessments_are_carried(take):
    take({
        "List 2": [row(assessment_start_date=date(2025, 1, 6), assessment_completion_date=date(2025, 2, 14),
                       organisation_completing_assessment="Invented school")],
        "List 3": [REFERRED],
        "List 4": [row(continuous_assessment_start_date=date(2025, 2, 5),
                       child_seen_during_continuous_assessment="a) Yes",
                       continuous_assessment_date_of_authorisation=date(2025, 3, 20), allocated_worker="Nobody")],
    })  # fmt: skip

    help_given, assessment = EarlyHelpEpisode.objects.get(), Assessment.objects.get()
    assert (help_given.organisation, help_given.assessment_completed_on) == ("Invented school", date(2025, 2, 14))
    assert (assessment.referral, assessment.child_seen, assessment.authorised_on, assessment.worker) == (
        Referral.objects.get(), True, date(2025, 3, 20), None,
    )  # fmt: skip


def test_an_enquiry_has_its_discussion_its_conference_and_the_plan_it_led_to(take):
    take({
        "List 5": [row(strategy_discussion_initiating_section_47_enquiry_start_date=date(2025, 2, 6),
                       was_an_initial_child_protection_conference_deemed_unnecessary="b) No",
                       date_of_initial_child_protection_conference=date(2025, 2, 27),
                       did_the_initial_child_protection_conference_result_in_a_child_protection_plan="a) Yes")],
        "List 7": [row(child_protection_plan_start_date=date(2025, 2, 27), initial_category_of_abuse="a) Neglect",
                       latest_category_of_abuse="d) Emotional abuse", number_of_previous_child_protection_plans=1,
                       date_of_the_last_statutory_visit=date(2025, 3, 12), was_the_child_seen_alone="a) Yes",
                       date_of_latest_review_conference=date(2025, 3, 25))],
    })  # fmt: skip

    enquiry, plan = Section47Enquiry.objects.get(), CpPlan.objects.get()
    initial, review = Conference.objects.order_by("held_on")
    assert enquiry.begun_by == StrategyDiscussion.objects.get()
    assert (initial.enquiry, initial.cp_plan, initial.led_to_plan, initial.kind) == (enquiry, plan, True, "initial")
    assert (review.cp_plan, review.kind, review.enquiry) == (plan, "review", None)
    assert (plan.initial_category, plan.latest_category, plan.previous_plans) == ("NEG", "EMO", 1)
    assert Visit.objects.values_list("visited_on", "is_statutory", "child_seen", "seen_alone").get() == (
        date(2025, 3, 12), True, True, True,
    )  # fmt: skip


def test_a_conference_that_is_booked_has_not_been_held(take):
    take({"List 5": [row(strategy_discussion_initiating_section_47_enquiry_start_date=date(2025, 3, 24),
                         date_of_initial_child_protection_conference=date(2025, 4, 14))]})  # fmt: skip

    assert Section47Enquiry.objects.count() == 1
    assert not Conference.objects.exists()


def test_what_followed_a_contact_is_worked_out_where_the_list_does_not_say(take):
    take({
        "List 1": [row(date_of_contact=date(2025, 2, 3)), row("C2", date_of_contact=date(2025, 2, 3)),
                   row("C1", date_of_contact=date(2025, 3, 3)), row("C3", date_of_contact=date(2025, 3, 30))],
        "List 3": [REFERRED], "List 6": [IN_NEED],
    })  # fmt: skip

    found = ChildContact.objects.order_by("contact__received_on", "child__la_child_id")
    assert list(found.values_list("child__la_child_id", "outcome", "outcome_basis", "decided_on")) == [
        ("C1", Outcome.REFERRAL, OutcomeBasis.INFERRED, date(2025, 2, 4)),
        ("C2", Outcome.NOTHING_FOLLOWED, OutcomeBasis.INFERRED, date(2025, 2, 3)),
        ("C1", Outcome.TO_ALLOCATED_WORKER, OutcomeBasis.INFERRED, date(2025, 3, 3)),
        ("C3", "", "", None),
    ]


def test_a_list_that_gives_decisions_is_believed_and_an_empty_decision_is_none(take):
    decided = row(date_of_contact=date(2025, 2, 3), contact_outcome="Early help", date_of_decision=date(2025, 2, 4),
                  time_of_decision="10:15", time_of_contact="16:40", consent="Given")  # fmt: skip
    waiting = row("C2", date_of_contact=date(2025, 2, 3), contact_outcome=None)

    take({"List 1": [decided, waiting], "List 3": [REFERRED]})

    first, second = ChildContact.objects.order_by("child__la_child_id")
    assert (first.outcome, first.outcome_basis, first.consent) == (Outcome.EARLY_HELP, OutcomeBasis.DECIDED, "given")
    assert first.decided_at == datetime(2025, 2, 4, 10, 15, tzinfo=LONDON)
    assert first.contact.received_at == datetime(2025, 2, 3, 16, 40, tzinfo=LONDON)
    assert (second.outcome, second.decided_on) == ("", None)


def test_a_numbered_contact_is_one_event_about_several_children(take):
    take({"List 1": [
        row("C1", date_of_contact=date(2025, 2, 3), contact_reference="K-77", date_of_incident=date(2025, 2, 1)),
        row("C2", date_of_contact=date(2025, 2, 3), contact_reference="K-77", date_of_incident=date(2025, 2, 1)),
    ]})  # fmt: skip

    contact = Contact.objects.annotate(children_in_it=Count("children")).get()
    assert (contact.reference, contact.happened_on, contact.children_in_it) == ("K-77", date(2025, 2, 1), 2)


def test_two_contacts_of_one_day_from_one_source_are_two(take):
    contact = row(date_of_contact=date(2025, 2, 3), contact_source="Police")

    load = take({"List 1": [contact, contact]})

    assert (load.rows_accepted, Contact.objects.count()) == (2, 2)


def test_a_referral_said_twice_for_two_workers_is_one(take):
    load = take({"List 3": [REFERRED, {**REFERRED, "Allocated Worker": "Bo Marsh"}]})

    assert (load.rows_accepted, Referral.objects.count()) == (2, 1)


def test_what_was_written_down_days_later_says_so(take):
    take({"List 3": [{**REFERRED, "Date Recorded": date(2025, 2, 9), "Time Recorded": "17:05"}]})

    assert Referral.objects.get().recorded_at == datetime(2025, 2, 9, 17, 5, tzinfo=LONDON)


def test_workers_and_teams_are_found_by_name_however_it_is_written(take):
    take({"List 3": [REFERRED], "List 4": [
        row(continuous_assessment_start_date=date(2025, 2, 5), allocated_worker="LINDOW,  Ada",
            allocated_team=" ELM  team ")
    ]})  # fmt: skip

    assert Worker.objects.filter(name__icontains="lindow").count() == 1
    assert Team.objects.filter(name__iexact="elm team").count() == 1


def test_the_worker_and_both_teams_may_see_the_child(take):
    take({"List 3": [REFERRED], "List 6": [IN_NEED]})

    reasons = ReasonToSee.objects.filter(child__la_child_id="C1").order_by("basis")
    assert [(one.basis, one.worker and one.worker.name, one.team.name, one.ends_on) for one in reasons] == [
        ("involvement", "Ada Lindow", "Elm team", None), ("referral", None, "Elm team", None),
    ]  # fmt: skip


def test_hostile_text_is_stored_exactly(take):
    hostile = "'); DROP TABLE <script>alert(1)</script> =cmd|' /C calc'!A0 ‮ \U0001f480"

    take({"List 3": [{**REFERRED, "Allocated Team": hostile}]})

    assert Referral.objects.get().team.name == hostile


def test_the_same_lists_as_csv_are_read_the_same(take):
    text = (
        "Invented council;;;\n"
        "Child Unique ID;Date of Referral;Referral NFA?;Allocated Worker\n"
        "C1;04/02/2025;No;Zoë Müller\n"
    )

    load = take(text.encode("cp1252"), name="List 3.csv")

    assert Referral.objects.values_list("referred_on", "is_nfa").get() == (date(2025, 2, 4), False)
    assert Worker.objects.filter(name="Zoë Müller").exists()
    assert load.findings["lists"][0]["sheet"] == "List 3"


def test_a_messy_workbook_says_the_same_as_a_tidy_one(take):
    messy = workbook(
        {"Sheet1": [{"CHILD ID": 1.0, "dob": "1/6/2015", "referral date": 45692, "NFA": "N", "Notes": "x"}],
         "Legend": [{"a": 1}]},
        above=[["Invented council"], []], formats=False,
    )  # fmt: skip

    load = take(messy)

    assert Referral.objects.values_list("child__la_child_id", "referred_on", "is_nfa").get() == (
        "1", date(2025, 2, 4), False,
    )  # fmt: skip
    assert Person.objects.get(la_child_id="1").date_of_birth == date(2015, 6, 1)
    assert load.findings["lists"][0]["headings"]["not_recognised"] == ["Notes"]
    assert load.findings["sheets_not_read"][0]["sheet"] == "Legend"


def test_the_preview_stores_nothing(offer):
    load = offer({"List 3": [REFERRED]})

    assert (load.state, load.rows_in, load.rows_accepted) == ("ready", 1, 1)
    assert not Referral.objects.exists()
    assert not SourceFile.objects.exists()


def test_the_preview_shows_first_and_last_dates_and_problems_by_cause(offer):
    late = [row(f"C{n}", date_of_contact="1/1/1900") for n in range(3)]
    good = [row(date_of_contact=day) for day in (date(2025, 1, 6), date(2025, 3, 3))]

    load = offer({"List 1": [*good, *late, row("C9", date_of_contact=date(2025, 2, 1), ethnicity="Martian")]})

    found = load.findings["lists"][0]
    assert (found["first"], found["last"]) == ("2025-01-06", "2025-03-03")
    assert (found["rows_in"], found["rows_accepted"], found["rows_quarantined"]) == (6, 3, 3)
    aside, kept = load.findings["problems"]
    assert (aside["effect"], aside["count"], aside["rows"], aside["examples"]) == (
        "set aside", 3, [4, 5, 6], ["1/1/1900"],
    )  # fmt: skip
    assert (kept["effect"], kept["column"], kept["rows"]) == ("kept", "Ethnicity", [7])


@pytest.mark.parametrize(
    ("says", "column"),
    [
        ({"Child Unique ID": None}, "Child Unique ID"),
        ({"Child Unique ID": "X" * 41}, "Child Unique ID"),
        ({"CIN Start Date": None}, "CIN Start Date"),
        ({"CIN Start Date": "31/02/2025"}, "CIN Start Date"),
        ({"CIN Start Date": date(2025, 4, 3)}, "CIN Start Date"),
        ({"CIN Closure Date": date(2025, 2, 3)}, "CIN Closure Date"),
        ({"CIN Closure Date": "ongoing"}, "CIN Closure Date"),
        ({"Date of Birth": date(1990, 1, 1)}, "Date of Birth"),
    ],
)  # fmt: skip
def test_what_sets_a_row_aside(take, says, column):
    load = take({"List 6": [{**IN_NEED, **says}]})

    assert (load.rows_in, load.rows_quarantined) == (1, 1)
    assert [reason["column"] for reason in load.quarantined.get().reasons] == [column]
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "says",
    [{"Ethnicity": "Martian"}, {"Primary Need Code": "Other stuff"}, {"Date Child Was Last Seen": "yesterday"},
     {"Gender": "Purple"}, {"Does the Child have a Disability": "maybe"}, {"Allocated Team": "T" * 200}],
)  # fmt: skip
def test_what_is_only_said_in_the_preview(take, says):
    load = take({"List 6": [{**IN_NEED, **says}]})

    assert (load.rows_in, load.rows_accepted) == (1, 1)
    assert [problem["effect"] for problem in load.findings["problems"]] == ["kept"]
