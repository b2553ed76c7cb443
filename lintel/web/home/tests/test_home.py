"""Each person starts with what they came for, and sees nobody they should not."""

import re
from datetime import date, timedelta

import pytest

from lintel.foundation.notices.actions import tell
from lintel.foundation.notices.queries import notices
from lintel.oversight.demand.watching.actions import hold_against_what_happened
from lintel.oversight.demand.what_if import actions as what_ifs
from lintel.oversight.demand.what_if.tests.builders import small_scenario
from lintel.steps.front_door.tests.builders import knock
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db


def start(client, user, query=""):
    client.force_login(user)
    return client.get(f"/{query}").content.decode()


def test_the_head_of_service_starts_with_the_front_door(client, cast, bells):
    page = start(client, cast.helen, "?as_at=2025-03-03")

    assert "The front door" in page
    assert "as at 3 March 2025" in page
    assert page.count('class="lintel-tile"') == 10


def test_who_sees_a_line_of_teams_is_told_why_no_change_is_judged(client, cast, bells):
    said = "Past weeks count only children who are with your teams today, so no change is judged here."
    pages = {who: start(client, getattr(cast, who), "?as_at=2025-03-17") for who in ("marcus", "sofia", "helen")}

    assert {who: said in re.sub(r"<svg.*?</svg>", "", page, flags=re.S) for who, page in pages.items()} == {
        "marcus": True, "sofia": True, "helen": False,
    }  # fmt: skip
    assert "with a signal" in pages["helen"]
    assert "with a signal" not in pages["marcus"] + pages["sofia"]


@finding("S3", "S8", "S11", "S27", screen="/")
def test_every_tile_leads_to_the_children_and_to_the_definition_in_one_click(client, cast, bells):
    page = start(client, cast.helen, "?as_at=2025-03-03")

    assert "/indicators/K30/list/?as_at=2025-03-03" in page
    assert "/indicators/K30/?as_at=2025-03-03" in page


@finding("S34", "S60", "L6", screen="/")
def test_caseload_is_a_spread_and_not_an_average(client, cast, bells):
    page = start(client, cast.helen, "?as_at=2025-03-03")

    tile = page[page.index("Caseload of workers") :]
    assert "Median 2, nine in ten up to 3, highest 3" in tile[: tile.index("</li>")]
    assert "Workers over the caseload ceiling" in page


def test_what_the_records_cannot_say_is_not_nought(client, cast, bells):
    page = start(client, cast.helen, "?as_at=2025-03-03")

    assert "not in your data yet" in page


def test_a_social_worker_starts_with_her_own_children(client, cast, bells):
    page = start(client, cast.priya, "?as_at=2025-03-03")

    assert "My children" in page
    assert "Mia Bell" in page
    assert "Noah Bell" in page


def test_her_first_families_stand_open_and_the_others_are_one_press_away(client, cast, bells, monkeypatch):
    whole = start(client, cast.priya, "?as_at=2025-03-03")
    monkeypatch.setattr("lintel.web.home.own_children.FAMILIES_AT_FIRST", 0)

    short = start(client, cast.priya, "?as_at=2025-03-03")

    assert "more famil" not in whole
    assert "1 more family, of whom less is due soon" in short
    assert short.index("1 more family") < short.index("With you since")


def test_a_team_manager_starts_with_his_team(client, cast, bells):
    assert "My team" in start(client, cast.marcus, "?as_at=2025-03-03")


def test_tom_sees_nobody_of_another_team(client, cast, bells):
    page = start(client, cast.tom, "?as_at=2025-03-03")

    assert "Bell" not in page


def test_the_system_administrator_starts_with_accounts_and_no_child(client, cast, bells):
    page = start(client, cast.sam)

    assert "Accounts" in page
    assert "Bell" not in page


def test_whoever_is_not_signed_in_is_asked_to(client, cast):
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_a_day_that_cannot_be_read_is_taken_for_today(client, cast, bells):
    assert "The front door" in start(client, cast.helen, "?as_at=yesterday")


@pytest.fixture
def going_another_way(cast):
    """A what-if Helen signed, held against six weeks and outside its band."""
    drawn = what_ifs.draw_up("Accept more", as_things_are=small_scenario(weeks=12), by=cast.ola, at=NOW)
    signed = what_ifs.sign(what_ifs.run(drawn, runs=4_000, by=cast.ola, at=NOW), by=cast.helen, at=NOW)
    return hold_against_what_happened(signed, on=date(2025, 4, 16), by=cast.command_line, at=NOW)


@finding("S2", screen="/")
@pytest.mark.parametrize("who", ["helen", "ola", "sofia"])
def test_a_signed_what_if_that_goes_another_way_speaks_up_at_once(client, cast, bells, going_another_way, who):
    page = start(client, cast.people[who], "?as_at=2025-04-16")

    assert f"/what-ifs/{going_another_way.what_if.pk}/#afterwards" in page
    assert "does not go as it was signed" in page
    assert "than foretold" in page


def test_it_does_not_speak_to_those_who_sign_nothing(client, cast, bells, going_another_way):
    for who in (cast.dawn, cast.marcus, cast.priya):
        assert "does not go as it was signed" not in start(client, who, "?as_at=2025-04-16")


def test_the_start_page_with_a_warning_is_in_order(visit, phone, cast, bells, going_another_way):
    for look in (visit, phone):
        look("/?as_at=2025-04-16", as_=cast.helen).is_in_order()


def test_those_at_the_desk_start_with_how_much_waits(client, cast, bells, time_machine):
    time_machine.move_to(NOW)
    knock(by=cast.dawn, once="late", received_at=NOW - timedelta(hours=30))
    knock(by=cast.dawn, once="now", is_danger_now=True)

    for who in (cast.dawn, cast.femi, cast.rosa, cast.nell):
        page = start(client, who)
        assert "2 contacts in the queue" in page
        assert "1 cannot wait." in page
        assert "1 out of time" in page
        assert 'href="/front-door/"' in page
    for who in (cast.priya, cast.helen, cast.tom, cast.sam):
        assert "in the queue" not in start(client, who)


def test_what_one_was_told_stands_first_until_it_is_read_and_only_ones_own_list_changes(client, cast, bells):
    for user in (cast.priya, cast.rosa):
        tell(key=f"to {user}", words=f"For {user.name}", path="/children/1/", user=user, by=cast.dawn, at=NOW)
    notice = notices(viewer=cast.priya)[0]
    page = start(client, cast.priya)
    assert page.index("For Priya Nair") < page.index("<h1")
    assert "For Rosa Klein" not in page

    client.post(f"/notices/{notices(viewer=cast.rosa)[0].pk}/read/")  # somebody else's stays as it is
    client.post(f"/notices/{notice.pk}/read/")

    assert "For Priya Nair" not in start(client, cast.priya)
    assert "For Rosa Klein" in start(client, cast.rosa)


def test_a_notice_about_a_child_one_may_not_see_is_not_shown(client, cast, bells):
    tell(key="about Mia", words="About Mia Bell", path="/", user=cast.tom, child_id=bells.mia.pk, by=cast.dawn, at=NOW)

    assert "About Mia Bell" not in start(client, cast.tom)
    assert "About Mia Bell" not in client.get("/notices/").content.decode()


def test_more_than_a_few_notices_have_a_page(visit, phone, cast, bells):
    for number in range(7):
        tell(key=str(number), words="Help is asked", path="/", user=cast.femi, by=cast.dawn, at=NOW)

    for look in (visit, phone):
        assert "2 more notices" in look("/", as_=cast.femi).is_in_order().words
        look("/notices/", as_=cast.femi).is_in_order()
