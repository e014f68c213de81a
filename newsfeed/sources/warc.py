"""WARC files (ISO 28500, https://iipc.github.io/warc-specifications/): the documents recorded by a crawl.

Records are read one at a time, compressed or not, and each in its own gzip member or all in one. warcio parses their
headers and joins chunks; its iterator is not used, because it reads lines of any length into memory, writes to standard
error, and ends at the first damage.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from functools import cache
from typing import IO, TYPE_CHECKING

from newsfeed.fetch.compression import GZIP, CodingError, decode_content, gunzip
from newsfeed.fetch.status import status_reason
from newsfeed.sources.compressed import DAMAGES, Unpacked, is_compressed, most_unpacked, unpacked_head
from newsfeed.sources.compressed import GZIP as GZIP_MEMBER
from newsfeed.text.dates.parsing import iso, parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer
    from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

_MAGIC = b"WARC/"
_START = re.compile(rb"\x1f\x8b\x08|WARC/\d\.\d{1,2}\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_BLOCK = 1 << 20  # bytes searched or skipped at once
_PIECE = 1 << 15  # bytes read of a gzip member at once; those of the next member are read again
_HEAD = 1 << 12  # bytes of a gzip member that show its content
_LONGEST_HEADERS = 1 << 18  # bytes, of a record or an HTTP answer
_LONGEST_LENGTH = 18  # digits that a file's offsets may have
_MOST_BLANKS = 64  # lines between two records
_MOST_MISSING = 16  # bytes by which the length that some programs state is too small, including the end of the line
_MOST_DAMAGES = 1000  # beyond that, the rest is skipped, because resuming after each could take for ever
_DOCUMENTS = frozenset({"response", "resource"})
_NO_DOCUMENTS = ("dns:", "whois:", "ntp:")
_PARTS = {"WARC-Truncated": "cut when it was recorded", "WARC-Segment-Number": "a segment of a longer record"}
_STATUSES = frozenset({"200", "203"})
_STATUS_DIGITS = 3


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """A recorded document.

    ``url`` is its address, ``content_type`` the value of that header, ``fetched`` an ISO 8601 time in UTC if known.
    """

    url: str
    data: bytes
    content_type: str
    fetched: str | None


@dataclass(frozen=True, slots=True)
class SkippedRecord:
    """A recorded response without a document, and the reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class DamagedRange:
    """A range of the file, [start, end) in bytes, in which records are lost."""

    start: int
    end: int


Found = RecordedDocument | SkippedRecord | DamagedRange


def begins(file: IO[bytes]) -> bool:
    """Return whether a file is a WARC file; it is at its beginning before and after."""
    head = file.read(_HEAD)
    file.seek(0)
    return head.startswith(_MAGIC) or _contains_record(head) or _is_packed(head, file)


def read(file: IO[bytes], limit: int) -> Iterator[Found]:
    """Yield the documents of a WARC file in order, skipped records, and damaged ranges.

    Documents are the payloads of response and resource records; records of other types are skipped silently, and so is
    any document larger than ``limit`` bytes, as recorded or decompressed, with a reason. A truncated record is lost;
    reading resumes at the next record. Raises :class:`OSError` where the file cannot be read.
    """
    head = file.read(_HEAD)
    file.seek(0)
    if _is_packed(head, file):
        yield from _read_packed(file, limit)
        return
    size = file.seek(0, io.SEEK_END)
    position = damages = 0
    while position < size:
        try:
            for end, found in _records(file, position, limit):
                position = end
                if found:
                    yield found
        except (_DamagedError, EOFError, zlib.error):
            damages += 1
            end = _next_start(file, position + 1, size) if damages < _MOST_DAMAGES else size
            yield DamagedRange(position, end)
            position = end


def _is_packed(head: bytes, file: IO[bytes]) -> bool:
    """Return whether a file is compressed without access to single records (zstd, bzip2, xz)."""
    is_other = is_compressed(head) and not head.startswith(GZIP_MEMBER)
    return is_other and unpacked_head(file, len(_MAGIC)) == _MAGIC


