"""The pages of those who lead: who sees what, what is said when it is refused, and that nothing typed is lost."""

from datetime import date

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.oversight.fanlight.models import Estimate, WeeklyRecord
from lintel.oversight.ledger.models import Closure, Finding
from lintel.oversight.ledger.tests.builders import a_finding
from lintel.oversight.meetings.models import Item, Meeting, Watched
from lintel.web.leading.pictures import SPECIAL_CAUSE
from lintel.web.leading.tests.builders import being_held, led, repeated
from tests.cast import NOW
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


@pytest.fixture
def as_(client, cast):
    def signed_in(who):
        client.force_login(cast.people[who])
        return client

    return signed_in


def words(answer):
    return answer.content.decode()


# --- the leader's page ------------------------------------------------------------------------------------------------


@finding("S17", screen="/fanlight/")
def test_the_start_page_leads_to_moderated_quality_in_one_click(as_, cast, bells):
    helen = as_("helen")

    assert 'href="/fanlight/"' in words(helen.get("/"))
    page = words(helen.get("/fanlight/"))
    assert "How good practice is" in page
    assert "Not enough evidence" in page
    assert "Auditors’ own grades are not shown alone" in page


@finding("S17", screen="/fanlight/")
def test_a_guess_is_locked_the_record_opened_and_spoken_of(as_, cast, bells):
    helen = as_("helen")

    locked = helen.post("/fanlight/guess/", {"guess": "3"})
    record = WeeklyRecord.objects.get()
    here = f"/fanlight/records/{record.pk}/"
    assert locked.url == here
    before = words(helen.get(here))
    assert "Your guess is locked: <strong>Good</strong>" in before
    assert not any(name in before for name in ("Mia", "Noah", "Ivy"))

    assert helen.post(f"{here}open/").url == f"/children/{record.child_id}/"
    assert "Write what you saw" in words(helen.post(here, {"words": " "}))
    helen.post(here, {"words": "Nobody asked him."})
    assert "Nobody asked him." in words(helen.get(here))
    assert "You last read a whole record on" in words(helen.get("/fanlight/"))


def test_a_guess_without_a_grade_draws_nothing(as_, cast, bells):
    answer = as_("helen").post("/fanlight/guess/", {}, follow=True)

    assert "Choose the grade you expect" in words(answer)
    assert 'href="#id_guess"' in answer.text
    assert not WeeklyRecord.objects.exists()


def test_an_estimate_is_typed_in_percent_and_locked(as_, cast):
    helen = as_("helen")

    assert "Enter a number from 0 to 100" in words(helen.post("/fanlight/estimates/", {"share": "most"}))
    helen.post("/fanlight/estimates/", {"share": "70%"})

    assert Estimate.objects.get().share == pytest.approx(0.7)
    assert "To be compared once the quarter is over" in words(helen.get("/fanlight/estimates/"))


def test_opening_the_page_is_in_the_audit_log(as_, cast):
    as_("ines").get("/fanlight/")

    assert Entry.objects.filter(act="leader's page opened", by=cast.ines).exists()


@pytest.mark.parametrize("who", ["marcus", "tom", "priya", "dawn", "sam", "ola", "cecily"])
def test_who_is_no_leader_sees_no_leaders_page(as_, cast, bells, who):
    assert as_(who).get("/fanlight/").status_code == 403


def test_another_leaders_record_is_not_found(as_, cast, bells):
    *_, record = led(cast, bells)
    Entry.objects.count()

    assert as_("helen").get(f"/fanlight/records/{record.pk}/").status_code == 200
    assert as_("ines").get(f"/fanlight/records/{record.pk}/").status_code == 403
    assert as_("tom").get(f"/fanlight/records/{record.pk}/").status_code == 403


# --- findings ---------------------------------------------------------------------------------------------------------

NEW = {
    "words": "Caseloads are not manageable", "area": "Caseloads", "source": "Focused visit, January 2020",
    "said_on-day": "22", "said_on-month": "1", "said_on-year": "2020", "indicator": "K03", "direction": "at_most",
    "target": "5", "weeks": "8", "wanted_share": "50",
}  # fmt: skip


def test_a_finding_is_written_down_with_its_two_keys(as_, cast):
    as_("helen").post("/findings/new/", NEW | {"owner": str(cast.sofia.pk)})

    found = Finding.objects.get()
    assert (found.owner, found.at_most, found.wanted_share) == (cast.sofia, 5.0, 0.5)


def test_a_share_is_typed_in_percent(as_, cast):
    as_("helen").post(
        "/findings/new/",
        NEW | {"owner": str(cast.sofia.pk), "indicator": "K02", "target": "95", "direction": "at_least"},
    )

    assert Finding.objects.get().at_least == pytest.approx(0.95)


def test_what_is_missing_is_said_and_nothing_typed_is_lost(as_, cast):
    answer = words(as_("helen").post("/findings/new/", NEW | {"target": ""}))

    assert "Enter the target" in answer
    assert "Caseloads are not manageable" in answer


@finding("S50", screen="/findings/")
def test_a_repeated_finding_stands_on_one_line_with_all_its_dates(as_, cast):
    repeated(cast)

    page = words(as_("ines").get("/findings/"))

    assert "7 March 2019, 20 May 2020 and 20 May 2022" in page
    assert page.count("Social workers do not get critical challenge") == 1


