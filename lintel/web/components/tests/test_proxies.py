"""Only a server of ours is believed about whom it heard something from."""

from ipaddress import ip_network

import pytest
from django.http import HttpResponse

from lintel.web.components.proxies import address_of, only_trusted_proxies_are_believed

OURS = {"REMOTE_ADDR": "10.0.0.5"}


@pytest.fixture
def seen(rf, settings):
    """A request as everything behind the first middleware sees it: from whom, and whether over TLS."""
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/24"), ip_network("fd00::1/128")]

    def seen(**sent: str) -> tuple[str, bool]:
        found = []
        only_trusted_proxies_are_believed(
            lambda request: found.append((address_of(request), request.is_secure())) or HttpResponse()
        )(rf.get("/", **sent))
        return found[0]

    return seen


def test_a_server_of_ours_says_whom_it_heard_it_from_and_how(seen):
    assert seen(**OURS, HTTP_X_FORWARDED_FOR="192.0.2.7", HTTP_X_FORWARDED_PROTO="https") == ("192.0.2.7", True)


def test_nobody_else_is_believed(seen):
    said = {"HTTP_X_FORWARDED_FOR": "10.0.0.9", "HTTP_X_FORWARDED_PROTO": "https"}

    assert seen(REMOTE_ADDR="198.51.100.1", **said) == ("198.51.100.1", False)


@pytest.mark.parametrize(
    ("chain", "address"),
    [
        ("1.2.3.4, 192.0.2.7", "192.0.2.7"), ("192.0.2.7, 10.0.0.6", "192.0.2.7"), ("10.0.0.7, 10.0.0.6", "10.0.0.7"),
        ("192.0.2.7, rubbish", "10.0.0.5"), ("", "10.0.0.5"), ("rubbish, 192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)  # fmt: skip
def test_what_the_client_wrote_into_the_list_itself_is_not_believed(seen, chain, address):
    assert seen(**OURS, HTTP_X_FORWARDED_FOR=chain)[0] == address


def test_one_address_of_a_house_is_as_good_as_another(seen):
    assert seen(REMOTE_ADDR="2001:db8::1") == seen(REMOTE_ADDR="2001:db8::2")


def test_without_a_server_named_the_address_is_the_one_that_rang(seen, settings):
    settings.TRUSTED_PROXIES = []

    assert seen(**OURS, HTTP_X_FORWARDED_FOR="192.0.2.7", HTTP_X_FORWARDED_PROTO="https") == ("10.0.0.5", False)


@pytest.mark.django_db
def test_behind_tls_that_a_server_of_ours_ends_nobody_is_sent_round_in_circles(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.5/32")]

    assert client.get("/tell-us/", **OURS, HTTP_X_FORWARDED_PROTO="https").status_code == 200
    assert client.get("/tell-us/", **OURS, HTTP_X_FORWARDED_PROTO="http").status_code == 301
    assert client.get("/tell-us/", HTTP_X_FORWARDED_PROTO="https").status_code == 301
