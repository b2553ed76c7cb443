"""The same file again, next month's file, last year's file."""

from datetime import date, datetime

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.journey.imports import actions
from lintel.journey.imports.actions import CannotBeStored
from lintel.journey.imports.models import QuarantinedRow
from lintel.journey.imports.tests.builders import row, workbook, year
from lintel.journey.imports.tests.conftest import OFFERED
from lintel.steps.allocation.models import Involvement
from lintel.steps.assessments.models import Assessment
from lintel.steps.front_door.models import ChildContact
from lintel.steps.referrals.models import Referral
from tests.cast import LONDON

MAY = datetime(2025, 5, 2, 9, 0, tzinfo=LONDON)
REFERRED = row(date_of_referral=date(2025, 2, 4), referral_nfa="b) No", allocated_worker="Ada Lindow")
OPEN = row(cin_start_date=date(2025, 2, 4), case_status="d) Open assessment", allocated_worker="Ada Lindow")
MARCH = row("C9", date_of_contact=date(2025, 3, 31))  # so that the first file speaks of all of March
APRIL = row("C9", date_of_contact=date(2025, 4, 30))


def test_the_same_file_again_changes_nothing(take):
    lists = workbook({"List 1": [MARCH, row(date_of_contact="x")], "List 3": [REFERRED], "List 6": [OPEN]}).getvalue()
    take(lists)
    before = Entry.objects.filter(act="records laid down").count()

    again = take(lists)

    assert (again.rows_in, again.rows_accepted, again.rows_quarantined) == (4, 3, 1)
    assert Entry.objects.filter(act="records laid down").count() == before
    assert QuarantinedRow.objects.count() == 1
    assert "Storing it again changes nothing." in again.findings["notes"][0]


def test_the_same_rows_in_another_file_change_nothing(take):
    small = year(contacts=120, referrals=30, assessments=30, enquiries=10)
    take(small)
    before = Entry.objects.latest("pk").pk

    take({sheet: list(reversed(rows)) for sheet, rows in reversed(small.items())})

    laid = Entry.objects.filter(act="records laid down", pk__gt=before)
    assert {(entry.details["added"], entry.details["corrected"]) for entry in laid} == {(0, 0)}


def test_next_months_file_updates_and_keeps_history(take):
    started = row(continuous_assessment_start_date=date(2025, 3, 3), continuous_assessment_date_of_authorisation=None)
    take({"List 1": [MARCH], "List 4": [started]})

    take({"List 1": [APRIL], "List 4": [{**started, "Continuous Assessment Date of Authorisation": date(2025, 4, 22)}]},
         at=MAY)  # fmt: skip

    assessment = Assessment.objects.get()
    assert assessment.authorised_on == date(2025, 4, 22)
    assert list(assessment.events.values_list("authorised_on", flat=True)) == [None]


def test_a_different_worker_next_month_ends_the_former_involvement_on_the_day_the_file_was_drawn(take):
    take({"List 1": [MARCH], "List 3": [REFERRED], "List 6": [OPEN]})

    take({"List 1": [APRIL], "List 6": [{**OPEN, "Allocated Worker": "Bo Marsh"}]}, at=MAY)

    held = Involvement.objects.order_by("began_on").values_list("worker__name", "began_on", "ended_on")
    assert list(held) == [
        ("Ada Lindow", date(2025, 2, 4), date(2025, 4, 30)), ("Bo Marsh", date(2025, 4, 30), None),
    ]  # fmt: skip


@pytest.mark.parametrize("nobody", ["Unallocated", None, "Duty"])
def test_a_child_who_lost_their_worker_has_none(take, nobody):
    take({"List 1": [MARCH], "List 3": [REFERRED], "List 6": [OPEN]})

    take({"List 1": [APRIL], "List 6": [{**OPEN, "Allocated Worker": nobody}]}, at=MAY)

    assert Involvement.objects.values_list("worker__name", "ended_on").get() == ("Ada Lindow", date(2025, 4, 30))


def test_an_episode_that_closed_ends_its_involvement_that_day(take):
    take({"List 1": [MARCH], "List 3": [REFERRED], "List 6": [OPEN]})

    take({"List 1": [APRIL], "List 6": [{**OPEN, "CIN Closure Date": date(2025, 4, 9)}]}, at=MAY)

    assert Involvement.objects.values_list("ended_on", flat=True).get() == date(2025, 4, 9)


def test_an_older_file_fills_gaps_and_overrules_nothing(take):
    take({"List 1": [APRIL], "List 6": [{**OPEN, "Allocated Worker": "Bo Marsh", "Case Status": "b) CP"}]}, at=MAY)

    older = take({"List 1": [MARCH], "List 3": [{**REFERRED, "Referral Source": "q) 6: Police"}], "List 6": [OPEN]})

    referral = Referral.objects.get()
    assert (referral.source, referral.case_status) == ("6", "child_protection")
    assert [one.worker.name for one in referral.involvements.all()] == ["Bo Marsh"]
    assert "overrule nothing" in older.findings["notes"][0]


def test_a_contact_left_undecided_is_worked_out_when_more_is_known(take):
    take({"List 1": [row(date_of_contact=date(2025, 3, 31))]})
    assert ChildContact.objects.get().outcome == ""

    take({"List 1": [row(date_of_contact=date(2025, 3, 31)), APRIL],
          "List 3": [{**REFERRED, "Date of Referral": date(2025, 4, 1)}]}, at=MAY)  # fmt: skip

    assert ChildContact.objects.get(child__la_child_id="C1").outcome == "referral"


def test_an_older_census_may_show_what_followed_a_contact(take):
    take({"List 1": [row(date_of_contact=date(2025, 2, 3)), APRIL]}, at=MAY)
    census = (
        "<Message><Header><ReferenceDate>2025-03-31</ReferenceDate></Header><Children><Child><ChildIdentifiers>"
        "<LAchildID>C1</LAchildID></ChildIdentifiers><CINdetails><CINreferralDate>2025-02-05</CINreferralDate>"
        "<ReferralNFA>false</ReferralNFA></CINdetails></Child></Children></Message>"
    )

    take(census, kind="cin", at=MAY)

    contact = ChildContact.objects.get(child__la_child_id="C1")
    assert (contact.outcome, Referral.objects.get().child_contact) == ("referral", contact)


def test_a_decision_outlives_a_file_that_gives_none(take):
    take({"List 1": [row(date_of_contact=date(2025, 2, 3), contact_outcome="Advice"), MARCH]})

    take({"List 1": [row(date_of_contact=date(2025, 2, 3)), APRIL]}, at=MAY)

    contact = ChildContact.objects.get(child__la_child_id="C1")
    assert (contact.outcome, contact.outcome_basis) == ("advice", "decided")


def test_a_file_is_stored_once_and_only_when_it_is_ready(take, cast):
    load = take({"List 1": [MARCH]})

    with pytest.raises(CannotBeStored):
        actions.store(load, by=cast.anil, at=OFFERED)


def test_what_is_stored_is_stored_whole_or_not_at_all(offer, cast, monkeypatch):
    load = offer({"List 1": [MARCH], "List 3": [REFERRED]})

    def broken(*_):
        raise RuntimeError("the power went")

    monkeypatch.setattr("lintel.journey.imports.carrying.lists.carry_allocation", broken)
    with pytest.raises(RuntimeError):
        actions.store(load, by=cast.anil, at=OFFERED)

    load.refresh_from_db()
    assert load.state == "ready"
    assert not Referral.objects.exists()
