"""A version that took effect, on screen: the numbers before and after, and the children to look at again."""

from datetime import date, timedelta

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.oversight.demand.watching.actions import hold_against_what_happened
from lintel.oversight.performance.tests.builders import many_weeks
from lintel.oversight.thresholds.models import SecondLook
from lintel.oversight.thresholds.tests.builders import a_draft, a_signed_what_if, put_into_effect
from lintel.steps.early_help.actions import load_early_help_episodes
from lintel.steps.early_help.models import EarlyHelpEpisode
from tests.cast import NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db
APRIL = date(2025, 4, 7)
LIST = "/thresholds/1/early-help-children/"


@pytest.fixture
def version(cast):
    return put_into_effect(a_draft(by=cast.helen, at=NOW), on=APRIL, by=cast.helen, at=NOW)


@pytest.fixture
def episodes(cast, bells):
    held = {
        name: EarlyHelpEpisode(
            **TYPED, key=f"help/{name}", child=getattr(bells, name), organisation="=Start Well",
            started_on=date(2025, 2, 1),
        )
        for name in ("mia", "ivy")
    }  # fmt: skip
    load_early_help_episodes(list(held.values()), by=cast.command_line, at=NOW)
    return {name: EarlyHelpEpisode.objects.get(key=each.key) for name, each in held.items()}


def shown_to(client, user, path):
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@finding("S23", screen="/thresholds/")
def test_the_list_is_one_step_from_the_version_and_holds_everybody(client, cast, version, episodes):
    assert LIST in shown_to(client, cast.helen, "/thresholds/1/")

    shown = shown_to(client, cast.helen, LIST)

    assert "Everyone open in early help on 7 April 2025" in shown
    assert "2 children, 0 looked at again" in shown
    assert "Mia Bell" in shown
    assert "Ivy Marsh" in shown
    assert Entry.objects.filter(act="list opened", by=cast.helen).get().details["lines"] == 2


def test_a_manager_ticks_off_the_child_of_her_team(client, cast, version, episodes):
    client.force_login(cast.marcus)

    shown = client.post(f"{LIST}look/", {"look": f"{episodes['mia'].pk}:stays"}, follow=True).content.decode()

    assert "1 child, 1 looked at again" in shown
    assert "Stays in early help" in shown
    assert "Marcus Reed" in shown


@pytest.mark.parametrize("typed", ["", "7", "x:stays", "{ivy}:stays", "{mia}:better"])
def test_what_is_not_on_the_list_or_makes_no_sense_is_not_there(client, cast, version, episodes, typed):
    client.force_login(cast.marcus)
    look = typed.format(ivy=episodes["ivy"].pk, mia=episodes["mia"].pk)

    assert client.post(f"{LIST}look/", {"look": look}).status_code == 404
    assert not SecondLook.objects.exists()


def test_the_list_as_a_file_runs_nothing_in_a_spreadsheet(client, cast, version, episodes):
    text = shown_to(client, cast.tom, "/thresholds/1/early-help-children.csv")

    assert "Ivy Marsh" in text
    assert "'=Start Well" in text
    assert "Mia Bell" not in text
    assert Entry.objects.filter(act="exported", by=cast.tom).get().details["lines"] == 1


def test_who_sees_no_child_is_refused_and_an_analyst_only_reads(client, cast, version, episodes):
    client.force_login(cast.ola)
    for path in (LIST, "/thresholds/1/early-help-children.csv"):
        assert client.get(path).status_code == 403
    client.force_login(cast.anil)
    assert client.post(f"{LIST}look/", {"look": f"{episodes['mia'].pk}:stays"}).status_code == 403
    assert "Not yet" in client.get(LIST).content.decode()


def test_a_draft_has_nobody_to_look_at_again(client, cast, bells):
    a_draft(by=cast.helen, at=NOW)
    client.force_login(cast.helen)

    assert client.get(LIST).status_code == 404
    assert LIST not in client.get("/thresholds/1/").content.decode()


@finding("S24", screen="/thresholds/")
def test_conversion_stands_beside_no_need_found_and_coming_back_each_with_its_list(client, cast, version):
    many_weeks(until=date(2025, 11, 30))

    shown = shown_to(client, cast.helen, "/thresholds/1/")

    assert "Before and after" in shown
    assert shown.count("95% range") >= 6
    for code in ("K06", "K09", "K10", "K11"):
        assert f"/indicators/{code}/#definition" in shown
    assert f"/indicators/K06/list/?from={APRIL.isoformat()}" in shown
    assert "Cannot tell yet: the ranges overlap." in shown


@pytest.mark.long
def test_the_screens_are_in_order(visit, phone, cast, version, episodes):
    for look in (visit, phone):
        for path in (LIST, "/thresholds/1/withdraw/"):
            look(path, as_=cast.helen).is_in_order()
    many_weeks(until=date(2025, 11, 30))
    for look in (visit, phone):
        look("/thresholds/1/", as_=cast.helen).is_in_order()


def test_it_is_ticked_off_without_javascript(without_javascript, cast, version, episodes):
    look = without_javascript(LIST, as_=cast.marcus)

    look.press("Stepped up to social care for Mia Bell")

    assert "1 looked at again" in look.words
    assert SecondLook.objects.get().looked_at - NOW > timedelta(days=1)


@finding("S2", screen="/thresholds/")
def test_what_was_signed_and_does_not_come_true_is_said_on_the_page_of_the_version(client, cast, bells):
    what_if = a_signed_what_if(by=cast.helen, at=NOW, weeks=12)
    put_into_effect(a_draft(by=cast.helen, at=NOW), on=APRIL, by=cast.helen, at=NOW, what_if=what_if)
    assert "What happened since, week by week" not in shown_to(client, cast.helen, "/thresholds/1/")

    hold_against_what_happened(what_if, on=date(2025, 4, 16), by=cast.command_line, at=NOW)

    shown = shown_to(client, cast.helen, "/thresholds/1/")
    assert "It does not go as it was signed." in shown
    assert f"/what-ifs/{what_if.pk}/#afterwards" in shown
    assert "It does not go as it was signed." not in shown_to(client, cast.tom, "/thresholds/1/")


def test_a_version_is_withdrawn_with_a_reason_that_everybody_reads(client, cast, version):
    client.force_login(cast.helen)
    assert "Enter why it is withdrawn" in client.post("/thresholds/1/withdraw/", {"because": " "}).content.decode()

    client.post("/thresholds/1/withdraw/", {"because": "Too many children waited"})

    assert ": Too many children waited" in shown_to(client, cast.tom, "/thresholds/1/")
    client.force_login(cast.helen)
    again = client.post("/thresholds/1/withdraw/", {"because": "Again"}, follow=True).content.decode()
    assert "was withdrawn already" in again


def test_only_the_head_of_service_withdraws(client, cast, version):
    for who in (cast.sofia, cast.tom):
        client.force_login(who)
        assert client.get("/thresholds/1/withdraw/").status_code == 403
        assert "Withdraw this version" not in shown_to(client, who, "/thresholds/1/")
