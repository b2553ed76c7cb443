"""Who there is, what they may be called, and what is refused."""

import pytest

from demand_engine.nation import CHILDREN_IN_ENGLAND
from lintel.oversight.demand.nation.authorities import NotAnAuthority, NotPopulations, chosen, populations

ENGLAND = populations()


def test_there_are_153_and_their_children_add_up_to_englands():
    assert len(ENGLAND) == 153
    assert sum(authority.children for authority in ENGLAND) == CHILDREN_IN_ENGLAND


def test_they_stand_in_the_order_of_the_alphabet_and_in_no_other():
    names = [authority.name for authority in chosen("all", ENGLAND)]

    assert names == sorted(names, key=str.casefold)
    assert [authority.name for authority in chosen("Wigan, Leeds", ENGLAND)] == ["Leeds", "Wigan"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("wigan", "Wigan"),
        ("E08000010", "Wigan"),
        ("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch and Poole"),
        ("Bristol", "Bristol, City of"),
        ("Kingston upon Hull, City of", "Kingston upon Hull, City of"),
        ("Durham", "County Durham"),
        ("Herefordshire", "Herefordshire, County of"),
    ],
)
def test_an_authority_is_known_by_what_people_call_it(said: str, name: str):
    assert [authority.name for authority in chosen(said, ENGLAND)] == [name]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Wiggan", "There is no authority called Wiggan. Did you mean Wigan?"),
        ("Leeds, Hull", "There is no authority called Hull. Did you mean Kingston upon Hull, City of"),
        ("Northamptonshire", "North Northamptonshire or West Northamptonshire"),
        ("Atlantis", r"There is no authority called Atlantis\.$"),
        (" , ", "Name at least one authority, or say all."),
    ],
)
def test_a_name_nobody_has_is_refused_with_those_near(said: str, words: str):
    with pytest.raises(NotAnAuthority, match=words):
        chosen(said, ENGLAND)


def test_populations_of_ones_own_are_read(tmp_path):
    file = tmp_path / "own.csv"
    file.write_text('code,name,children\nX2,Southshire,"12,345"\nX1,Northshire,900\n', "utf-8")

    assert [(each.name, each.children) for each in populations(file)] == [("Northshire", 900), ("Southshire", 12_345)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("name,people\nWigan,1\n", "code, name, children"),
        ("code,name,children\nX1,Wigan,many\n", "Line 2: .* this is X1, Wigan, many"),
        ("code,name,children\nX1,Wigan,0\n", "between 1 and 500,000"),
        ("code,name,children\nX1,Wigan\n", "this is X1, Wigan, nothing"),
        ("code,name,children\nX1,Wigan,5\nX1,Leeds,5\n", "a code and a name of its own"),
        ("code,name,children\n", "at least one authority"),
    ],
)
def test_populations_that_cannot_be_are_refused_in_plain_words(tmp_path, lines: str, words: str):
    file = tmp_path / "wrong.csv"
    file.write_text(lines, "utf-8")

    with pytest.raises(NotPopulations, match=words):
        populations(file)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    file = tmp_path / "wrong.csv"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(NotPopulations, match="cannot be read as CSV"):
        populations(file)