def _read_packed(file: IO[bytes], limit: int) -> Iterator[Found]:
    """Yield the same as :func:`read` from a forward-only stream; damaged ranges refer to its unpacked content."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    try:
        stream = io.BufferedReader(Unpacked(file, most_unpacked(size)), _PIECE)
    except DAMAGES:
        yield DamagedRange(0, size)
        return
    start, line = 0, b""
    while True:
        try:
            start = stream.tell() - len(line)
            line = line or _first_line(stream)
            if not line:
                return
            found = _record(stream, line, limit)
            line = b""
            if found:
                yield found
        except _DamagedError:
            line = _next_head(stream)
            yield DamagedRange(start, stream.tell() - len(line))
        except DAMAGES:
            yield DamagedRange(start, stream.tell())
            return


def _next_head(stream: IO[bytes]) -> bytes:
    """Return the first line of the next record; an empty one at the end."""
    while line := stream.readline(_LONGEST_HEADERS):
        if _START.match(line):
            return line
    return b""


# ---- records


class _DamagedError(Exception):
    """There is no complete record at this position."""


_Record = RecordedDocument | SkippedRecord | None


def _records(file: IO[bytes], position: int, limit: int) -> Iterator[tuple[int, _Record]]:
    """Yield the records at ``position`` (all of a gzip member), each with the offset at which reading can resume."""
    file.seek(position)
    line = _first_line(file)
    position = file.tell() - len(line)
    yield position, None
    if not line.startswith(GZIP):
        found = _record(file, line, limit)
        yield file.tell(), found
        return
    file.seek(position)
    member = _Member(file)
    stream = io.BufferedReader(member, _PIECE)
    # A member is known to be complete only at its end; in one with many records, each is yielded when the next begins.
    last = None
    while line := _first_line(stream):
        found = _record(stream, line, limit)
        yield position, last
        last = found
    yield member.end, last


class _Member(io.RawIOBase):
    """The decompressed content of the gzip member at the file's position, as a stream."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Decompress into ``buffer`` and return the number of bytes, 0 at the end; raise if the member is damaged."""
        view = memoryview(buffer).cast("B")
        while not self._unpacker.eof:
            packed = self._unpacker.unconsumed_tail or self._file.read(_PIECE)
            if not packed:
                raise EOFError
            data = self._unpacker.decompress(packed, len(view))
            if data:
                view[: len(data)] = data
                return len(data)
        return 0

    @property
    def end(self) -> int:
        """The offset after the member, known when it has been read to its end."""
        return self._file.tell() - len(self._unpacker.unused_data)


