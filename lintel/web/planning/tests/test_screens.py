"""What-ifs on screen: words first, levers that make no sense refused, and who is kept out."""

import re

import pytest

from lintel.oversight.demand.calibration.fitting import AsThingsAre
from lintel.oversight.demand.calibration.models import Override
from lintel.oversight.demand.manageable import actions as seeking
from lintel.oversight.demand.manageable.models import PlanSought
from lintel.oversight.demand.what_if import actions, queries, tasks
from lintel.oversight.demand.what_if.fans import COLOURS, beside_each_other
from lintel.oversight.demand.what_if.models import Run, WhatIf
from lintel.oversight.demand.what_if.tests.builders import BUSIER, read_again, scenario_with_everything, small_scenario
from lintel.web.planning.forms import Levers
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
KEPT = {"keep": "yes"}
TYPED = {"conversion-0-to": "70", "conversion-0-from_week": "0", "conversion-0-over_weeks": "2"}
ADDRESSES = ("", "{pk}/", "{pk}/levers/", "{pk}/compare/", "{pk}/manageable/")


@pytest.fixture
def asked(cast):
    return actions.draw_up("Accept more", as_things_are=small_scenario(weeks=8), by=cast.ola, at=NOW)


def get(client, user, path):
    client.force_login(user)
    return client.get(path).content.decode()


def post(client, user, path, **typed):
    client.force_login(user)
    return client.post(path, typed, follow=True).content.decode()


def sign(client, user, asked):
    """As somebody does it: open the page, read, press."""
    page = get(client, user, f"/what-ifs/{asked.pk}/sign/")
    mark = re.search(r'name="read" value="([0-9a-f]+)"', page)
    return post(client, user, f"/what-ifs/{asked.pk}/sign/", read=mark[1])


def the_job_runs():
    for run in Run.objects.filter(finished_at__isnull=True):
        tasks.work_out(run.pk)


@finding("S2", screen="/what-ifs/")
def test_the_answer_comes_in_words_first_then_in_charts_with_their_tables(client, cast, asked):
    waiting = post(client, cast.ola, f"/what-ifs/{asked.pk}/run/", runs="1000")
    the_job_runs()
    shown = get(client, cast.ola, f"/what-ifs/{asked.pk}/")

    assert "1,000 runs are being made" in waiting
    assert "In the middle of the range no child waits" in shown or "In none of 1,000 runs" in shown
    assert shown.count("<svg") == 16
    assert shown.count("as a table") == 8


def test_levers_are_tried_without_being_kept(client, cast, asked):
    shown = post(client, cast.ola, f"/what-ifs/{asked.pk}/levers/", **TYPED)

    assert "200 runs" in shown
    assert 'value="70"' in shown
    assert WhatIf.objects.get(pk=asked.pk).levers["conversion"] == []


def test_the_answer_follows_while_they_are_moved_averages_first(client, cast, asked):
    client.force_login(cast.ola)
    at_once = client.post(f"/what-ifs/{asked.pk}/levers/answer/", TYPED).content.decode()
    ranges = client.post(f"/what-ifs/{asked.pk}/levers/answer/", TYPED | {"ranges": "yes"}).content.decode()

    assert "On average children start to wait in week" in at_once
    assert "Children start to wait in week" in ranges
    assert (at_once.count("<svg"), ranges.count("<svg")) == (2, 2)


def test_levers_that_are_kept_are_run(client, cast, asked):
    shown = post(client, cast.ola, f"/what-ifs/{asked.pk}/levers/", **TYPED, **KEPT)
    the_job_runs()

    assert "1,000 runs are being made" in shown
    kept = WhatIf.objects.get(pk=asked.pk)
    assert (kept.levers["conversion"][0]["to"], kept.runs) == (0.7, 1_000)


