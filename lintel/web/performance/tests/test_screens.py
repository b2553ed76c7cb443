"""Numbers on screen: what they say, where they lead, and who is kept out."""

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.oversight.performance.models import ChangeRecord, Rebaseline
from tests.trace import finding

pytestmark = pytest.mark.django_db
DAY = "?as_at=2025-03-03"


def page(client, user, path):
    client.force_login(user)
    return client.get(path).content.decode()


@finding("S51", screen="/indicators/")
def test_the_catalogue_shows_every_indicator_with_its_definition_a_click_away(client, cast, bells):
    shown = page(client, cast.anil, f"/indicators/{DAY}")

    for code in ("K01", "K06", "K30", "K35", "K50", "K63", "K112"):
        assert f'href="/indicators/{code}/?as_at=2025-03-03"' in shown


def test_what_the_records_cannot_say_is_called_not_in_your_data_yet(client, cast, bells):
    assert "not in your data yet" in page(client, cast.anil, f"/indicators/{DAY}")


def test_an_indicator_page_has_its_question_definition_owner_and_how_it_could_be_gamed(client, cast, bells):
    shown = page(client, cast.anil, f"/indicators/K06/{DAY}")

    for words in ("How many contacts meet the threshold", "Numerator", "Denominator", "Owner", "could be gamed"):
        assert words in shown


@finding("S51", screen="/indicators/K30/list/")
def test_the_list_behind_a_number_is_one_click_away_and_as_long_as_the_number(client, cast, bells):
    shown = page(client, cast.helen, "/indicators/K01/list/?from=2025-02-17&until=2025-02-23")

    assert "2 lines, of which 2 counted" in shown
    assert shown.count('<a class="govuk-link" href="/children/') == 2


def test_opening_a_list_is_an_entry_in_the_audit_log(client, cast, bells):
    page(client, cast.helen, f"/indicators/K01/list/{DAY}")

    entry = Entry.objects.filter(act="list opened").get()
    assert entry.by == cast.helen
    assert entry.details["indicator"] == "K01"


def test_a_list_can_be_taken_away_as_csv_with_the_definition_inside(client, cast, bells):
    shown = page(client, cast.helen, "/indicators/K01/list.csv?from=2025-02-17&until=2025-02-23")

    assert "BELL-1" in shown
    assert "Definition" in shown
    assert Entry.objects.filter(act="exported").exists()


def test_the_weeks_of_a_chart_can_be_taken_away_as_csv(client, cast, bells):
    assert "Denominator" in page(client, cast.helen, f"/indicators/K01/weeks.csv{DAY}")


def test_tom_sees_nobody_of_another_team_on_any_list(client, cast, bells):
    for code in ("K01", "K06", "K07", "K30", "K35", "K112"):
        for path in (f"/indicators/{code}/list/{DAY}", f"/indicators/{code}/list.csv{DAY}"):
            shown = page(client, cast.tom, path)
            assert "Mia Bell" not in shown
            assert "BELL-" not in shown


def test_the_planner_sees_numbers_and_no_list(client, cast, bells):
    assert client.get(f"/indicators/K01/{DAY}").status_code == 302
    client.force_login(cast.ola)

    assert client.get(f"/indicators/K01/{DAY}").status_code == 200
    assert client.get(f"/indicators/K01/list/{DAY}").status_code == 403


def test_the_system_administrator_sees_no_number(client, cast, bells):
    client.force_login(cast.sam)

    assert client.get("/indicators/").status_code == 403
    assert client.get("/indicators/K01/").status_code == 403
    assert client.get("/changes/").status_code == 403


def test_an_indicator_that_does_not_exist_is_not_found(client, cast):
    client.force_login(cast.anil)

    assert client.get("/indicators/K999/").status_code == 404


@finding("S1", screen="/changes/")
def test_a_change_is_recorded_and_drawn_on_every_chart(client, cast, bells):
    client.force_login(cast.anil)

    client.post("/changes/", {
        "what": "New threshold document in use", "changed_on-day": "20", "changed_on-month": "2",
        "changed_on-year": "2025", "decided_by": "Odile Larchmere, head of service",
    })  # fmt: skip

    change = ChangeRecord.objects.get()
    assert change.changed_on.isoformat() == "2025-02-20"
    assert "New threshold document in use" in page(client, cast.helen, f"/indicators/K01/{DAY}")


def test_a_change_without_a_day_is_asked_for_again_and_nothing_typed_is_lost(client, cast):
    client.force_login(cast.anil)

    shown = client.post("/changes/", {"what": "New wording", "decided_by": "Odile"}).content.decode()

    assert "There is a problem" in shown
    assert "New wording" in shown
    assert not ChangeRecord.objects.exists()


def test_a_withdrawn_change_disappears_from_the_charts_and_stays_in_the_history(client, cast, bells):
    client.force_login(cast.anil)
    client.post("/changes/", {"what": "Slip", "changed_on": "2025-02-20", "decided_by": "Nobody, nowhere"})
    change = ChangeRecord.objects.get()

    client.post(f"/changes/{change.pk}/withdraw/", {"because": "Typed by mistake"})

    change.refresh_from_db()
    assert change.withdrawn_because == "Typed by mistake"
    assert "Slip" not in page(client, cast.anil, "/changes/")


def test_a_social_worker_may_not_record_a_change(client, cast):
    client.force_login(cast.priya)

    answer = client.post("/changes/", {"what": "X", "changed_on": "2025-02-20", "decided_by": "Y"})

    assert answer.status_code == 403
    assert not ChangeRecord.objects.exists()


def test_limits_start_anew_only_with_a_signed_reason(client, cast):
    client.force_login(cast.helen)

    client.post("/indicators/K06/new-limits/", {"starts_on": "2025-02-03", "reason": ""})
    assert not Rebaseline.objects.exists()

    client.post("/indicators/K06/new-limits/", {"starts_on": "2025-02-03", "reason": "The form changed for good"})
    assert Rebaseline.objects.get().signed_by == cast.helen


def test_filters_live_in_the_address(client, cast, bells):
    shown = page(client, cast.helen, f"/indicators/K01/{DAY}&source=Police&age=5 to 9")

    assert '<option value="Police" selected>' in shown
    assert '<option value="5 to 9" selected>' in shown
    assert "source=Police" in shown


def test_why_referrals_changed_says_so_when_it_cannot_say(client, cast):
    assert "does not say this" in page(client, cast.helen, f"/why-did-referrals-change/{DAY}")


@pytest.mark.parametrize("who", ["marcus", "sofia"])
def test_who_sees_only_their_teams_is_told_why_no_change_is_judged(client, cast, bells, who):
    said = "Past weeks count only children who are with your teams today, so no change is judged here."

    for path in (f"/indicators/K01/{DAY}", f"/why-did-referrals-change/{DAY}"):
        assert said in page(client, cast.people[who], path)
        assert said not in page(client, cast.helen, path)
    assert "A diamond is a signal" not in page(client, cast.people[who], f"/indicators/K01/{DAY}")
