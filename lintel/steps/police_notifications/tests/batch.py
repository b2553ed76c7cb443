"""
A police batch of 500 rows whose truth is known (PRODUCT.md 8.3 j): duplicates, repeat households, wrong-sibling traps.

Everybody is invented. The people of ours and the rows are made from one seed; errors are made here, by rules of their
own, not by anything that matches. `Truth` says for each child told of which child of ours it is, or that it is none.
"""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
RECEIVED_AT = datetime(2025, 3, 3, 9, 0, tzinfo=LONDON)
GIVEN = (
    "Alder", "Briony", "Callum", "Delphine", "Ewan", "Fatima", "Gethin", "Hana", "Idris", "Joanna", "Kofi", "Liadan",
    "Mateusz", "Nadia", "Orla", "Pranav", "Quentin", "Rosalind", "Siobhan", "Tariq", "Una", "Vikram", "Winifred",
    "Yusuf", "Zofia", "Abigail", "Benedict", "Catrin", "Dominika", "Elspeth",
)  # fmt: skip
FAMILY = (
    "Ashcombe", "Birtwistle", "Cadwallader", "Dunnock", "Eastleigh", "Fothergill", "Gathercole", "Hallworth",
    "Ibbotson", "Jellicoe", "Kettlewell", "Lockwood", "Mardle", "Nettlefold", "Oakapple", "Pendlebury", "Quillfeather",
    "Rookwood", "Saltmarsh", "Thistlewood", "Umpleby", "Vellacott", "Wainscott", "Yardley", "Zabrocki", "Adeyinka",
    "Begum", "Choudhury", "Hussain", "Kowalska",
)  # fmt: skip
STREETS = ("Tanner's Row", "Mill Lane", "Church Walk", "Station Road", "Quarry Hill", "Canal Street", "Orchard Close")
SCHOOLS = ("Ravenshire Primary", "St Alban's", "Quarry Hill Academy", "")
STORIES = (
    "Argument over money. Neighbour rang. Nobody injured.", "Victim reports being pushed on the stairs.",
    "Verbal argument, heard by the children from upstairs.", "Suspect left before officers arrived. Door damaged.",
    "Victim strangled in front of the child. Suspect arrested.", "Threats to kill by text; a knife was shown.",
    "Third call to this address this month. Children in bed.", "Separated parents, argument at the handover.",
)  # fmt: skip
HEADINGS = [
    "Police Ref", "Incident Date", "Incident Time", "Triage Date Time", "Date Sent", "Risk Grade", "Attending Officer",
    "Incident Address", "Incident Postcode", "Circumstances", "Children Present",
    "Victim Forename", "Victim Surname", "Victim DOB", "Victim Address", "Victim Postcode",
    "Suspect Forename", "Suspect Surname", "Suspect DOB", "Suspect Address", "Suspect Postcode",
    *(
        f"Child {n} {what}" for n in (1, 2, 3)
        for what in ("Forename", "Surname", "DOB", "Sex", "Ethnicity", "Address", "Postcode", "School", "Voice")
    ),
]  # fmt: skip


@dataclass(frozen=True)
class Ours:
    """A child of ours, as the record has them."""

    key: str
    given: str
    family: str
    date_of_birth: date
    sex: str
    mother: str
    address: str
    postcode: str
    is_open: bool


@dataclass
class Truth:
    """What a person who knows everything would say of the batch."""

    # which child of ours each child told of is, by police reference and place; "" for nobody of ours
    who: dict[tuple[str, int], str] = field(default_factory=dict)
    traps: set[tuple[str, int]] = field(default_factory=set)  # a twin or a sibling of a child of ours, not that child
    household: dict[str, str] = field(default_factory=dict)  # the household of each police reference
    bad_rows: int = 0
    same_again: int = 0
    changed: int = 0

    @property
    def references(self) -> set[str]:
        return set(self.household)


@dataclass
class Made:
    """The batch, and what is behind it."""

    ours: list[Ours]
    rows: list[dict[str, str]]
    truth: Truth

    @property
    def csv(self) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, HEADINGS)
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class _Family:
    key: str
    name: str
    mother: str
    mother_born: date
    man: tuple[str, str, date]
    address: str
    postcode: str
    children: tuple[tuple[str, date, str], ...]
    known: bool
    is_open: bool