EVERYTHING = {
    "conversion": [
        {"source": "every", "to": 0.4, "from_week": 1, "over_weeks": 2},
        {"source": "police", "to": 0.5, "from_week": 3, "over_weeks": 0},
    ],
    "volume": 1.1,
    "waves": [{"source": "police", "contacts": 300.0, "from_week": 2, "over_weeks": 3}],
    "assessment_length": 0.8,
    "length_after_assessment": 0.9,
    "posts": [
        {"number": 2, "from_week": 3, "until_week": None, "team": "every", "is_agency": False, "is_funded": True},
        {"number": 1, "from_week": 1, "until_week": 6, "team": "Castle", "is_agency": True, "is_funded": False},
    ],
    "ceiling_points": 16,
    "agency_leaves": [{"team": "Castle", "from_week": 4}],
    "step_down": [{"outcome": "child in need", "share": 0.25}],
}


def test_every_lever_can_be_moved_on_screen_and_stays_as_it_was_moved(client, cast):
    asked = actions.draw_up("All of them", as_things_are=scenario_with_everything(), by=cast.ola, at=NOW)
    actions.move_levers(asked, levers=EVERYTHING, by=cast.ola, at=NOW)
    now = queries.as_it_is(asked, viewer=cast.ola)
    form = Levers(now=now, kept=EVERYTHING)
    typed = {
        box.html_name: box.value() for box in form if box.value() not in (None, "", False)
    }  # fmt: skip

    post(client, cast.ola, f"/what-ifs/{asked.pk}/levers/", **typed, **KEPT)

    assert WhatIf.objects.get(pk=asked.pk).levers == EVERYTHING


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"conversion-0-to": "120"}, "120% of contacts cannot be"),
        ({"conversion-0-to": "50", "conversion-0-from_week": "-3"}, "cannot start in the past"),
        ({"posts-0-number": "-2", "posts-0-team": "every", "posts-0-from_week": "1"}, "There cannot be -2 posts"),
        ({"volume": "-50"}, "A factor is between 0.1 and 10"),
        ({"volume": "many"}, "Enter a whole number"),
    ],
)
def test_what_makes_no_sense_is_refused_in_plain_words(client, cast, asked, typed, words):
    assert words in post(client, cast.ola, f"/what-ifs/{asked.pk}/levers/", **typed)
    client.force_login(cast.ola)
    assert words in client.post(f"/what-ifs/{asked.pk}/levers/answer/", typed).content.decode()


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
    the_job_runs()
    shown = sign(client, cast.helen, asked)

    assert "Signed by" in shown
    assert "Move the levers" not in shown


@finding("S2", screen="/what-ifs/")
def test_up_to_four_scenarios_stand_side_by_side_on_the_same_children(client, cast, asked):
    post(client, cast.ola, f"/what-ifs/{asked.pk}/copy/", name="Accept most")
    more = WhatIf.objects.get(name="Accept most")
    actions.move_levers(more, levers=BUSIER, by=cast.ola, at=NOW)

    waiting = post(client, cast.ola, f"/what-ifs/{asked.pk}/compare/", others=[str(more.pk)])
    the_job_runs()
    shown = get(client, cast.ola, f"/what-ifs/{asked.pk}/compare/")

    assert "The same children are followed through each: As things are, Accept more, Accept most." in waiting
    assert "no difference" in shown  # nothing is moved in the first
    assert shown.count("<svg") == 12
    assert shown.count("as a table") == 6


def test_five_side_by_side_are_too_many(client, cast, asked):
    others = [actions.copy(asked, f"Copy {number}", by=cast.ola, at=NOW) for number in (1, 2, 3)]

    shown = post(client, cast.ola, f"/what-ifs/{asked.pk}/compare/", others=[str(other.pk) for other in others])

    assert "Choose at most two" in shown
    assert not Run.objects.exists()


def test_a_copy_needs_a_name(client, cast, asked):
    assert "Enter what the copy is called." in post(client, cast.ola, f"/what-ifs/{asked.pk}/copy/", name=" ")


@finding("S60", screen="/what-ifs/")
def test_what_manageable_takes_is_sought_beside_the_page_and_said_in_words(client, cast, asked):
    typed = {"ceiling": "6", "chance": "10", "children_waiting": "5", "may_move": ["posts"]}
    waiting = post(client, cast.ola, f"/what-ifs/{asked.pk}/manageable/", **typed)
    sought = PlanSought.objects.get()
    seeking.work_out(sought, by=cast.ola, at=NOW, runs=200)
    shown = get(client, cast.ola, f"/what-ifs/{asked.pk}/manageable/")

    assert "for a ceiling of 6" in waiting
    assert "To keep everybody at 6 or fewer" in shown
    assert "must be signed for by" in shown
    assert "Manageable means: nobody is given more than 6" in shown


