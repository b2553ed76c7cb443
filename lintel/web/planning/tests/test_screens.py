"""What-ifs on screen: words first, levers that make no sense refused, and who is kept out."""

import pytest

from lintel.oversight.demand.what_if import actions
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.tests.builders import small_scenario
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
TYPED = {"conversion_source": "every", "conversion_to": "70", "conversion_from_week": "0", "conversion_over_weeks": "2"}


@pytest.fixture
def asked(cast):
    return actions.draw_up("Accept more", as_things_are=small_scenario(weeks=8), by=cast.ola, at=NOW)


def post(client, user, path, **typed):
    client.force_login(user)
    return client.post(path, typed, follow=True).content.decode()


@finding("S2", screen="/what-ifs/")
def test_the_answer_comes_in_words_first_then_in_charts_with_their_tables(client, cast, asked):
    shown = post(client, cast.ola, f"/what-ifs/{asked.pk}/run/", runs="1000")

    assert "In the middle of the range no child waits" in shown or "In none of 1,000 runs" in shown
    assert shown.count("<svg") == 16
    assert shown.count("as a table") == 8


def test_levers_move_and_the_averages_answer_at_once(client, cast, asked):
    shown = post(client, cast.ola, f"/what-ifs/{asked.pk}/levers/", **TYPED)

    assert "Run it to see the range." in shown
    assert WhatIf.objects.get(pk=asked.pk).levers["conversion"][0]["to"] == 0.7


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"conversion_to": "120"}, "120% of contacts cannot be"),
        ({"conversion_to": "50", "conversion_from_week": "-3"}, "cannot start in the past"),
        ({"posts_number": "-2", "posts_team": "every"}, "There cannot be -2 posts"),
        ({"volume": "-50"}, "A factor is between 0.1 and 10"),
        ({"volume": "many"}, "Enter a whole number"),
    ],
)
def test_what_makes_no_sense_is_refused_in_plain_words(client, cast, asked, typed, words):
    assert words in post(client, cast.ola, f"/what-ifs/{asked.pk}/levers/", **typed)


def test_ten_thousand_weeks_cannot_be_foreseen(client, cast, bells):
    shown = post(client, cast.ola, "/what-ifs/", name="For ever", weeks_ahead="10000")

    assert "10,000 weeks cannot be foreseen" in shown


def test_a_question_starts_from_things_as_they_are(client, cast, bells):
    shown = post(client, cast.ola, "/what-ifs/", name="As it is", weeks_ahead="26")

    assert "As it is" in shown
    assert WhatIf.objects.get().weeks == 26


@finding("S2", screen="/what-ifs/")
def test_the_head_of_service_signs_after_four_thousand_runs(client, cast, asked):
    assert "Run it 4,000 times first" in post(client, cast.helen, f"/what-ifs/{asked.pk}/sign/")

    post(client, cast.ola, f"/what-ifs/{asked.pk}/run/", runs="4000")
    shown = post(client, cast.helen, f"/what-ifs/{asked.pk}/sign/")

    assert "Signed by" in shown
    assert "Move the levers" not in shown


def test_a_social_worker_is_refused(client, cast, asked):
    client.force_login(cast.tom)

    for path in ("", f"{asked.pk}/", f"{asked.pk}/levers/", f"{asked.pk}/sign/"):
        assert client.get(f"/what-ifs/{path}").status_code == 403


def test_a_what_if_that_is_not_there(client, cast):
    client.force_login(cast.ola)

    assert client.get("/what-ifs/99/").status_code == 404


def test_the_screens_are_in_order(visit, phone, cast, asked):
    actions.run(asked, runs=60, by=cast.ola, at=NOW)

    for look in (visit, phone):
        for path in ("", f"{asked.pk}/", f"{asked.pk}/levers/"):
            look(f"/what-ifs/{path}", as_=cast.ola).is_in_order()
