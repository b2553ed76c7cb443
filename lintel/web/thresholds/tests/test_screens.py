"""The gate on screen: refused with everything that is missing, opened by a signed what-if."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.oversight.demand.what_if import actions as what_ifs
from lintel.oversight.demand.what_if.tests.builders import small_scenario
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

    shown = post(client, cast.helen, "/thresholds/2/level/", **LEVEL | {"child": "Missing school"})

    assert "No longer: Bruising nobody explains" in shown


def test_everybody_at_work_reads_it_and_few_change_it(client, cast, version):
    client.force_login(cast.tom)

    assert client.get("/thresholds/").status_code == 200
    assert client.get("/thresholds/1/").status_code == 200
    assert client.get("/thresholds/1/level/").status_code == 403
    assert client.post("/thresholds/1/activate/").status_code == 403
    assert client.post("/thresholds/", {"title": "Mine", "owner": "Tom"}).status_code == 403


def test_a_stranger_to_the_work_is_refused(client, cast, version):
    client.force_login(cast.sam)

    assert client.get("/thresholds/").status_code == 403


def test_a_version_that_is_not_there(client, cast):
    client.force_login(cast.helen)

    assert client.get("/thresholds/9/").status_code == 404


def test_the_screens_are_in_order(visit, phone, cast, client, version):
    post(client, cast.helen, "/thresholds/1/level/", **LEVEL)

    for look in (visit, phone):
        for path in ("", "1/", "1/level/", "1/consultation/"):
            look(f"/thresholds/{path}", as_=cast.helen).is_in_order()
