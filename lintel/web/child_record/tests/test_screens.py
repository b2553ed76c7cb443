"""A child's record, for those with a reason to see it."""

import pytest

from lintel.foundation.audit_log.models import Entry

pytestmark = pytest.mark.django_db


def test_priya_reads_her_childs_story(client, cast, bells):
    client.force_login(cast.priya)

    shown = client.get(f"/children/{bells.mia.pk}/?as_at=2025-03-03").content.decode()

    assert "Mia Bell" in shown
    assert "Referral and episode of need" in shown
    assert "Allocated to Priya Nair" in shown


def test_opening_a_record_is_an_entry_about_that_child(client, cast, bells):
    client.force_login(cast.priya)

    client.get(f"/children/{bells.mia.pk}/")

    assert Entry.objects.get(act="record opened", child_id=bells.mia.pk).by == cast.priya


def test_tom_finds_nothing_and_cannot_tell_that_there_is_something(client, cast, bells):
    client.force_login(cast.tom)

    there, nowhere = client.get(f"/children/{bells.mia.pk}/"), client.get("/children/999999999/")

    assert there.status_code == nowhere.status_code == 404
    assert "Bell" not in there.content.decode()


@pytest.mark.parametrize("who", ["sam", "grace", "ola"])
def test_people_who_see_no_child_see_none_here(client, cast, bells, who):
    client.force_login(cast.people[who])

    assert client.get(f"/children/{bells.mia.pk}/").status_code == 403


def test_an_unborn_child_is_expected_not_born(client, cast, bells):
    client.force_login(cast.priya)

    shown = client.get(f"/children/{bells.baby.pk}/?as_at=2025-03-03").content.decode()

    assert "Expected" in shown
    assert "30 June 2025" in shown


def test_the_next_thing_stands_before_everything_else(client, cast, bells):
    client.force_login(cast.priya)

    shown = client.get(f"/children/{bells.mia.pk}/").content.decode()

    assert shown.index('id="next"') < shown.index("Worker</dt>") < shown.index('id="chronology"')
    following = shown[shown.index('id="next"') : shown.index("Worker</dt>")]
    assert "late</strong>" in following
    assert f'href="/visits/new/{bells.mia.pk}/"' in following
    assert f'href="/children/{bells.mia.pk}/assess/"' in following


def test_as_at_a_day_that_is_past_nothing_is_next(client, cast, bells):
    client.force_login(cast.priya)

    assert 'id="next"' not in client.get(f"/children/{bells.mia.pk}/?as_at=2025-02-28").content.decode()


def test_who_only_reads_is_shown_no_button(client, cast, bells):
    client.force_login(cast.anil)

    shown = client.get(f"/children/{bells.mia.pk}/").content.decode()

    assert 'id="next"' in shown
    assert "/visits/new/" not in shown
