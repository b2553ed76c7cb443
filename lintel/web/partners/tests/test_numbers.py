"""Police, health and we read one page, and none of it names anybody."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from lintel.steps.agency_checks.tests.builders import agency, checked
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.tests.builders import asked_for, held
from lintel.steps.front_door.tests.builders import knock, tells_of
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
HOUR = timedelta(hours=1)
PATH = "/partners/numbers/"


@pytest.fixture
def busy(cast, bells, settings):
    """Two weeks ago fifteen discussions were held, the police missing from five; the police owe an answer."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    police = agency(cast.rosa, cast.hart)
    checked(knock(by=cast.dawn, once="1", children=[tells_of(bells.kit)]), police, by=cast.dawn)
    for n in range(15):
        at = NOW - timedelta(days=14, hours=n)
        meeting = asked_for([bells.mia if n % 2 else bells.noah], by=cast.marcus, at=at)
        held(
            meeting, by=cast.marcus, at=at + 3 * HOUR, without=[Party.POLICE] if n < 5 else [], urgent_because="Now."
        )  # fmt: skip
    return police


def cells(page):
    """What stands in the cells of each line but the last, where each reader has the shares that are theirs."""
    rows = re.findall(r"<tr.*?</tr>", page[page.index("<h1") : page.index("Answers to what we ask")], re.DOTALL)
    return [re.findall(r'data-label="Whole service">(.*?)</td>', row) for row in rows]


@pytest.mark.finding("S10", screen="/partners/numbers/")
def test_the_police_and_we_read_the_same_and_nobody_is_named(client, cast, bells, busy):
    client.force_login(cast.helen)
    ours = client.get(PATH).text
    client.force_login(cast.hart)
    theirs = client.get(PATH).text

    assert "66.7% (10 of 15)" in theirs
    assert cells(theirs) == cells(ours)
    assert "present at 66.7% (10 of 15)" in theirs
    assert "Health: present at" in ours
    assert "Health: present at" not in theirs
    for name in ("Mia", "Noah", "Bell", "Kit", "Marcus", "Priya", "Dawn"):
        assert name not in theirs
    assert 'href="/indicators/K61/"' in ours
    assert "/indicators/" not in theirs
    assert "Sending information is not attending" in theirs


def test_another_team_and_whoever_is_outside_without_a_second_step_read_nothing(client, cast, busy, settings):
    client.force_login(cast.tom)
    assert client.get(PATH).status_code == 403

    settings.PARTNERS_NEED_A_SECOND_STEP = True
    client.force_login(cast.hart)
    assert client.get(PATH).status_code == 403
    client.force_login(cast.helen)
    assert "66.7% (10 of 15)" in client.get(PATH).text
