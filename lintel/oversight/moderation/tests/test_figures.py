"""What the numbers are made of: a record that two people audited counts once, a stratum for its share."""

import pytest

from lintel.oversight.audits.models import Audit
from lintel.oversight.audits.tests.builders import an_auditor
from lintel.oversight.moderation.optimism import Pair
from lintel.oversight.moderation.queries import quality
from lintel.oversight.moderation.tests.builders import a_moderator, many_pairs
from tests.cast import NOW

pytestmark = pytest.mark.django_db
DAY = {"since": NOW.date(), "until": NOW.date()}


def ten_good_and_two_poor(cast, bells):
    pairs = [Pair(auditor=0, audited=3, moderated=3)] * 10 + [Pair(auditor=0, audited=2, moderated=2)] * 2
    return many_pairs(cast, bells.ivy, pairs, auditors=[an_auditor(cast)], moderator=a_moderator(cast))[-2:]


def test_a_record_that_two_people_audited_counts_once(cast, bells):
    first, second = ten_good_and_two_poor(cast, bells)
    assert quality(viewer=cast.helen, **DAY).raw_good_or_better == pytest.approx(10 / 12)

    Audit.objects.filter(pk=second.pk).update(twin_of=first)

    found = quality(viewer=cast.helen, **DAY)
    assert found.raw_good_or_better == pytest.approx(10 / 11)
    assert (found.audits, found.pairs) == (12, 12)


def test_a_small_stratum_that_was_given_more_than_its_share_is_weighed_back(cast, bells):
    poor = ten_good_and_two_poor(cast, bells)
    Audit.objects.filter(pk__in=[each.pk for each in poor]).update(stratum="Small team")

    found = quality(viewer=cast.helen, **DAY, weights={"Small team": 0.5}, of=12)

    assert found.raw_good_or_better == pytest.approx(10 / 11)
    assert found.good_or_better.mid == pytest.approx(10 / 11, abs=0.01)
