"""Coded answers about enquiries and conferences."""

from enum import StrEnum


class ConferenceKind(StrEnum):
    INITIAL = "initial"
    REVIEW = "review"