@finding("L2", screen="/forecasts/")
def test_what_if_this_agency_team_left_in_four_weeks_takes_one_step(client, cast, bells, monkeypatch):
    fitted = AsThingsAre(scenario=read_again(scenario_with_everything()), fitted=())
    monkeypatch.setattr(actions, "fitted_on", lambda **_: fitted)
    shown = post(client, cast.ola, "/what-ifs/if-agency-left/", team="Castle")

    assert "If the agency workers of Castle left in four weeks" in shown
    assert "1,000 runs are being made" in shown
    assert WhatIf.objects.get().levers["agency_leaves"] == [{"team": "Castle", "from_week": 4}]


def test_a_team_that_is_not_there_has_no_agency_workers_to_leave(client, cast, bells):
    assert "There is no team called Nobody." in post(client, cast.ola, "/what-ifs/if-agency-left/", team="Nobody")
    assert not WhatIf.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"ceiling": "0"}, "A ceiling is between 1 and 1,000"),
        ({"chance": "90"}, "Accept a chance between 0.5% and 50%"),
        ({"may_move": []}, "Choose at least one thing that may move"),
        ({"pounds_per_child_later": "-1"}, "A cost cannot be negative"),
    ],
)
def test_a_goal_that_cannot_be_is_refused_in_plain_words(client, cast, asked, typed, words):
    sensible = {"ceiling": "18", "chance": "5", "children_waiting": "5", "may_move": ["posts"]}

    assert words in post(client, cast.ola, f"/what-ifs/{asked.pk}/manageable/", **sensible | typed)
    assert not PlanSought.objects.exists()


def test_an_answer_that_changed_since_it_was_read_is_not_signed(client, cast, asked):
    actions.run(asked, runs=4_000, by=cast.ola, at=NOW)

    shown = post(client, cast.helen, f"/what-ifs/{asked.pk}/sign/", read="of another answer")

    assert "It was run again since you opened the page" in shown
    assert WhatIf.objects.get(pk=asked.pk).signed_at is None


@pytest.mark.parametrize("week", ["²", "--5", "abc", "9" * 5_000, "9999999"])
def test_a_week_nobody_offered_is_refused_and_never_an_error(client, cast, asked, week):
    typed = {"conversion-0-to": "50", "conversion-0-from_week": week, "posts-0-number": "1", "posts-0-from_week": week}
    client.force_login(cast.ola)

    answered = client.post(f"/what-ifs/{asked.pk}/levers/", typed | KEPT)

    assert answered.status_code == 200
    assert "There is a problem" in answered.content.decode()
    assert WhatIf.objects.get(pk=asked.pk).levers["posts"] == []


def test_all_sources_and_one_of_them_move_at_once(client, cast, asked):
    typed = {"conversion-0-to": "50", "conversion-1-to": "60"}

    shown = post(client, cast.ola, f"/what-ifs/{asked.pk}/levers/", **typed)

    assert "200 runs" in shown


def test_rows_that_somebody_else_took_away_meanwhile_are_not_lost(client, cast, asked):
    typed = {f"posts-{row}-{part}": "1" for row in range(4) for part in ("number", "from_week")}

    post(client, cast.ola, f"/what-ifs/{asked.pk}/levers/", **typed, **KEPT)

    assert len(WhatIf.objects.get(pk=asked.pk).levers["posts"]) == 4


def test_two_of_the_same_name_are_two_lines(cast, asked):
    again = actions.copy(asked, asked.name, by=cast.ola, at=NOW)
    again = actions.move_levers(again, levers=BUSIER, by=cast.ola, at=NOW)
    run = actions.work_out(actions.ask_to_compare(asked, others=[again], by=cast.ola, at=NOW), by=cast.ola, at=NOW)

    found = queries.side_by_side_of(run, viewer=cast.ola)

    drawn = beside_each_other(found.summaries, "waiting")
    assert [colour in drawn for colour in COLOURS] == [True, True, True, False]


