"""What a file is called here, and what stands around the words that were found."""

from datetime import date

import pytest

from lintel.foundation.documents.codes import Found
from lintel.foundation.documents.emails import of_itself
from lintel.foundation.documents.rules import name_as_sent, name_for_download, pieces_of, size_in_words, title_of


@pytest.mark.parametrize(
    ("sent", "name", "title"),
    [
        ("letter_from-school.pdf", "letter_from-school.pdf", "Letter from school"),
        ("C:\\Users\\ruth\\My letter.docx", "My letter.docx", "My letter"), ("../../etc/passwd", "passwd", "Passwd"),
        ("invoice\u202efdp.exe", "invoice fdp.exe", "Invoice fdp"), ("", "no name", "No name"),
        ("a\0b\r\nSet-Cookie: x.txt", "a b Set-Cookie x.txt", "A b Set Cookie x"), (".pdf", ".pdf", "Without a name"),
        ("report.tar.gz", "report.tar.gz", "Report"), ("é" * 400, "é" * 200, "É" + "é" * 149),
    ],
)  # fmt: skip
def test_a_name_is_believed_in_nothing(sent, name, title):
    assert name_as_sent(sent) == name
    assert title_of(sent) == title


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("School letter", "School letter.pdf"), ('a"; x=\r\n.exe', "a ; x= .exe.pdf"), ("Plan 1.2", "Plan 1.2.pdf"),
        ("\u202e", "document.pdf"),
    ],
)  # fmt: skip
def test_a_download_ends_as_what_it_is(title, name):
    assert name_for_download(title, Found.PDF) == name


def test_a_passage_falls_into_pieces():
    assert [(piece.words, piece.is_found) for piece in pieces_of("a \ue000b\ue001 c")] == [
        ("a ", False), ("b", True), (" c", False),
    ]  # fmt: skip


def test_a_size_reads_as_one_says_it():
    assert [size_in_words(n) for n in (12, 340_200, 1_240_000)] == ["1 KB", "340 KB", "1.2 MB"]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Tue, 03 Jun 2025 23:30:00 +0000", date(2025, 6, 4)), ("Tue, 03 Jun 2025 23:30:00 -0000", date(2025, 6, 4)),
        ("Tue, 03 Jun 2025 23:30:00 +0100", date(2025, 6, 3)), ("soon", None),
        ("Fri, 31 Dec 9999 23:30:00 -1200", None),
    ],
)  # fmt: skip
def test_a_message_was_sent_on_the_day_it_was_here(said, day):
    assert of_itself(f"From: a@b.example\r\nDate: {said}\r\n\r\nDear all".encode()).sent_on == day