class _Maker:
    def __init__(self, seed: int, received_at: datetime) -> None:
        self.luck = random.Random(seed)
        self.received_at = received_at
        self.number = 0
        self.made = Made([], [], Truth())

    # --- people ---

    def family(self, number: int) -> _Family:
        luck = self.luck
        known = luck.random() < 0.55
        name = FAMILY[number % len(FAMILY)]
        born = [
            date(2025 - luck.randrange(1, 16), luck.randrange(1, 13), luck.randrange(1, 28))
            for _ in range(luck.choice((1, 2, 2, 3)))
        ]
        given = luck.sample(GIVEN, len(born))
        return _Family(
            key=f"family-{number}", name=name, mother=luck.choice(GIVEN),
            mother_born=date(1980 + luck.randrange(20), luck.randrange(1, 13), luck.randrange(1, 28)),
            man=(luck.choice(GIVEN), luck.choice(FAMILY), date(1975 + luck.randrange(25), luck.randrange(1, 13), 14)),
            address=f"{number + 1} {STREETS[number % len(STREETS)]}",
            postcode=f"RV{number % 20 + 1} {number % 9 + 1}{'ABDEFGHJLN'[number // 20 % 10]}"
            f"{'PQRSTUWXYZ'[number % 10]}",
            children=tuple(zip(given, born, luck.choices("MF", k=len(born)), strict=True)), known=known,
            is_open=known and luck.random() < 0.3,
        )  # fmt: skip

    def keep(self, family: _Family) -> None:
        if family.known:
            self.made.ours += [
                Ours(f"{family.key}/{n}", given, family.name, born, sex, f"{family.mother} {family.name}",
                     family.address, family.postcode, family.is_open)
                for n, (given, born, sex) in enumerate(family.children)
            ]  # fmt: skip

    # --- rows ---

    def row(self, family: _Family, days_ago: int, *, trap: bool = False) -> dict[str, str]:
        self.number += 1
        reference = f"RC/{self.number:05d}/25"
        luck = self.luck
        at = self.received_at - timedelta(days=days_ago, hours=luck.randrange(1, 20), minutes=luck.randrange(60))
        triaged = at + timedelta(hours=luck.choice((2, 9, 30))) if luck.random() < 0.8 else None
        sent = self.received_at - timedelta(minutes=luck.randrange(3, 300))
        row = {
            "Police Ref": reference, "Incident Date": f"{at:%d/%m/%Y}", "Incident Time": f"{at:%H:%M}",
            "Triage Date Time": f"{min(triaged, sent):%d/%m/%Y %H:%M}" if triaged else "",
            "Date Sent": f"{sent:%Y-%m-%dT%H:%M:%S}",
            "Risk Grade": luck.choice(("Standard", "Medium", "Medium", "HIGH", "")),
            "Attending Officer": f"PC {luck.randrange(1000, 9999)}", "Incident Address": family.address,
            "Incident Postcode": family.postcode, "Circumstances": luck.choice(STORIES),
            "Children Present": luck.choice(("Y", "Yes", "2", "")),
            "Victim Forename": family.mother, "Victim Surname": family.name,
            "Victim DOB": f"{family.mother_born:%d/%m/%Y}",
            "Victim Address": family.address, "Victim Postcode": family.postcode,
            "Suspect Forename": family.man[0], "Suspect Surname": family.man[1],
            "Suspect DOB": f"{family.man[2]:%d/%m/%Y}",
        }  # fmt: skip
        self.made.truth.household[reference] = family.key
        for n, (given, born, sex) in enumerate(family.children):
            self._child(row, family, reference, n, (given, born, sex))
        if trap and len(family.children) < 3:
            self._trap(row, family, reference)
        return row

    def _child(self, row: dict[str, str], family: _Family, reference: str, n: int, told: tuple[str, date, str]) -> None:
        given, born, sex = told
        luck, family_name, text = self.luck, family.name, f"{born:%d/%m/%Y}"
        slip = luck.random()
        if slip < 0.05 and len(given) > 4:
            given = given[:2] + given[3] + given[2] + given[4:]
        elif slip < 0.09:
            text = f"{born:%d/%m/}{born.year - 1}"
        elif slip < 0.12:
            family_name = family_name.replace("th", "t").replace("ck", "k")
        elif slip < 0.14 and born.day <= 12:
            text = f"{born:%m/%d/%Y}"
        elif slip < 0.16:
            given, family_name = family_name, given
        elif slip < 0.17:
            text = ""
        self.made.truth.who[reference, n] = f"{family.key}/{n}" if family.known else ""
        row |= {
            f"Child {n + 1} Forename": given, f"Child {n + 1} Surname": family_name, f"Child {n + 1} DOB": text,
            f"Child {n + 1} Sex": luck.choice((sex, sex, "")),
            f"Child {n + 1} Ethnicity": luck.choice(("", "", "", "WBRI")),
            f"Child {n + 1} Address": luck.choice((family.address, family.address, "")),
            f"Child {n + 1} Postcode": family.postcode,
            f"Child {n + 1} School": luck.choice(SCHOOLS),
            f"Child {n + 1} Voice": luck.choice(("", "", "I heard shouting.")),
        }  # fmt: skip

    def _trap(self, row: dict[str, str], family: _Family, reference: str) -> None:
        """A twin, or a sibling with nearly the same name, whom we do not know."""
        n = len(family.children)
        given, born, sex = family.children[0]
        is_twin = self.luck.random() < 0.5
        name = (
            self.luck.choice([g for g in GIVEN if g not in {c[0] for c in family.children}]) if is_twin else f"{given}a"
        )
        born = born if is_twin else born - timedelta(days=430)
        self.made.truth.who[reference, n] = ""
        self.made.truth.traps.add((reference, n))
        row |= {
            f"Child {n + 1} Forename": name, f"Child {n + 1} Surname": family.name,
            f"Child {n + 1} DOB": f"{born:%d/%m/%Y}",
            f"Child {n + 1} Sex": sex, f"Child {n + 1} Address": family.address,
            f"Child {n + 1} Postcode": family.postcode,
        }  # fmt: skip

    def bad(self, family: _Family, what: str) -> dict[str, str]:
        row = self.row(family, 3)
        reference = row["Police Ref"]
        del self.made.truth.household[reference]
        self.made.truth.who = {key: who for key, who in self.made.truth.who.items() if key[0] != reference}
        self.made.truth.bad_rows += 1
        return row | {
            "no reference": {"Police Ref": ""}, "no date": {"Incident Date": "", "Incident Time": ""},
            "no such day": {"Incident Date": "31/02/2025"},
            "tomorrow": {"Incident Date": f"{self.received_at + timedelta(days=2):%d/%m/%Y}"},
        }[what]  # fmt: skip


