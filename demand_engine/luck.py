"""
Luck that is looked up, not drawn: one number for each (seed, replication, stream, entity, slot).

Two scenarios that ask about the same contact of the same replication meet the same luck, whatever else happened before.
That is what makes plans comparable run by run, and one core, two cores and a cluster agree to the last bit.
The mixing step is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
"""

from __future__ import annotations

from enum import IntEnum

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
SECOND = 0xD1B54A32D192ED03
THIRD = 0xABC98388FB8FAC03
TO_UNIT = 2.0**-53


class Stream(IntEnum):
    """What the luck is about; entities of different streams never share a number."""

    ARRIVALS = 1  # entity: day and source; slot: part of the day
    CONTACT = 2  # entity: day, source and number; slot: see Slot
    LEAVING = 3  # entity: post; slot: candidate
    RECRUITING = 4  # entity: post; slot: vacancy
    SICKNESS = 5  # entity: post; slot: spell
    OPEN_WORK = 6  # entity: place among the open pieces; slot: see Slot


class Slot(IntEnum):
    """Which question about a contact, or about a piece of open work."""

    MINUTE = 0
    CHILDREN = 1
    SCREENING = 2
    CONVERSION = 3
    TEAM = 4
    PRIORITY = 5
    ASSESSMENT = 6
    OUTCOME = 7
    LASTING = 8
    AGE = 9
    PATIENCE = 10


def mixed(value: int) -> int:
    """64 bits, thoroughly stirred."""
    value &= MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def key_of(seed: int, replication: int) -> int:
    """The key of one run."""
    return mixed(mixed(seed + GOLDEN) + replication * SECOND)


def luck(key: int, stream: int, entity: int, slot: int) -> float:
    """A number strictly between 0 and 1."""
    bits = mixed(mixed(key + stream * GOLDEN + entity * SECOND) + slot * THIRD)
    return ((bits >> 11) + 0.5) * TO_UNIT
