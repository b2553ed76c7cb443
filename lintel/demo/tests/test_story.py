"""The dates and curves of the story."""

from datetime import date

import pytest

from lintel.demo.story import Story, changes

STORY = Story(date(2025, 3, 3))


def test_thirty_months_of_work_end_on_the_last_day():
    assert STORY.starts_on == date(2022, 9, 5)
    assert STORY.ends_at.isoformat() == "2025-03-03T08:00:00+00:00"


def test_the_threshold_changes_on_a_monday_after_a_year_of_calm():
    assert STORY.changed_on == date(2023, 9, 18)
    assert STORY.changed_on.weekday() == 0
    assert (STORY.changed_on - STORY.starts_on).days > 365


@pytest.mark.parametrize(
    ("week", "conversion"), [(-10, 0.30), (0, 0.30), (9, 0.66), (26, 0.70), (52, 0.43), (70, 0.43)]
)
def test_conversion_climbs_from_30_to_70_in_six_months_and_settles(week, conversion):
    assert STORY.conversion(STORY.week_of_change(week)) == pytest.approx(conversion)


def test_the_change_and_the_backlog_land_within_a_week_of_each_other():
    found = {change.what: change.changed_on for change in changes(STORY)}

    wording = next(day for what, day in found.items() if "threshold" in what)
    backlog = next(day for what, day in found.items() if "backlog" in what)
    assert (wording, backlog) == (date(2023, 9, 18), date(2023, 9, 21))


def test_most_changes_of_the_story_are_harmless():
    harmless = [change.what for change in changes(STORY) if "form" in change.what or "telephone number" in change.what]

    assert len(harmless) == 2
    assert all(change.decided_by for change in changes(STORY))
