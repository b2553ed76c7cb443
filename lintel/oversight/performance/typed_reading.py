"""
Reading which answers were typed in audits whose grade is open (K97). Whether one was, not what it says.

Of a sealed one even that tells: an auditor says in words where the record is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from lintel.oversight.audits.codes import Tag
from lintel.oversight.audits.models import Answer, Audit
from lintel.oversight.audits.queries import tool_of
from lintel.oversight.audits.rules import Said, questions_typed
from lintel.oversight.performance.typed_in_audits import TypedAnswer
from lintel.statute.calendar import local_day


def read_typed_in_audits(children: Collection[int]) -> list[TypedAnswer]:
    """Every typed answer of the audits of these children that were handed in and are open."""
    handed_in = Audit.objects.filter(submitted_at__isnull=False, grading__sealed=False)
    audits = {each.pk: each for each in handed_in if each.child_id in children}
    said: dict[int, dict[str, Said]] = defaultdict(dict)
    numbers: dict[tuple[int, str], int] = {}
    rows = Answer.objects.filter(audit__in=audits)
    for pk, audit, slug, *words in rows.values_list("pk", "audit_id", "question", "verdict", "words", "contradiction"):
        said[audit][slug] = Said(verdict=words[0], words=words[1], contradiction=words[2])
        numbers[audit, slug] = pk
    return [
        TypedAnswer(
            numbers[pk, question.slug], audit.child_id, local_day(audit.submitted_at), question.words,
            question.tag is Tag.QUALITY,
        )
        for pk, audit in audits.items()
        for question in questions_typed(tool_of(audit), said[pk])
        if audit.submitted_at is not None
    ]  # fmt: skip
