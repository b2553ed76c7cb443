"""Things as they are: fitted to the record, nothing of which lies after the day one stands on."""

from datetime import date

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.oversight.demand.calibration.queries import as_things_are
from lintel.oversight.demand.what_if import actions
from lintel.oversight.demand.what_if.tests.builders import in_plain_values
from tests.cast import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)


def test_a_social_worker_does_not_see_forecasts(cast):
    with pytest.raises(NotAllowed):
        as_things_are(viewer=cast.tom, on=TODAY)


def test_thin_data_fall_back_on_the_nation_and_say_so(cast, bells):
    fitted = {each.key: each for each in as_things_are(viewer=cast.ola, on=TODAY).fitted}

    assert fitted["assessment"].is_national
    assert fitted["leaving"].is_national
    assert fitted["leaving"].value == pytest.approx(0.118)


def test_what_is_fitted_can_be_asked_what_if(cast, bells):
    found = as_things_are(viewer=cast.ola, on=TODAY)

    drawn = actions.draw_up("As it is", as_things_are=in_plain_values(found.scenario), by=cast.ola, at=NOW)

    assert actions.run(drawn, runs=20, by=cast.ola, at=NOW).answer["weeks"] == 52


def test_it_starts_on_the_monday_of_the_week(cast, bells):
    assert as_things_are(viewer=cast.ola, on=date(2025, 3, 6)).scenario.starts_on == TODAY
