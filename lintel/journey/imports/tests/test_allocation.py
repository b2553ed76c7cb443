"""Who held the child, as files show it."""

from datetime import date

from lintel.foundation.access.models import ReasonToSee
from lintel.journey.imports.tests.builders import row
from lintel.steps.allocation.models import Involvement, SafetyCheck
from lintel.steps.enquiries.models import StrategyDiscussion
from lintel.steps.visits.models import Visit

REFERRED = row(
    date_of_referral=date(2025, 2, 4), referral_nfa="b) No", allocated_team="Elm", allocated_worker="Ada Lindow"
)
OPEN = row(
    cin_start_date=date(2025, 2, 4), case_status="Open assessment", allocated_team="Elm", allocated_worker="Ada Lindow"
)
LAST = row("C9", date_of_contact=date(2025, 3, 31))


def held():
    found = Involvement.objects.order_by("began_on", "ended_on")
    return [(one.worker.name, one.began_on, one.ended_on, one.began_is_observed) for one in found]


def exactly(worker, began, ended=None, **more):
    return {"Child Unique ID": "C1", "Date of Referral": date(2025, 2, 4), "Allocated Worker": worker,
            "Allocated Team": "Elm", "Start Date": began, "End Date": ended, **more}  # fmt: skip


def test_at_first_sight_a_worker_began_on_the_date_of_the_row(take):
    take({"List 1": [LAST], "List 6": [OPEN]})

    assert held() == [("Ada Lindow", date(2025, 2, 4), None, True)]


def test_rows_that_name_one_worker_after_another_are_a_chain(take):
    assessed = row(continuous_assessment_start_date=date(2025, 2, 20), allocated_worker="Bo Marsh")

    take(
        {
            "List 1": [LAST],
            "List 3": [REFERRED],
            "List 4": [assessed],
            "List 6": [{**OPEN, "Allocated Worker": "Bo Marsh"}],
        }
    )

    assert held() == [
        ("Ada Lindow", date(2025, 2, 4), date(2025, 2, 20), True), ("Bo Marsh", date(2025, 2, 20), None, True),
    ]  # fmt: skip


def test_nobody_holds_a_referral_that_ended_in_no_further_action(take):
    take({"List 1": [LAST], "List 3": [{**REFERRED, "Referral NFA?": "a) Yes"}]})

    assert held() == []
    reason = ReasonToSee.objects.get()
    assert (reason.team.name, reason.begins_on, reason.ends_on) == ("Elm", date(2025, 2, 4), date(2025, 2, 5))


def test_the_name_of_a_team_is_no_worker(take):
    take({"List 1": [LAST], "List 6": [{**OPEN, "Allocated Worker": "ELM"}]})

    assert held() == []


def test_an_involvements_sheet_says_it_exactly(take):
    take({"List 3": [REFERRED], "List 6": [OPEN], "Involvements": [
        exactly("Ada Lindow", date(2025, 2, 6), date(2025, 3, 3), **{"Reason for Change of Worker": "Worker left"}),
        exactly("Bo Marsh", date(2025, 3, 5)),
    ]})  # fmt: skip

    assert held() == [
        ("Ada Lindow", date(2025, 2, 6), date(2025, 3, 3), False), ("Bo Marsh", date(2025, 3, 5), None, False),
    ]  # fmt: skip
    assert Involvement.objects.get(worker__name="Ada Lindow").change_reason == "LEFTRL"


def test_what_was_only_observed_gives_way_to_an_involvements_sheet(take):
    take({"List 1": [LAST], "List 6": [OPEN]})

    take({"List 1": [LAST], "List 6": [OPEN], "Involvements": [exactly("Ada Lindow", date(2025, 2, 7))]})

    assert held() == [
        ("Ada Lindow", date(2025, 2, 4), date(2025, 2, 4), True), ("Ada Lindow", date(2025, 2, 7), None, False),
    ]  # fmt: skip


def test_two_workers_at_once_wait_to_be_mended(take):
    load = take({"List 3": [REFERRED], "Involvements": [
        exactly("Ada Lindow", date(2025, 2, 6)), exactly("Bo Marsh", date(2025, 3, 5)),
    ]})  # fmt: skip

    assert [name for name, *_ in held()] == ["Ada Lindow"]
    assert "at the same time" in load.quarantined.get().reasons[0]["cause"]


def test_safety_checks_visits_and_discussions_are_carried(take):
    take({
        "List 3": [REFERRED],
        "Safety Checks": [{"Child Unique ID": "C1", "Date of Referral": date(2025, 2, 4),
                           "Date of Check": date(2025, 2, 7), "Checked By": "Cy Vale",
                           "Why Safe": "Stays with grandmother", "Next Check Due": date(2025, 4, 14)}],
        "Visits": [{"Child Unique ID": "C1", "Date of Visit": date(2025, 2, 8), "Child Seen": "No", "Seen Alone": "No",
                    "Statutory Visit": "Yes", "Allocated Worker": "Ada Lindow"}],
        "Strategy Discussions": [{"Child Unique ID": "C1", "Date of Discussion": date(2025, 2, 9),
                                  "Began Enquiry": "No"}],
    })  # fmt: skip

    check, visit = SafetyCheck.objects.get(), Visit.objects.get()
    assert (check.checked_by.name, check.next_due_on) == ("Cy Vale", date(2025, 4, 14))
    assert (visit.child_seen, visit.is_statutory, visit.worker.name) == (False, True, "Ada Lindow")
    assert StrategyDiscussion.objects.values_list("held_on", "began_enquiry").get() == (date(2025, 2, 9), False)
