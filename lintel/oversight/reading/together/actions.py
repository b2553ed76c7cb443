"""Reading authorised words once, and keeping what the measures find in them for the whole service together."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.oversight.reading import permissions
from lintel.oversight.reading.models import AssessmentRead, SiblingsRead
from lintel.oversight.reading.people import Stage
from lintel.oversight.reading.together.queries import assessments_to_read, siblings_to_read
from lintel.oversight.reading.whole_service import are_distinct, bars_of
from lintel.oversight.reading.word_lists import version_of_all

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

MOST_AT_ONCE = 200


@transaction.atomic
def read_authorised(*, by: User, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """
    Read what was authorised since the last time, and all of it anew where the word lists changed; how many were read.

    :param most: of each kind; what is left is read the next time.
    :raises NotAllowed: if this person does not count what words say together.
    """
    require(by, permissions.READ_TOGETHER)
    stamp = {"lists_version": version_of_all(), "read_at": at}
    assessments = assessments_to_read(viewer=by, most=most)
    for pk, written in assessments:
        bars = None if written.child.stage is Stage.UNBORN else list(bars_of(written))
        AssessmentRead.objects.update_or_create(assessment_id=pk, defaults={"bars": bars, **stamp})
    siblings = siblings_to_read(viewer=by, most=most)
    for pk, own_parts, people in siblings:
        found = are_distinct(own_parts, people)
        SiblingsRead.objects.update_or_create(family_id=pk, defaults={"are_distinct": found, **stamp})
    read = len(assessments) + len(siblings)
    if read:
        note("authorised words read together", by=by, at=at, read=read)
    return read
