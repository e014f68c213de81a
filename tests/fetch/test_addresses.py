"""Which addresses are public, in every form in which they can be written."""

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsfeed.errors import NewsfeedError
from newsfeed.fetch.addresses import embedded_ipv4, exemptions, special_kind

V4 = st.ip_addresses(v=4)
V6 = st.ip_addresses(v=6)
MAPPED, NAT64, SIX_TO_FOUR = 0xFFFF << 32, 0x64FF9B << 96, 0x2002 << 112


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("0.0.0.1", "reserved"),
        ("10.1.2.3", "private"),
        ("172.31.255.255", "private"),
        ("172.32.0.0", None),
        ("192.168.0.1", "private"),
        ("100.64.0.1", "private"),
        ("169.254.169.254", "link-local"),
        ("224.0.0.1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("8.8.8.8", None),
        ("::1", "loopback"),
        ("::", "reserved"),
        ("fd00:ec2::254", "private"),
        ("fe80::1%eth0", "link-local"),
        ("ff02::1", "multicast"),
        ("2001:db8::1", "documentation"),
        ("2001:0:808:808::1", "reserved"),
        ("2606:4700::1111", None),
        ("::ffff:127.0.0.1", "loopback"),
        ("::127.0.0.1", "reserved"),
        ("::ffff:0:127.0.0.1", "reserved"),
        ("64:ff9b::127.0.0.1", "loopback"),
        ("64:ff9b:1::808:808", "private"),
        ("2002:7f00:1::", "loopback"),
        ("2002:808:808::", None),
        ("4000::1", "reserved"),
    ],
)
def test_each_kind_is_known(address, kind):
    assert special_kind(ip_address(address)) == kind


@given(V4)
@example(IPv4Address("127.0.0.1"))
@example(IPv4Address("8.8.8.8"))
def test_every_form_of_an_address_is_judged_alike(address):
    forms = [MAPPED | int(address), NAT64 | int(address), SIX_TO_FOUR | int(address) << 80 | 1]
    for form in map(IPv6Address, forms):
        assert embedded_ipv4(form) == address
        assert special_kind(form) == special_kind(address)


@given(V4 | V6)
def test_what_passes_is_global_by_the_standard_library_too(address):
    if special_kind(address) is None:
        plain = (isinstance(address, IPv6Address) and embedded_ipv4(address)) or address
        assert plain.is_global
        assert not plain.is_multicast


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_no_teredo_address_passes(server, client):
    assert special_kind(IPv6Address(0x20010000 << 96 | server << 64 | client)) is not None


@given(V6)
def test_nothing_that_was_never_given_out_passes(address):
    if int(address) >> 125 != 1 and embedded_ipv4(address) is None:
        assert special_kind(address) is not None


@pytest.mark.parametrize(
    ("setting", "host", "port", "address", "covered"),
    [
        ("localhost", "localhost", 80, "127.0.0.1", True),
        ("localhost", "LOCALHOST.", 8000, "::1", True),
        ("localhost", "127.0.0.1", 80, "127.0.0.1", False),
        ("localhost:8000", "localhost", 80, "127.0.0.1", False),
        ("localhost:8000", "localhost", 8000, "127.0.0.1", True),
        ("127.0.0.1", "localhost", 80, "127.0.0.1", True),
        ("127.0.0.1", "localhost", 80, "::ffff:127.0.0.1", True),
        ("127.0.0.1:80", "localhost", 81, "127.0.0.1", False),
        ("10.0.0.0/8", "intranet.example", 80, "10.9.8.7", True),
        ("10.0.0.0/8:8080", "intranet.example", 8080, "10.9.8.7", True),
        ("10.0.0.1/8", "intranet.example", 80, "64:ff9b::10.9.8.7", True),
        ("10.0.0.0/8", "intranet.example", 80, "127.0.0.1", False),
        ("::1", "localhost", 80, "::1", True),
        ("[::1]:80", "localhost", 80, "::1", True),
        ("[::1]:80", "localhost", 81, "::1", False),
        ("fd00::/8", "x.example", 80, "fd12::1", True),
        ("bücher.example", "xn--bcher-kva.example", 80, "10.0.0.1", True),
        ("a.example, 10.0.0.0/8\nb.example", "b.example", 80, "127.0.0.1", True),
        ("example", "a.example", 80, "127.0.0.1", False),
        ("", "localhost", 80, "127.0.0.1", False),
    ],
)
def test_an_exemption_covers_what_it_names(setting, host, port, address, covered):
    assert any(each.covers(host, port, ip_address(address)) for each in exemptions(setting)) == covered


@pytest.mark.parametrize(
    "entry", ["http://localhost", "a b:c", "[::1", "host:99999", "host:0", "10.0.0.0/8:0", "10.0.0.0/99", "*", ":"]
)
def test_what_is_no_exemption_is_said(entry):
    with pytest.raises(NewsfeedError, match="NEWSFEED_ALLOW_PRIVATE: "):
        exemptions([entry])


@given(st.text(max_size=20))
def test_any_setting_is_either_read_or_refused(setting):
    with suppress(NewsfeedError):
        exemptions(setting)
