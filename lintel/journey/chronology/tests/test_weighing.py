"""What covers an item of history, over any chronology and whatever was said of it. No database."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.journey.chronology.rules import Line, Marked
from lintel.journey.chronology.weighing import coverage, weighed
from lintel.steps.enquiry_work.models import ItemUse

MARK = Marked(pk=1, by="Priya Nair", on=date(2025, 3, 3), because="It matters.")
SECTIONS = ("pattern", "tried")
said_of_it = st.sampled_from(("", "pattern", "tried", "aside", "word"))
items = st.lists(st.tuples(st.booleans(), said_of_it), max_size=12)


def line(number, is_marked):
    return Line(on=date(2024, 1, 1), what="Incident", records=(f"x.y/{number}",), mark=MARK if is_marked else None)


def use(number, said):
    return ItemUse(
        record=f"x.y/{number}", section=said if said in SECTIONS else "", how="So." if said == "word" else "",
        set_aside_because="Not hers." if said == "aside" else "",
    )  # fmt: skip


@given(items=items, written=st.sets(st.sampled_from(SECTIONS)))
@settings(max_examples=60, deadline=None)
def test_coverage_counts_only_what_matters_and_the_uncovered_are_the_significant_less_the_used_and_the_set_aside(
    items, written
):
    lines = [line(number, is_marked) for number, (is_marked, _) in enumerate(items)]
    uses = [use(number, said) for number, (_, said) in enumerate(items) if said]

    found = coverage(weighed(lines, uses), is_used=lambda it: it.section in written or bool(it.how))

    matters = {f"x.y/{number}" for number, (is_marked, _) in enumerate(items) if is_marked}
    used, aside, left = ({each.record for each in group} for group in (found.used, found.set_aside, found.uncovered))
    assert used | aside | left == matters
    assert left == matters - used - aside
    assert not used & aside
    assert len(left) == found.significant - len(found.used) - len(found.set_aside)
    assert used == {record for record in matters if items[int(record[4:])][1] in {*written, "word"}}
    assert aside == {record for record in matters if items[int(record[4:])][1] == "aside"}


def test_one_event_told_by_two_records_is_weighed_under_either_and_what_is_being_written_is_not_its_own_history():
    told_twice = Line(on=date(2024, 1, 1), what="Contact", records=("x.y/1", "x.z/9"), mark=MARK)
    itself = Line(on=date(2025, 3, 3), what="Section 47 enquiry", records=("e.e/5",), mark=MARK)
    said = ItemUse(record="x.z/9", section="pattern")

    [only] = weighed([told_twice, itself], [said], own=["e.e/5"])

    assert (only.use, only.record, only.key) == (said, "x.z/9", "x-z-9")
