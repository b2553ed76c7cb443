"""Reading an e-mail: when it came, who wrote it, what it says; and whatever strangers send does no harm."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from lintel.web.knock.emails import (
    NotAnEmail,
    Sender,
    bytes_of,
    read,
    stated_in,
    text_of_html,
    without_attachments,
)
from tests.cast import NOW

RECEIVED = "from mx.example by mail.ravenshire.example with ESMTP; Mon, 3 Mar 2025 08:41:07 +0000"
EARLIER = "from school.example by mx.example; Mon, 3 Mar 2025 08:40:55 +0000"


def message(text="He comes to school without a coat.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    heads = {"From": "Wren Tallow <wren@school.example>", "Subject": "Perrin", "Message-ID": "<1@school.example>"}
    for name, value in (heads | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        made[name] = value
    made.set_content(text)
    return made


def as_read(made, now=NOW):
    return read(made if isinstance(made, bytes) else made.as_bytes(), now=now)


def test_who_wrote_it_and_what_it_says():
    found = as_read(message())

    assert (found.sender, found.subject) == (Sender("Wren Tallow", "wren@school.example"), "Perrin")
    assert found.text == "He comes to school without a coat."


def test_it_came_when_the_last_server_took_it_in():
    raw = (
        f"Received: {RECEIVED}\nReceived: {EARLIER}\n".encode()
        + message(Date="Mon, 3 Mar 2025 07:00:00 +0000").as_bytes()
    )

    found = as_read(raw)

    assert found.received_at == datetime(2025, 3, 3, 8, 41, 7, tzinfo=UTC)
    assert not found.is_senders_clock


def test_without_a_server_it_is_the_senders_clock_and_says_so():
    found = as_read(message(Date="Mon, 3 Mar 2025 07:00:00 +0000"))

    assert (found.received_at, found.is_senders_clock) == (datetime(2025, 3, 3, 7, tzinfo=UTC), True)


@pytest.mark.parametrize(
    "when", ["yesterday", "", "Mon, 99 Foo 2025 07:00:00 +0000", "Tue, 3 Mar 2099 07:00:00 +0000", "1"]
)
def test_a_time_that_cannot_be_is_none(when):
    assert as_read(message() if not when else message(X_Date=when)).received_at is None
    assert as_read(f"Date: {when}\nSubject: x\n\nwords".encode()).received_at is None


def test_of_the_same_thing_said_twice_the_plain_words_are_read():
    made = message()
    made.add_alternative("<p>He comes <b>to school</b> without a coat.</p>", subtype="html")

    assert as_read(made).text == "He comes to school without a coat."


def test_html_alone_becomes_words_and_nothing_of_it_is_markup():
    made = message()
    made.set_content(
        "<head><title>t</title><style>p{}</style></head><p>One &lt;b&gt;</p><script>alert(1)</script><p>two<br>three",
        subtype="html",
    )

    assert as_read(made).text == "One <b>\n\ntwo\nthree"


@pytest.mark.parametrize("html", ["<style>p{", "<p", "<!--", "<p>words", "<<<>>>", "&#0;&#xD800;", "<b " * 500])
def test_broken_html_does_no_harm(html):
    assert isinstance(text_of_html(html), str)


def test_words_in_a_style_that_never_ends_are_not_lost():
    assert "He is cold" in text_of_html("<style>p{} <p>He is cold")


def test_attached_files_are_named_and_not_kept():
    made = message()
    made.add_attachment(b"%PDF secret", maintype="application", subtype="pdf", filename="../../etc/Perrin.pdf")

    assert as_read(made).attachments == ("../../etc/Perrin.pdf",)
    kept = without_attachments(made.as_bytes())
    assert b"An attached file of 11 bytes stood here" in kept
    assert b"JVBERi" not in kept
    assert b"He comes to school" in kept


def test_without_attachments_it_is_kept_byte_for_byte():
    raw = f"Received: {RECEIVED}\nX-Odd:   folded\n\t header\n".encode() + message("Grüße – ü").as_bytes()

    assert without_attachments(raw) == raw


def test_a_message_passed_on_inside_says_who_wrote_it():
    outer = message("See below.", From="Head <head@school.example>")
    outer.add_attachment(message("He says he is cold."))

    found = as_read(outer)

    assert found.forwarded == Sender("Wren Tallow", "wren@school.example")
    assert "He says he is cold." in found.text


@pytest.mark.parametrize(
    "text",
    [
        "FYI\n\n---- Forwarded message ----\nFrom: Wren Tallow <wren@school.example>\nDate: Mon\nSubject: P\n\nCold.",
        "FYI\n\n_______________\nFrom: Wren Tallow <wren@school.example>\nSent: 03 March 2025 07:00\nTo: a\n",
        "FYI\n\n> From: Wren Tallow <wren@school.example>\n> Subject: Perrin\n> Cold.",
        "FYI\n\nFrom: Wren Tallow [mailto:wren@school.example]\nSent: Monday\nSubject: P",
    ],
)  # fmt: skip
def test_a_message_passed_on_in_the_text_says_who_wrote_it(text):
    assert as_read(message(text)).forwarded == Sender("Wren Tallow", "wren@school.example")


def test_a_message_that_passes_nothing_on_says_nobody():
    assert as_read(message("He came from: nowhere.\nTo: me")).forwarded is None


def test_pasted_from_a_mail_program_it_is_read_all_the_same():
    raw = bytes_of(
        "From: Wren Tallow <wren@school.example>\nSent: 03 March 2025 08:41\nTo: Front door\nSubject: Perrin\n\nCold."
    )
    found = as_read(raw)

    assert (found.sender.name, found.subject, found.text) == ("Wren Tallow", "Perrin", "Cold.")
    assert found.received_at is None
    assert stated_in(raw) == datetime(2025, 3, 3, 8, 41)


def test_bare_words_can_be_pasted():
    assert as_read(bytes_of("He is cold.\n\nAnd hungry.")).text == "He is cold.\n\nAnd hungry."


def test_a_pasted_source_is_a_message():
    assert (
        as_read(bytes_of(message(Date="Mon, 3 Mar 2025 07:00:00 +0000").as_string())).message_id == "1@school.example"
    )


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"), (b"\xd0\xcf\x11\xe0rest", "Outlook .msg"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "zip"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not an e-mail"), (b"no header here", "not an e-mail"),
        (b"Subject: x\n\n" + b"x" * (25 * 1024 * 1024), "larger than 25 MB"),
    ],
)  # fmt: skip
def test_what_is_no_email_says_what_to_do(raw, said):
    with pytest.raises(NotAnEmail, match=said):
        as_read(raw)


def test_messages_inside_each_other_without_end_are_refused():
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000))

    with pytest.raises(NotAnEmail, match="inside each other"):
        as_read(raw + b"\n\nwords")


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: =?utf-8?b?////?=\nFrom: =?bad?q?x?=\n\nwords",
        b"Content-Type: text/plain; charset=no-such\n\nw\xfcrds",
        b"Content-Type: multipart/mixed\n\nwords", b"Content-Type: multipart/alternative; boundary=x\n\n--x\n--x--",
        b"Content-Transfer-Encoding: base64\nSubject: x\n\n!!!!", b"From: a@b, c <d@e>, \"\n\nwords",
        b"Subject: a\0b\n\nwor\0ds", "Subject: \u202egnp.exe\n\nwords".encode(), b"Received: ;;;;\nDate: -1\n\nwords",
        b"Content-Disposition: attachment; filename*=utf-99''x\nSubject: x\n\nwords",
    ],
)  # fmt: skip
def test_a_broken_message_is_read_as_far_as_it_goes_or_refused(raw):
    try:
        found = as_read(raw)
    except NotAnEmail:
        return
    assert "\0" not in found.text + found.subject + found.sender.name
    assert isinstance(without_attachments(raw), bytes)