class _Bounded:
    """The lines of a stream, within the limit on a record's headers."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = _LONGEST_HEADERS

    def readline(self) -> bytes:
        line = self._stream.readline(self._left)
        self._left -= len(line)
        if not self._left or b"\0" in line or _START.search(line):  # for example, the headers of another record
            raise _DamagedError
        return line


def _first_line(stream: IO[bytes]) -> bytes:
    """Return the first line of the next record; an empty one at the end."""
    for _ in range(_MOST_BLANKS):
        line = stream.readline(_LONGEST_HEADERS)
        if line.strip() or not line:
            return line
    raise _DamagedError


def _record(stream: IO[bytes], line: bytes, limit: int) -> _Record:
    """Read the rest of the record that begins with ``line``."""
    if not line:
        return None
    if not line.startswith(_MAGIC):
        raise _DamagedError
    headers = _parser().parse(_Bounded(stream), line)
    length = _length(headers)
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")  # some versions of wget write it in brackets
    found: _Record = None
    if headers.get_header("WARC-Type") not in _DOCUMENTS or url.startswith(_NO_DOCUMENTS):
        _skip(stream, length)
    elif reason := _refused(headers, length, limit):
        _skip(stream, length)
        found = SkippedRecord(reason)
    else:
        block = stream.read(length)
        if len(block) < length:
            raise _DamagedError
        return _document(url, headers, block + _missing(stream), limit)
    _missing(stream)
    return found


def _missing(stream: IO[bytes]) -> bytes:
    """Read to the end of a record; return the bytes (usually none) beyond the stated length of its block."""
    line = stream.readline(_MOST_MISSING)
    if not line.strip():
        return b""
    if not line.endswith(b"\n") or stream.readline(3).strip():  # not the empty line that ends a record
        raise _DamagedError
    return line.rstrip(b"\r\n")


def _length(headers: StatusAndHeaders) -> int:
    stated = headers.get_header("Content-Length") or ""
    if not (stated.isascii() and stated.isdigit() and len(stated) <= _LONGEST_LENGTH):
        raise _DamagedError
    return int(stated)


def _refused(headers: StatusAndHeaders, length: int, limit: int) -> str | None:
    """Return why the block of a record is skipped, if it is."""
    if length > limit + _LONGEST_HEADERS:
        return f"larger than {limit} bytes"
    return next((reason for name, reason in _PARTS.items() if headers.get_header(name)), None)


def _skip(stream: IO[bytes], length: int) -> None:
    if length and stream.seekable():
        stream.seek(length - 1, io.SEEK_CUR)  # all but the last byte, which must exist
        length = 1
    while length:
        part = stream.read(min(length, _BLOCK))
        if not part:
            raise _DamagedError
        length -= len(part)


@cache
def _parser() -> StatusAndHeadersParser:
    from warcio.statusandheaders import StatusAndHeadersParser  # imported here because few runs read WARC files

    return StatusAndHeadersParser([], verify=False)


def _without_chunks(block: bytes) -> bytes:
    from warcio.bufferedreaders import ChunkedDataReader

    data: bytes = ChunkedDataReader(io.BytesIO(block)).read()
    return data


# ---- payloads


def _document(url: str, headers: StatusAndHeaders, block: bytes, limit: int) -> RecordedDocument | SkippedRecord:
    """Return the document in the block of a record: the payload of an HTTP response, or the block itself."""
    content_type, coding = headers.get_header("Content-Type") or "", ""
    if headers.get_header("WARC-Type") == "response" and block.startswith(b"HTTP/"):
        end = _HEAD_END.search(block, 0, _LONGEST_HEADERS)
        if end is None:
            return SkippedRecord("not a complete HTTP response")
        answer = _parser().parse(io.BytesIO(block[: end.end()]))
        status = answer.get_statuscode()
        if status not in _STATUSES:
            known = status.isascii() and status.isdigit() and len(status) == _STATUS_DIGITS
            return SkippedRecord(status_reason(int(status)) if known else "not a complete HTTP response")
        content_type, coding = answer.get_header("Content-Type") or "", answer.get_header("Content-Encoding") or ""
        block = block[end.end() :]
        if "chunked" in (answer.get_header("Transfer-Encoding") or "").lower():
            block = _without_chunks(block)
    try:
        data = decode_content(coding, block, limit).data
        data = gunzip(data, limit).data if data.startswith(GZIP) else data
    except CodingError as error:
        return SkippedRecord(str(error))
    if len(data) > limit:
        return SkippedRecord(f"larger than {limit} bytes")
    fetched = parse_date(headers.get_header("WARC-Date") or "")
    return RecordedDocument(url, data, content_type, iso(fetched) if fetched else None)


# ---- searching


def _contains_record(head: bytes) -> bool:
    """Return whether ``head`` is the beginning of a gzip member with a record."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, len(_MAGIC)) == _MAGIC
    except zlib.error:
        return False


def _next_start(file: IO[bytes], position: int, size: int) -> int:
    """Return the first offset from ``position`` on where a record or a gzip member seems to begin; else ``size``."""
    while position < size:
        file.seek(position)
        block = file.read(_BLOCK + _HEAD)
        for match in _START.finditer(block):
            if match[0].startswith(_MAGIC) or _contains_record(block[match.start() : match.start() + _HEAD]):
                return position + match.start()
        position += _BLOCK
    return size
