"""The gate on screen: refused with everything that is missing, opened by a signed what-if."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.oversight.demand.what_if import actions as what_ifs
from lintel.oversight.demand.what_if.tests.builders import small_scenario
from lintel.oversight.performance.actions import record_change
from lintel.oversight.performance.models import ChangeRecord
from lintel.oversight.thresholds import actions
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
LEVEL = {"number": "4", "name": "Specialist", "is_statutory": "on", "child": "Bruising nobody explains\nMissing school"}


@pytest.fixture
def version(cast):
    return actions.draft("Windscreen", owner="Helen Ward, head of service", by=cast.helen, at=NOW)


def post(client, user, path, **typed):
    client.force_login(user)
    return client.post(path, typed, follow=True).content.decode()


@finding("S2", screen="/thresholds/")
def test_a_version_is_refused_and_then_opened_by_a_signed_what_if(client, cast, version):
    helen = cast.helen
    refused = post(client, helen, "/thresholds/1/activate/")
    assert "No what-if is attached" in refused
    assert "The early help wording has not been reviewed" in refused

    day = timezone.localdate() + timedelta(days=60)
    post(client, helen, "/thresholds/1/level/", **LEVEL)
    post(client, helen, "/thresholds/1/consultation/", with_whom="Partners", consulted_on="2025-02-20")
    post(client, helen, "/thresholds/1/early-help/")
    post(client, helen, "/thresholds/1/day/", effective_from=day.isoformat())
    drawn = what_ifs.draw_up("Accept more", as_things_are=small_scenario(), by=helen, at=NOW)
    post(client, helen, "/thresholds/1/what-if/", what_if=drawn.pk)
    assert "The what-if is not signed" in post(client, helen, "/thresholds/1/activate/")

    what_ifs.sign(what_ifs.run(drawn, runs=4_000, by=helen, at=NOW), by=helen, at=NOW)
    assert "drawn on every chart" in post(client, helen, "/thresholds/1/activate/")
    assert ChangeRecord.objects.get().what == "Threshold version 1: Windscreen"
    assert "is not rewritten" in post(client, helen, "/thresholds/1/level/", **LEVEL)


def test_a_level_is_written_one_indicator_a_line_and_compared_with_the_last_version(client, cast, version):
    post(client, cast.helen, "/thresholds/1/level/", **LEVEL)
    post(client, cast.helen, "/thresholds/", title="Windscreen 2", owner="Helen")

    shown = post(client, cast.helen, "/thresholds/2/level/4/", **LEVEL | {"child": "Missing school"})

    assert "No longer: Bruising nobody explains" in shown


def test_examples_are_typed_below_their_indicator_shown_kept_and_compared(client, cast, version):
    typed = LEVEL | {
        "child": "Bruising nobody explains\ne.g. a baby who cannot roll\nFor example: a black eye\nMissing school"
    }
    shown = post(client, cast.helen, "/thresholds/1/level/", **typed)
    assert "for example: a baby who cannot roll; a black eye" in shown

    client.force_login(cast.helen)
    form = client.get("/thresholds/1/level/4/").content.decode()
    assert "Bruising nobody explains\ne.g. a baby who cannot roll; a black eye\nMissing school" in form

    post(client, cast.helen, "/thresholds/", title="Windscreen 2", owner="Helen")
    post(client, cast.helen, "/thresholds/2/level/4/", **LEVEL | {"wording": "Children at risk"})
    shown = post(client, cast.helen, "/thresholds/2/early-help/")
    assert "Example of “Bruising nobody explains”: was a baby who cannot roll; a black eye; no longer given" in shown
    assert "What the level means now: Children at risk" in shown


def test_an_example_of_nothing_is_pointed_out(client, cast, version):
    shown = post(client, cast.helen, "/thresholds/1/level/", **LEVEL | {"child": "e.g. a black eye"})

    assert "write the indicator above its example" in shown


def test_indicators_stand_in_the_order_in_which_they_are_typed(client, cast, version):
    post(client, cast.helen, "/thresholds/1/level/", **LEVEL)

    shown = post(
        client, cast.helen, "/thresholds/1/level/4/", **LEVEL | {"child": "Missing school\nBruising"}
    )  # fmt: skip

    assert shown.index("Missing school") < shown.index("Bruising")


def test_a_level_is_not_overwritten_by_accident_and_two_change_places(client, cast, version):
    post(client, cast.helen, "/thresholds/1/level/", **LEVEL)
    post(client, cast.helen, "/thresholds/1/level/", **LEVEL | {"number": "3", "name": "Targeted", "is_statutory": ""})
    assert "Level 4 is written already" in post(client, cast.helen, "/thresholds/1/level/", **LEVEL)

    shown = post(client, cast.helen, "/thresholds/1/level/3/", **LEVEL | {"name": "Targeted", "number": "4"})

    assert "Level 3, Specialist" in shown
    assert "Level 4, Targeted" in shown


def test_a_level_is_taken_out(client, cast, version):
    post(client, cast.helen, "/thresholds/1/level/", **LEVEL)

    assert "is taken out of this draft" in post(client, cast.helen, "/thresholds/1/level/remove/", number="4")
    assert "was taken out already" in post(client, cast.helen, "/thresholds/1/level/remove/", number="4")


def test_who_was_consulted_is_picked_and_police_and_health_are_missed(client, cast, version):
    client.force_login(cast.helen)
    assert (
        "Not put to the police and the integrated care board (health)" in client.get("/thresholds/1/").content.decode()
    )

    typed = {"partners": ["police", "education"], "with_whom": "Partnership board", "consulted_on": "2025-02-20"}
    shown = post(client, cast.helen, "/thresholds/1/consultation/", **typed)

    assert "The police: Partnership board, on 20 February 2025" in shown
    assert "Not put to the integrated care board (health)" in shown
    shown = post(client, cast.helen, "/thresholds/1/consultation/", partners=["health"], consulted_on="2025-02-21")
    assert "Not put to" not in shown


def test_nobody_cannot_be_consulted(client, cast, version):
    shown = post(client, cast.helen, "/thresholds/1/consultation/", consulted_on="2025-02-20")

    assert "Choose who was consulted, or write who else it was" in shown


def test_another_shock_in_the_same_month_is_warned_of_and_the_calendar_is_one_step_away(client, cast, version):
    day = (timezone.localdate() + timedelta(days=60)).replace(day=15)
    shown = post(client, cast.helen, "/thresholds/1/day/", effective_from=day.isoformat())
    assert "Nothing else is recorded for that month." in shown
    record_change("Police backlog", changed_on=day, decided_by="Police", by=cast.helen, at=NOW)

    shown = client.get("/thresholds/1/").content.decode()

    assert "In the same month: Police backlog" in shown
    assert 'href="/changes/"' in shown


@finding("S23", screen="/thresholds/")
def test_statutory_wording_that_changed_without_early_help_is_flagged(client, cast, version):
    post(client, cast.helen, "/thresholds/1/level/", **LEVEL)
    post(client, cast.helen, "/thresholds/", title="Windscreen 2", owner="Helen")

    shown = post(client, cast.helen, "/thresholds/2/level/4/", **LEVEL | {"child": "Bruising"})
    assert "The wording of social care differs from version 1 (level 4)" in shown
    assert "The early help wording has not been reviewed" in post(client, cast.helen, "/thresholds/2/activate/")

    assert "The wording of social care differs" not in post(client, cast.helen, "/thresholds/2/early-help/")


def test_everybody_at_work_reads_it_and_few_change_it(client, cast, version):
    client.force_login(cast.tom)

    assert client.get("/thresholds/").status_code == 200
    assert client.get("/thresholds/1/").status_code == 200
    assert client.get("/thresholds/1/level/").status_code == 403
    assert client.post("/thresholds/1/level/remove/", {"number": "4"}).status_code == 403
    assert client.post("/thresholds/1/activate/").status_code == 403
    assert client.post("/thresholds/", {"title": "Mine", "owner": "Tom"}).status_code == 403


def test_a_stranger_to_the_work_is_refused(client, cast, version):
    client.force_login(cast.sam)

    assert client.get("/thresholds/").status_code == 403


def test_a_version_that_is_not_there(client, cast):
    client.force_login(cast.helen)

    assert client.get("/thresholds/9/").status_code == 404


@pytest.mark.long
def test_the_screens_are_in_order(visit, phone, cast, client, version):
    post(client, cast.helen, "/thresholds/1/level/", **LEVEL)

    for look in (visit, phone):
        for path in ("", "1/", "1/level/", "1/level/4/", "1/consultation/"):
            look(f"/thresholds/{path}", as_=cast.helen).is_in_order()


def test_the_document_that_was_in_force_before_lintel_is_said_to_be_so_by_the_head_of_service(client, cast, version):
    helen, where = cast.helen, "/thresholds/1/in-force-already/"
    assert "Write them" in post(client, helen, where, in_force_since="2019-09-02")
    post(client, helen, "/thresholds/1/level/", **LEVEL)
    assert where in post(client, helen, "/thresholds/1/day/", effective_from="2027-01-01")
    assert "That day is in the future" in post(client, helen, where, in_force_since="2099-09-02")

    shown = post(client, helen, where, in_force_since="2019-09-02")

    assert "In force here since 2 September 2019, before Lintel" in shown
    assert where not in shown
    assert "goes the way of a change" in post(client, helen, where, in_force_since="2019-09-02")
    client.force_login(cast.femi)
    assert client.get(where).status_code == 403
