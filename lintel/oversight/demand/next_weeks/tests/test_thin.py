"""Where the record says too little, the page says so in words instead of a forecast."""

from datetime import date

import pytest

from lintel.oversight.demand.next_weeks.queries import rates
from lintel.oversight.demand.next_weeks.weeks import TooThin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["marcus", "sofia", "helen"])
def test_one_week_is_too_little(cast, bells, who):
    found = rates(viewer=cast.people[who], on=date(2025, 3, 3))

    assert found == TooThin(
        words="Not enough weeks to fit: 1 of the last 26 weeks have a referral in the record, and fewer than 8 "
        "say too little."
    )
