"""The personal part is for two people, names no child, and goes when its years are over."""

from datetime import date, datetime

import pytest
from django.db import models

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.supervision.models import PersonalRecord
from lintel.oversight.supervision.personal.actions import NotOfThisPair, forget_personal_records, keep_personal
from lintel.oversight.supervision.personal.queries import personal_records
from lintel.statute.calendar import LONDON
from tests.cast import NOW

pytestmark = pytest.mark.django_db
WORDS = "Priya has not slept for a week."


@pytest.fixture
def kept(cast):
    return keep_personal(cast.priya.worker, held_on=NOW.date(), words=WORDS, by=cast.marcus, at=NOW)


@pytest.mark.parametrize("who", ["tom", "sofia", "helen", "ines", "grace", "sam", "cecily", "anil", "dawn"])
def test_nobody_but_the_two_reads_it_whatever_their_role(cast, kept, who):
    of_the_two = [list(personal_records(viewer=each, on=NOW.date())) for each in (cast.priya, cast.marcus)]
    assert of_the_two == [[kept], [kept]]
    assert not personal_records(viewer=cast.people[who], on=NOW.date()).exists()


def test_only_the_supervisor_of_a_worker_keeps_it(cast):
    how = {"held_on": NOW.date(), "words": WORDS, "at": NOW}

    with pytest.raises(NotOfThisPair):
        keep_personal(cast.priya.worker, **how, by=cast.tom)
    with pytest.raises(NotAllowed):
        keep_personal(cast.priya.worker, **how, by=cast.helen)


def test_it_points_at_no_child_and_keeps_no_history():
    points_at = {f.related_model._meta.label for f in PersonalRecord._meta.get_fields() if f.is_relation}

    assert points_at == {"access.User", "workforce.Worker"}
    assert not any("personalrecord" in m._meta.model_name for m in _models_but_itself())


def _models_but_itself() -> list[type[models.Model]]:
    from django.apps import apps

    return [m for m in apps.get_app_config("supervision").get_models() if m is not PersonalRecord]


def test_the_log_says_that_it_was_written_and_not_a_word_of_it(cast, kept):
    entry = Entry.objects.get(act="personal part of supervision written")

    assert (entry.child_id, entry.details) == (None, {})


def test_on_the_day_its_years_are_over_it_is_shown_no_more_gone_or_not(cast, kept):
    assert personal_records(viewer=cast.priya, on=date(2050, 3, 2)).exists()
    assert not personal_records(viewer=cast.priya, on=date(2050, 3, 3)).exists()


def test_it_goes_when_its_years_are_over(cast, kept):
    assert forget_personal_records(at=datetime(2050, 3, 2, 9, tzinfo=LONDON)) == 0
    assert forget_personal_records(at=datetime(2050, 3, 3, 9, tzinfo=LONDON)) == 1
    assert not PersonalRecord.objects.exists()