def test_own_values_stand_beside_what_was_moved(client, cast, bells):
    made = {"key": "leaving", "name": "Permanent workers who leave", "fitted_value": 0.12, "value": 0.3}
    Override.objects.create(**made, reason="Three have given notice", made_by=cast.ola, made_at=NOW)

    post(client, cast.ola, "/what-ifs/", name="As it is", weeks_ahead="26")
    shown = get(client, cast.ola, f"/what-ifs/{WhatIf.objects.get().pk}/")

    assert "Permanent workers who leave: 0.3 instead of 0.12 (“Three have given notice”)" in shown


def test_a_social_worker_is_refused(client, cast, asked):
    client.force_login(cast.tom)

    for path in (*ADDRESSES, "{pk}/sign/"):
        assert client.get(f"/what-ifs/{path.format(pk=asked.pk)}").status_code == 403
    for path in ("levers/answer/", "run/", "copy/", "compare/", "manageable/"):
        assert client.post(f"/what-ifs/{asked.pk}/{path}").status_code == 403


def test_who_only_looks_cannot_move_anything(client, cast, asked):
    shown = get(client, cast.ines, f"/what-ifs/{asked.pk}/")

    assert "Move the levers" not in shown
    assert "Look for an answer" not in get(client, cast.ines, f"/what-ifs/{asked.pk}/manageable/")


def test_a_what_if_that_is_not_there(client, cast):
    client.force_login(cast.ola)

    assert client.get("/what-ifs/99/").status_code == 404


@pytest.mark.long
def test_the_screens_are_in_order(visit, phone, cast):
    asked = actions.draw_up("All of them", as_things_are=scenario_with_everything(), by=cast.ola, at=NOW)
    asked = actions.move_levers(asked, levers=EVERYTHING, by=cast.ola, at=NOW)
    actions.run(asked, runs=60, by=cast.ola, at=NOW)
    other = actions.copy(asked, "Another", by=cast.ola, at=NOW)
    made = actions.ask_to_compare(asked, others=[other], by=cast.ola, at=NOW)
    actions.work_out(made, by=cast.ola, at=NOW)
    sought = seeking.seek(
        asked, ceiling=5, chance_accepted=0.2, may_move=["posts", "pace", "shorter"], on=NOW.date(), by=cast.ola, at=NOW
    )
    seeking.work_out(sought, by=cast.ola, at=NOW, runs=100)

    for look in (visit, phone):
        for path in ADDRESSES:
            look(f"/what-ifs/{path.format(pk=asked.pk)}", as_=cast.ola).is_in_order()


def test_the_answer_beside_the_levers_follows_the_hand(visit, cast, asked):
    look = visit(f"/what-ifs/{asked.pk}/levers/", as_=cast.ola)
    assert "On average no child waits." in look.words

    look.fill(**{"conversion-0-to": "90"})

    look.page.get_by_text("On average children start to wait in week").wait_for(timeout=30_000)
    look.page.get_by_text("200 runs: half").wait_for()
    look.is_in_order()


def test_an_answer_whose_connection_is_lost_is_asked_for_once_more(visit, cast, asked):
    look = visit(f"/what-ifs/{asked.pk}/levers/", as_=cast.ola)
    lost = []

    def lose_the_first(route):
        if lost:
            return route.continue_()
        lost.append(route.request.url)
        return route.abort()

    look.page.route("**/answer/", lose_the_first)
    look.fill(**{"conversion-0-to": "90"})

    look.page.get_by_text("On average children start to wait in week").wait_for(timeout=30_000)
    assert len(lost) == 1
    assert all("ERR_FAILED" in each for each in look.complaints)
    look.complaints.clear()  # what the browser says of the one that was lost


def test_levers_are_tried_where_there_is_no_script(without_javascript, cast, asked):
    look = without_javascript(f"/what-ifs/{asked.pk}/levers/", as_=cast.ola)

    look.fill(**{"conversion-0-to": "90"})
    look.press("Try these levers")

    assert "200 runs" in look.words
    look.is_in_order()
