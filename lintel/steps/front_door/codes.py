"""Coded answers at the front door."""

from enum import StrEnum


class Channel(StrEnum):
    TELEPHONE = "telephone"
    FORM = "form"
    EMAIL = "email"
    POLICE_FEED = "police_feed"
    OUT_OF_HOURS = "out_of_hours"
    FILE = "file"


class Outcome(StrEnum):
    REFERRAL = "referral"  # the statutory threshold is met
    EARLY_HELP = "early_help"
    ADVICE = "advice"  # advice, information or signposting
    NO_FURTHER_ACTION = "no_further_action"
    TO_ALLOCATED_WORKER = "to_allocated_worker"  # the child was open already
    OTHER = "other"
    # Only for files that do not carry a decision: nothing else in the files followed this contact.
    NOTHING_FOLLOWED = "nothing_followed"


class OutcomeBasis(StrEnum):
    DECIDED = "decided"  # the source gives the decision
    INFERRED = "inferred"  # worked out from what followed in the files


class Consent(StrEnum):
    GIVEN = "given"
    REFUSED = "refused"
    DISPENSED_WITH = "dispensed_with"
    NOT_SOUGHT = "not_sought"
