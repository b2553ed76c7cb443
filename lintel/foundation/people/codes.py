"""Coded answers about people."""

from enum import StrEnum


class BirthDateCertainty(StrEnum):
    KNOWN = "known"
    ESTIMATED = "estimated"
    EXPECTED = "expected"  # unborn: the date is the expected date of birth
    DISPUTED = "disputed"  # sources disagree; see Contradiction
    NOT_KNOWN = "not_known"


class NameKind(StrEnum):
    LEGAL = "legal"
    KNOWN_AS = "known_as"
    ALIAS = "alias"
    FORMER = "former"


class IdentifierScheme(StrEnum):
    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    FORMER_UPN = "former_upn"
    OTHER = "other"


class RelationshipKind(StrEnum):
    MOTHER = "mother"
    FATHER = "father"
    PARENT = "parent"
    STEP_PARENT = "step_parent"
    PARTNER = "partner"
    SIBLING = "sibling"
    HALF_SIBLING = "half_sibling"
    GRANDPARENT = "grandparent"
    CARER = "carer"
    OTHER = "other"
