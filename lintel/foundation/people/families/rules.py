"""What may be said of two people who are related. Plain values."""

from __future__ import annotations

from datetime import date

from lintel.foundation.people.codes import RelationshipKind

# A partner may leave; a mother stays a mother, whatever happens.
MAY_END = frozenset(
    {RelationshipKind.PARTNER, RelationshipKind.STEP_PARENT, RelationshipKind.CARER, RelationshipKind.OTHER}
)
IN_WORDS = {
    RelationshipKind.MOTHER: "mother", RelationshipKind.FATHER: "father", RelationshipKind.PARENT: "parent",
    RelationshipKind.STEP_PARENT: "step-parent", RelationshipKind.PARTNER: "partner",
    RelationshipKind.SIBLING: "brother or sister", RelationshipKind.HALF_SIBLING: "half-brother or half-sister",
    RelationshipKind.GRANDPARENT: "grandparent", RelationshipKind.CARER: "carer", RelationshipKind.OTHER: "relative",
}  # fmt: skip
# What the second of two is to the first.
TURNED = {
    RelationshipKind.MOTHER: "child", RelationshipKind.FATHER: "child", RelationshipKind.PARENT: "child",
    RelationshipKind.STEP_PARENT: "stepchild", RelationshipKind.GRANDPARENT: "grandchild",
    RelationshipKind.CARER: "child cared for",
}  # fmt: skip


def turned(kind: str) -> str:
    """What the second person is to the first: a mother's child; partners are partners to one another."""
    return TURNED.get(RelationshipKind(kind), IN_WORDS[RelationshipKind(kind)])


def may_end(kind: str) -> bool:
    """Whether a relationship of this kind can be over."""
    return RelationshipKind(kind) in MAY_END


def is_no_later(day: date, *, than: date | None) -> bool:
    """Whether a day does not come after another; where the other is not known, it does not."""
    return than is None or day <= than
