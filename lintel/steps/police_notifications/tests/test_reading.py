"""Reading files of several makers: whatever comes, each row is a notice or set aside with its reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.steps.police_notifications.codes import About, Grade, Part
from lintel.steps.police_notifications.reading import cells
from lintel.steps.police_notifications.reading.files import FileUnreadable, headings_not_known, read_file
from lintel.steps.police_notifications.reading.headings import whose
from lintel.steps.police_notifications.reading.making import NOT_KEPT, children_in, of_message, row_of
from lintel.steps.police_notifications.reading.notices import combined, in_words
from lintel.steps.police_notifications.tests.batch import LONDON, RECEIVED_AT, made_batch, xml_of

MINUTE = timedelta(minutes=1)


def read(text, encoding="utf-8"):
    return read_file(text.encode(encoding) if isinstance(text, str) else text, received_at=RECEIVED_AT)


def one(text, **more):
    (row,) = read(text, **more)
    return row


class TestWhatADateMayLookLike:
    @pytest.mark.parametrize(
        "text",
        [
            "3/2/2025", "03/02/2025", "03-02-2025", "03.02.25", "2025-02-03", "3 Feb 2025", "3rd February 2025",
            "03-Feb-2025", "03022025", "2025-02-03T10:11:00Z",
        ],
    )  # fmt: skip
    def test_a_day(self, text):
        assert cells.day_of(text) == date(2025, 2, 3)

    @pytest.mark.parametrize(
        "text", ["31/02/2025", "soon", "", "3/2", "2025", "99/99/9999", "03/02/1812", "3/2/2025 or so"]
    )
    def test_none(self, text):
        assert cells.day_of(text) is None

    @pytest.mark.parametrize(
        "text",
        ["03/02/2025 13:57", "3/2/2025 1:57pm", "2025-02-03 13:57:00", "3 Feb 2025 at 1357", "03/02/25 13.57 hrs"],
    )
    def test_a_moment_in_english_time(self, text):
        assert cells.moment_of(text) == datetime(2025, 2, 3, 13, 57, tzinfo=LONDON)

    def test_a_moment_in_another_zone_is_that_moment(self):
        assert cells.moment_of("2025-07-03T12:00:00Z") == datetime(2025, 7, 3, 13, 0, tzinfo=LONDON)


class TestHeadings:
    @pytest.mark.parametrize(
        ("heading", "means"),
        [
            ("Child 2 DOB", (Part.CHILD, "2", "born")), ("Child DOB (2)", (Part.CHILD, "2", "born")),
            ("Child 1 DOB (2)", None), ("child1_first_name", (Part.CHILD, "1", "given")),
            ("Victim Surname", (Part.VICTIM, "", "family")), ("SUSPECT DOB", (Part.ALLEGED_PERPETRATOR, "", "born")),
            ("Perpetrator Address", (Part.ALLEGED_PERPETRATOR, "", "address")), ("Children Present", None),
            ("Child Present", None), ("Colour of the car", None),
        ],
    )  # fmt: skip
    def test_of_several_spellings(self, heading, means):
        assert whose(heading) == means

    def test_that_stand_for_nothing_are_said(self):
        assert headings_not_known(b"Police Ref,Incident Date,Colour of the car\n") == ["Colour of the car"]


class TestAFile:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_parted_by_other_signs(self, separator):
        text = separator.join(("FWIN", "Date", "Summary")) + "\n" + separator.join(("F1", "01/03/2025", "Argument"))

        assert one(text).notice.reference == "F1"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_in_old_and_new_encodings(self, encoding):
        row = one("Ref;Date;Child name\nF1;01/03/2025;Zoë O’Hara", encoding=encoding)

        assert row.notice.people[0].name == "Zoë O’Hara"

    def test_with_windows_and_old_mac_line_ends(self):
        assert len(read("Ref,Date,Summary\rF1,01/03/2025,a\rF2,01/03/2025,b")) == 2

    def test_keeps_what_it_does_not_know_with_the_row(self):
        row = one("Ref,Date,Summary,Colour of the car\nF1,01/03/2025,a,red")

        assert row.cells["Colour of the car"] == "red"
        assert "red" in row.notice.raw

    def test_whose_own_grade_is_none_of_ours_keeps_it_in_its_words(self):
        notice = one("Ref,Date,Summary,Risk\nF1,01/03/2025,a,Purple").notice

        assert (notice.grade, notice.grade_as_told) == (Grade.OTHER, "Purple")

    def test_in_which_a_heading_of_a_person_stands_again_tells_of_another_person(self):
        row = one(
            "Ref,Date,Child name,Child DOB,Child name,child dob,Suspect name,Suspect name\n"
            "F1,01/03/2025,Mia Bell,02/09/2013,Noah Bell,20/04/2018,,Owen Hartley"
        )

        assert [(who.part, who.name, who.date_of_birth) for who in row.notice.people] == [
            (Part.CHILD, "Mia Bell", date(2013, 9, 2)), (Part.CHILD, "Noah Bell", date(2018, 4, 20)),
            (Part.ALLEGED_PERPETRATOR, "Owen Hartley", None),
        ]  # fmt: skip
        assert row.cells["Child name (2)"] == "Noah Bell"
        assert "Noah Bell" in row.notice.raw

    def test_keeps_every_cell_of_headings_it_does_not_know_that_stand_again(self):
        row = one("Ref,Date,Summary,Notes,,Notes,\nF1,01/03/2025,a,red,green,blue,black")

        assert list(row.cells.values()) == ["F1", "01/03/2025", "a", "red", "green", "blue", "black"]

    @pytest.mark.parametrize(
        "headings", ["Ref,Date,Summary,Date", "Ref,Date,Child 1 name,Child 1 name", "Ref,Date,Child,Child,Child 2 name"]
    )
    def test_in_which_a_heading_stands_again_and_does_not_say_whose_is_refused(self, headings):
        with pytest.raises(FileUnreadable, match="stands more than once in the first line"):
            read(f"{headings}\nF1,01/03/2025,Mia Bell,a")

    def test_that_says_no_domestic_abuse_is_a_concern(self):
        assert one("Ref,Date,Summary,Type\nF1,01/03/2025,a,Child concern").notice.about == About.CONCERN

    def test_with_a_date_of_birth_nobody_can_read_is_taken_in_without_it(self):
        notice = one("Ref,Date,Child name,Child DOB\nF1,01/03/2025,Mia Bell,about five").notice

        assert notice.people[0].date_of_birth is None
        assert "about five" in notice.doubts[0]

    def test_with_an_expected_child(self):
        who = one("Ref,Date,Child name,Child DOB\nF1,01/03/2025,Baby Bell,30/06/2025").notice.people[0]

        assert (who.is_unborn, who.expected_on, who.date_of_birth) == (True, date(2025, 6, 30), None)

    def test_in_which_an_old_year_has_two_digits(self):
        who = one("Ref,Date,Victim name,Victim DOB\nF1,01/03/2025,Ruth Bell,03/11/48").notice.people[0]

        assert who.date_of_birth == date(1948, 11, 3)

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            (",01/03/2025,a", "There is no police reference"), ("F1,,a", "It does not say when the incident was"),
            ("F1,32/13/2025,a", "“32/13/2025” is not a date we can read"),
            ("F1,04/03/2025,a", "The incident is said to be on 4 March 2025, after we received the notice"),
            ("F1,01/03/2025,", "Nobody is named, and nothing is said about what happened or where"),
            ("F1,01/03/2025,a,b,c", "The row has more cells than there are headings"),
            (f"{'F' * 61},01/03/2025,a", "The police reference is longer than 60 characters"),
            ("F1,01/03/2025,a\0b", f"“Summary” {NOT_KEPT}"),
            (f"F1,01/03/2025,{'a' * 20_001}", "The narrative is longer than 20,000 characters"),
        ],
    )  # fmt: skip
    def test_of_which_a_row_cannot_be_taken_in_says_why_in_words(self, row, why):
        found = one(f"Ref,Date,Summary\n{row}")

        assert found.notice is None
        assert [problem.words for problem in found.problems] == [why]

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "The file is empty."), (b"Name,Date\nMia,1/1/2025", "No column for the police reference"),
            (b"Ref,Date\n", "There is no row"), (b'Ref,Date,Summary\nF1,01/03/2025,"broken\nF2', "breaks off"),
            (b"<notifications><a>", "The XML cannot be read"), (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        ],
    )  # fmt: skip
    def test_that_cannot_be_read_at_all_says_why(self, content, why):
        with pytest.raises(FileUnreadable, match=why):
            read_file(content, received_at=RECEIVED_AT)


class TestXml:
    def test_says_the_same_as_the_csv(self):
        made = made_batch(60)

        from_csv, from_xml = read(made.csv), read(xml_of(made))

        assert [replace(row.notice, raw="") if row.notice else row.problems for row in from_csv] == [
            replace(row.notice, raw="") if row.notice else row.problems for row in from_xml
        ]

    def test_with_a_bomb_in_it_is_refused(self):
        bomb = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;">]><list><notice>&y;</notice></list>'

        with pytest.raises(FileUnreadable):
            read_file(bomb, received_at=RECEIVED_AT)

    def test_that_asks_for_a_file_of_ours_is_refused(self):
        theft = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><notifications><notice>&x;</notice></notifications>'

        with pytest.raises(FileUnreadable):
            read_file(theft, received_at=RECEIVED_AT)

    def test_nested_too_deep_is_refused(self):
        with pytest.raises(FileUnreadable):
            read_file(b"<a>" * 5_000 + b"</a>" * 5_000, received_at=RECEIVED_AT)

    def test_of_one_notice_alone_and_with_names_of_a_space(self):
        text = (
            '<p:ppn xmlns:p="urn:x" reference="F1"><p:incidentDate>2025-03-01</p:incidentDate><p:summary>a</p:summary>'
            '<p:children><p:child name="Mia Bell" dob="2013-09-02"/><p:child><p:forename>Noah</p:forename></p:child>'
            "</p:children></p:ppn>"
        )

        notice = one(text).notice

        assert [who.given for who in notice.people] == ["Mia", "Noah"]


class TestARowThatWasSetAside:
    @pytest.mark.parametrize(
        "cells",
        [
            {"Child 1 name": "Mia Bell", "Child 1 DOB": "2/9/2013", "Victim name": "Ruth Bell"},
            {"people 1": '{"role": "child", "name": "Mia Bell", "dob": "2013-09-02"}', "people 2": '{"name": "Ruth"}'},
            {"child 1": "forename: Mia; surname: Bell; dob: 2013-09-02", "victim 2": "forename: Ruth"},
        ],
    )
    def test_names_its_children_whichever_way_it_came(self, cells):
        (child,) = children_in(cells, received_at=RECEIVED_AT)

        assert (child.name, child.date_of_birth) == ("Mia Bell", date(2013, 9, 2))

    @pytest.mark.parametrize("cells", [{"people 1": '{"role": "chi'}, {"beyond the headings": "Mia | Bell"}])
    def test_that_cannot_be_read_may_hide_a_child(self, cells):
        assert len(children_in(cells, received_at=RECEIVED_AT)) == 1


class TestWhetherItIsTheSame:
    def test_told_in_another_zone_it_says_the_same(self):
        told, people, raw = of_message({"reference": "F1", "occurred_at": "2024-07-01T12:00:00Z", "narrative": "a"})
        by_feed = row_of(1, told, people, raw=raw, received_at=RECEIVED_AT).notice

        by_file = one("Ref,Date,Time,Summary\nF1,1 July 2024,13:00,a").notice

        assert in_words(by_feed) == in_words(by_file)
        assert in_words(by_file)["occurred at"] == "1 July 2024 13:00"

    def test_told_of_a_time_ahead_of_its_receipt_it_says_the_same_however_often_it_is_sent(self):
        row = b"Ref,Date,Time,Summary\nF1,03/03/2025,09:05,a"

        found = [read_file(row, received_at=RECEIVED_AT + n * MINUTE)[0].notice for n in (0, 2, 4, 6)]

        assert [each.occurred_at for each in found] == [RECEIVED_AT + n * MINUTE for n in (0, 2, 4, 5)]
        assert {in_words(each)["occurred at"] for each in found} == {"3 March 2025 09:05"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), min_size=1, max_size=8))
def test_every_row_that_goes_in_comes_out_read_or_set_aside(table):
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["Ref", "Date", "Summary", "Child name"])
    writer.writerows(table)
    rows_in = sum(any(cell.strip() for cell in row) for row in table)

    try:
        rows = read_file(out.getvalue().encode("utf-8", "surrogatepass"), received_at=RECEIVED_AT)
    except FileUnreadable:
        return

    assert all((row.notice is None) == bool(row.problems) for row in rows)
    assert len(rows) >= rows_in or any("\r" in cell or "\n" in cell or "\0" in cell for row in table for cell in row)
    assert sum(len(numbers) for _, numbers in combined(rows)) == sum(row.notice is not None for row in rows)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_file_makes_the_reader_fall_over(content):
    for begun in (content, b"Ref,Date\n" + content, b"<notifications>" + content, b'[{"' + content + b'": 1}]'):
        try:
            rows = read_file(begun, received_at=RECEIVED_AT)
        except FileUnreadable:
            continue
        assert all((row.notice is None) == bool(row.problems) for row in rows)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.text(max_size=12), st.one_of(st.text(max_size=30), st.integers(), st.none(), st.booleans()), max_size=6
    )
)
def test_no_message_makes_the_reader_fall_over(plain):
    message = {
        "reference": "F1",
        "incident date": "2025-03-01",
        **plain,
        "people": [plain, {"role": "child", "name": "Mia"}],
    }
    told, people, raw = of_message(message)

    row = row_of(1, told, people, raw=raw, received_at=RECEIVED_AT)

    assert (row.notice is None) == bool(row.problems)


def test_the_batch_of_five_hundred_has_what_it_says():
    made = made_batch()
    rows = read(made.csv)

    assert len(rows) == 500
    assert sum(row.notice is None for row in rows) == made.truth.bad_rows
    assert {notice.reference for notice, _ in combined(rows)} == made.truth.references
    assert len(combined(rows)) == len(made.truth.references) + made.truth.changed
    assert len(made.truth.traps) >= 10