def made_batch(rows: int = 500, *, seed: int = 41, received_at: datetime = RECEIVED_AT) -> Made:
    """The batch. A tenth of its rows are duplicates or bad; four households in ten have further incidents."""
    maker = _Maker(seed, received_at)
    luck = maker.luck
    plan: list[dict[str, str]] = []
    bad = [
        what for what in ("no reference", "no date", "no such day", "tomorrow") for _ in range(max(1, rows * 3 // 500))
    ]
    same, changed = rows // 20, rows // 50
    number = 0
    while len(plan) < rows - len(bad) - same - changed:
        family = maker.family(number)
        maker.keep(family)
        incidents = luck.choice((1, 1, 1, 1, 1, 1, 2, 2, 3, 4))
        left = rows - len(bad) - same - changed - len(plan)
        ago = sorted((luck.randrange(1, 40) for _ in range(min(incidents, left))), reverse=True)
        trapped = family.known and luck.random() < 0.15
        plan += [maker.row(family, days, trap=trapped and place == 0) for place, days in enumerate(ago)]
        number += 1
    plan += [dict(row) for row in luck.sample(plan, same)]
    plan += [
        row | {"Risk Grade": "High", "Circumstances": f"{row['Circumstances']} Second review."}
        for row in luck.sample(plan[: rows // 2], changed)
    ]
    plan += [maker.bad(maker.family(number + place), what) for place, what in enumerate(bad)]
    maker.made.truth.same_again, maker.made.truth.changed = same, changed
    maker.made.rows = plan
    return maker.made


def xml_of(made: Made) -> bytes:
    """The same rows as XML, each child an element of its own."""
    from lxml import etree

    root = etree.Element("notifications")
    for row in made.rows:
        notice = etree.SubElement(root, "notification")
        people: dict[str, Any] = {}
        for heading, text in row.items():
            first, *rest = heading.split()
            if first in ("Victim", "Suspect", "Child"):
                key = f"{first} {rest[0]}" if first == "Child" else first
                if key not in people:
                    people[key] = etree.SubElement(notice, "person", role=first.lower())
                etree.SubElement(people[key], "".join(rest[1:] if first == "Child" else rest)).text = text
            else:
                etree.SubElement(notice, heading.replace(" ", "")).text = text
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
