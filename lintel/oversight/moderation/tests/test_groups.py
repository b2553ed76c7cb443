"""Teams whose work was audited, beside each other: each by itself, whatever it is called."""

import pytest

from lintel.foundation.workforce.models import Team
from lintel.oversight.audits.tests.builders import an_auditor
from lintel.oversight.moderation.optimism import Pair
from lintel.oversight.moderation.reading import groups
from lintel.oversight.moderation.tests.builders import a_moderator, many_pairs
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def by_team(cast):
    return [(each.key, each.pairs) for each in groups(viewer=cast.sofia, until=NOW.date()).by_team]


def test_two_teams_of_one_name_are_not_put_together(cast, bells):
    wyn, bea = an_auditor(cast), a_moderator(cast)
    for child, pairs in ((bells.mia, 2), (bells.ivy, 3)):
        many_pairs(cast, child, [Pair(auditor=0, audited=3, moderated=3)] * pairs, auditors=[wyn], moderator=bea)
    assert by_team(cast) == [("North assessment", 2), ("South assessment", 3)]

    Team.objects.filter(pk=cast.south.pk).update(name="North assessment")
    first, second = sorted([(cast.north.pk, 2), (cast.south.pk, 3)])
    assert by_team(cast) == [("North assessment, 1", first[1]), ("North assessment, 2", second[1])]

    Team.objects.filter(pk=cast.south.pk).update(part_of=cast.front_door)
    assert by_team(cast) == [(f"North assessment ({cast.service.name})", 2), ("North assessment (Front door)", 3)]
