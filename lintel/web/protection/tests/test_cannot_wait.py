"""A child one works with cannot wait: stamped with a name and a time, and the next page says whom to ring."""

from datetime import timedelta

import pytest

from lintel.foundation.agencies.actions import name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.notices.models import Notice
from lintel.steps.enquiries.models import ReasonableCause
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
SAID = {"reason": "“He hits me when Mum is out.”"}


@pytest.fixture
def police(cast):
    return name_agency(
        key="police", name="Ravenshire police", kind=AgencyKind.POLICE, rings_now="01632 960 201", by=cast.sam, at=NOW
    )


def address(child, act="cannot-wait"):
    return f"/children/{child.pk}/{act}/"


@pytest.mark.finding("S11", "S45", screen="/children/<child>/cannot-wait/")
def test_it_is_stamped_for_brothers_and_sisters_and_the_next_page_says_whom_to_ring(client, cast, bells, police):
    client.force_login(cast.priya)
    assert address(bells.mia) in client.get(f"/children/{bells.mia.pk}/").text

    shown = client.post(address(bells.mia), SAID | {"together": [bells.noah.pk]}, follow=True)

    assert shown.redirect_chain[-1][0] == address(bells.mia, "ring-now")
    assert "01632 960 201" in shown.text
    assert f"/children/{bells.mia.pk}/discussion/ask/" in shown.text
    causes = ReasonableCause.objects.order_by("child_id")
    assert [(each.child, each.reason) for each in causes] == [(bells.mia, SAID["reason"]), (bells.noah, SAID["reason"])]
    assert {(each.stamped_by, each.stamped_at, each.known_since) for each in causes} == {(cast.priya, NOW, NOW)}
    told = Notice.objects.filter(key__startswith="reasonable cause/")
    assert {(each.team, each.path) for each in told} == {(cast.north, "/discussions/")}
    assert "Mia" not in "".join(told.values_list("words", flat=True))


def test_the_time_at_risk_counts_from_when_it_was_first_known(client, cast, bells):
    client.force_login(cast.priya)
    last_night = {"known_on-day": "2", "known_on-month": "3", "known_on-year": "2025", "known_time": "21:40"}

    client.post(address(bells.mia), SAID | last_night)

    assert NOW - ReasonableCause.objects.get().known_since == timedelta(hours=11, minutes=20)


def test_sent_twice_the_first_holds_and_other_words_are_kept_as_well(client, cast, bells):
    client.force_login(cast.priya)

    for reason in (SAID["reason"], SAID["reason"], "She has a burn."):
        client.post(address(bells.mia), {"reason": reason})

    assert list(ReasonableCause.objects.order_by("pk").values_list("reason", flat=True)) == [
        SAID["reason"], "She has a burn.",
    ]  # fmt: skip


@pytest.mark.parametrize(("typed", "says"), [
    ({"reason": " "}, "Write why the child cannot wait"),
    ({"known_time": "21:40"}, "Write the day and the time, or neither"),
    ({"known_time": "late"}, "Write the time like 21:40"),
    ({"known_on-day": "9", "known_on-month": "3", "known_on-year": "2025", "known_time": "09:00"}, "known by now"),
])  # fmt: skip
def test_what_is_missing_is_said_and_no_word_is_lost(client, cast, bells, typed, says):
    client.force_login(cast.priya)

    answer = client.post(address(bells.mia), SAID | {"together": [bells.noah.pk]} | typed).text

    assert says in answer
    assert not ReasonableCause.objects.exists()
    if "reason" not in typed:
        assert SAID["reason"] in answer


def test_somebody_of_another_team_says_nothing_of_the_bells(client, cast, bells):
    client.force_login(cast.tom)

    assert client.get(address(bells.mia)).status_code == 404
    assert client.post(address(bells.mia), SAID).status_code == 404
    assert client.get(address(bells.mia, "ring-now")).status_code == 404
    assert address(bells.ivy) in client.get(f"/children/{bells.ivy.pk}/").text
    client.post(address(bells.ivy), SAID | {"together": [bells.mia.pk]})
    assert not ReasonableCause.objects.exists()
