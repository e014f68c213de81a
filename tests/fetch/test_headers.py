"""Heads of answers that no standard allows."""

import h11
from hypothesis import example, given
from hypothesis import strategies as st

from newsfeed.fetch.headers import END, clean_head

LINE = st.binary(max_size=20) | st.sampled_from([b"ETag: x", b" and on", b"\tand on", b"a b: c", b"Date : now", b":"])


@given(st.lists(LINE.map(lambda line: line.replace(b"\n", b"")), max_size=8))
@example([b" first"])
@example([b"X: \0", b" \0"])
def test_what_is_mended_can_be_read(lines):
    head = clean_head(b"\n".join([b"HTTP/1.1 200 OK", *lines, b"", b""]))
    assert END.search(head)
    assert END.search(head).end() == len(head)
    client = h11.Connection(h11.CLIENT)
    client.send(h11.Request(method="GET", target="/", headers=[("Host", "example.org")]))
    client.receive_data(head)
    assert isinstance(client.next_event(), h11.Response)


def test_headers_that_are_proper_stay_as_they_are():
    head = b'HTTP/1.1 200 OK\r\nETag: W/"\xff,  x"\r\nX-Empty:\r\n\r\n'
    assert clean_head(head) == head