@finding("S50", "L9", screen="/findings/")
def test_words_alone_are_refused_in_plain_words(as_, cast):
    supervision = a_finding(cast)

    answer = words(as_("helen").post(f"/findings/{supervision.pk}/close/", {"changed": "It is far better now."}))

    assert "Words alone close no finding." in answer
    assert "It is far better now." in answer
    assert not Closure.objects.exists()


@pytest.mark.parametrize("path", ["new/", "{pk}/close/", "{pk}/said/", "{pk}/act/"])
def test_an_inspector_reads_and_writes_nothing(as_, cast, path):
    supervision = repeated(cast)
    ines = as_("ines")

    assert ines.get(f"/findings/{supervision.pk}/").status_code == 200
    assert ines.get("/findings/" + path.format(pk=supervision.pk)).status_code == 403


def test_a_manager_ends_their_own_action_there(as_, cast, bells):
    _, action, *_ = led(cast, bells)

    marcus = as_("marcus")
    assert "See each worker once a month" in words(marcus.get("/findings/actions/"))
    marcus.post(f"/findings/actions/{action.pk}/", {"ended_as": "done", "came_of_it": "Each was seen."})

    action.refresh_from_db()
    assert action.ended_words == "Each was seen."
    assert as_("rosa").get(f"/findings/actions/{action.pk}/").status_code == 404


# --- performance meetings ---------------------------------------------------------------------------------------------


@finding("S49", "S51", screen="/performance-meetings/")
def test_each_number_on_the_agenda_opens_to_the_children_of_its_week(as_, cast):
    meeting = being_held(cast)

    page = words(as_("helen").get(f"/performance-meetings/{meeting.pk}/"))

    assert "/indicators/K123/list/?from=2025-02-24&amp;until=2025-03-02" in page
    assert "Special causes" in page
    assert page.count(SPECIAL_CAUSE) == 1  # beside the pulse, and not beside what was raised
    assert page.index("Worker pulse") < page.index("Conversion of contacts")


def test_acting_needs_an_action_an_owner_and_a_day_and_keeps_what_was_typed(as_, cast):
    meeting = being_held(cast)
    raised = meeting.items.get(kind="raised")

    answer = words(
        as_("helen").post(
            f"/performance-meetings/items/{raised.pk}/", {"answer": "act", "explanation": "Two schools ring more."}
        )
    )

    for needed in ("Write what is done", "Choose who does it", "Enter the day it is due", "Write why you act on what"):
        assert needed in answer
    assert "Two schools ring more." in answer


def test_noise_is_one_press_and_stands_in_the_minutes(as_, cast):
    meeting = being_held(cast)
    helen = as_("helen")
    for item in Item.objects.filter(meeting=meeting):
        helen.post(f"/performance-meetings/items/{item.pk}/", {"answer": "leave_alone"})

    closed = helen.post(f"/performance-meetings/{meeting.pk}/close/", follow=True)

    assert words(closed).count("Noise, leave alone.") == 2
    assert words(closed).count("Chart and definition") == 2
    assert "frozen since" in words(closed)
    assert Meeting.objects.get().closed_by == cast.helen
    paper = as_("ines").get(f"/performance-meetings/{meeting.pk}/minutes.pdf")
    assert paper.content.startswith(b"%PDF")
    assert Entry.objects.filter(act="exported", by=cast.ines, details__what="minutes as a PDF").exists()


def test_another_takes_the_chair(as_, cast):
    meeting = being_held(cast)
    anil = as_("anil")

    assert "Take the chair" in words(anil.get(f"/performance-meetings/{meeting.pk}/"))
    anil.post(f"/performance-meetings/{meeting.pk}/chair/")

    meeting.refresh_from_db()
    assert meeting.chair == cast.anil
    assert "Take the chair" not in words(as_("ines").get(f"/performance-meetings/{meeting.pk}/"))


def test_who_looks_is_said_in_the_unit_people_read(as_, cast):
    helen = as_("helen")
    helen.post(
        "/performance-meetings/who-looks/K02/",
        {"owner": str(cast.rosa.pk), "forum": "performance", "at_least": "95", "at_most": ""},
    )

    assert Watched.objects.get().at_least == pytest.approx(0.95)
    assert 'value="95"' in words(helen.get("/performance-meetings/who-looks/K02/"))
    assert "at least 95%" in words(as_("ines").get("/performance-meetings/who-looks/"))


def test_only_who_holds_meetings_begins_one(as_, cast):
    as_("ines").post("/performance-meetings/", {"forum": "performance"})

    assert not Meeting.objects.exists()


@pytest.mark.parametrize("who", ["priya", "dawn", "sam", "ola", "cecily"])
def test_who_leads_nothing_sees_no_meetings(as_, cast, who):
    assert as_(who).get("/performance-meetings/").status_code == 403
    assert as_(who).get("/findings/").status_code == 403


def test_the_day_of_the_suite_is_the_day_of_the_meeting(cast):
    assert being_held(cast).held_on == NOW.date() == date(2025, 3, 3)
