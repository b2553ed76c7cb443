"""Whose views an assessment asks for: every parent and carer on record, and every child's parent who is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lintel.foundation.people.codes import RelationshipKind

PARENTS = (RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.PARENT)
CARERS = (*PARENTS, RelationshipKind.STEP_PARENT, RelationshipKind.PARTNER, RelationshipKind.CARER)


@dataclass(frozen=True, kw_only=True)
class Tie:
    """Somebody who is a child's parent or carer; `name` is empty where the viewer may not read it."""

    person_id: int
    name: str
    kind: RelationshipKind
    child_id: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One whose view is asked for: a person, or the parent of a child of whom nobody is on record."""

    who: str
    person_id: int | None = None
    child_id: int | None = None

    @property
    def key(self) -> str:
        """How a form names them."""
        return f"person-{self.person_id}" if self.person_id else f"child-{self.child_id}"


def asked(ties: Collection[Tie], *, children: Iterable[tuple[int, str]]) -> list[Asked]:
    """Everybody whose view is asked for: each once, by name; then the parents of whom nobody is on record."""
    named: dict[int, Asked] = {}
    for tie in ties:
        if tie.name and tie.person_id not in named:
            named[tie.person_id] = Asked(who=f"{tie.name}, {_kind(tie)}", person_id=tie.person_id)
    unknown = [
        Asked(who=f"{who} of {name}, not on record", child_id=child)
        for child, name in children
        if (who := _not_on_record([tie.kind for tie in ties if tie.child_id == child]))
    ]
    return [*named.values(), *unknown]


def _kind(tie: Tie) -> str:
    return tie.kind.replace("_", " ")


def _not_on_record(kinds: Collection[RelationshipKind]) -> str:
    """Which parent of a child nobody has written down."""
    parents = [kind for kind in kinds if kind in PARENTS]
    if len(parents) >= 2:
        return ""
    if not parents:
        return "the parents"
    return {RelationshipKind.MOTHER: "the father", RelationshipKind.FATHER: "the mother"}.get(
        parents[0], "the other parent"
    )
