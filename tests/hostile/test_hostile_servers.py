"""Servers that want to fill the memory or stop the clock of whoever asks them, in a crawl as users run it."""

import gzip
import os
import subprocess
import sys
import zlib
from pathlib import Path

import brotli
from backports import zstd
from stage import answer

ROOT = Path(__file__).parents[2]
MOST = 300  # MiB
# A process begins with the memory of the one that it is forked from, which here has run all tests before.
APART = (
    "import resource, subprocess, sys; code = subprocess.run(sys.argv[2:], check=False).returncode; "
    "open(sys.argv[1], 'w').write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)); sys.exit(code)"
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"


def measured_crawl(urls, out, **settings):
    """Crawl URLs as users do; return the exit code, standard error, and the most memory it took in MiB."""
    chosen = {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "RETRY_ENABLED": 0} | settings
    options = [option for name, value in chosen.items() for option in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "feeds", "-a", f"source={','.join(urls)}", "-O", out, *options]
    environment = {"NEWSFEED_STORE": f"sqlite:///{out}.db", "NEWSFEED_ALLOW_PRIVATE": "127.0.0.1"}
    log, memory = out.with_suffix(".log"), out.with_suffix(".memory")
    with log.open("w") as stderr:
        process = subprocess.run(
            list(map(str, [sys.executable, "-c", APART, memory, *command])),
            cwd=ROOT,
            env=os.environ | environment,
            stderr=stderr,
            check=False,
        )
    return process.returncode, log.read_text(encoding="utf-8"), int(memory.read_text()) / 1024


def repeated(first, piece, times=None):
    """Return a part that sends ``piece`` so many times after the head, or for ever."""

    def part(_asked):
        yield HEAD + first
        sent = 0
        while sent != times:
            yield piece
            sent += 1

    return part


def deflated_bomb(wbits):
    """Return the first and the repeated part of a deflate stream of zeros, 16 MiB a time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    first = packer.compress(bytes(16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first, packer.compress(bytes(16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)


def bombs():
    """Return parts that send 10 GiB of zeros each, packed with one coding after the other, and twice."""
    gzipped, more_gzipped = deflated_bomb(31)
    deflated, more_deflated = deflated_bomb(15)
    packer = brotli.Compressor(quality=1)
    first_br, more_br = (packer.process(bytes(16 << 20)) + packer.flush() for _ in range(2))
    nested = gzip.compress(gzip.compress(bytes(16 << 20)) * 640)
    return [
        repeated(b"Content-Encoding: gzip\r\n\r\n" + gzipped, more_gzipped, 639),
        repeated(b"Content-Encoding: deflate\r\n\r\n" + deflated, more_deflated, 639),
        repeated(b"Content-Encoding: br\r\n\r\n" + first_br, more_br, 639),
        repeated(b"Content-Encoding: zstd\r\n\r\n", zstd.compress(bytes(16 << 20)), 640),
        lambda _asked: [answer(nested, Content_Encoding="gzip, gzip")],
    ]


def test_ten_gigabytes_packed_small_end_with_a_line(stage, tmp_path):
    urls = [stage.play(f"/{number}", part) for number, part in enumerate(bombs())]
    code, said, memory = measured_crawl(urls, tmp_path / "out.jsonl")
    assert code == 1
    assert [f"  {url}: larger than 33554432 bytes when unpacked\n" in said for url in urls] == [True] * len(urls)
    assert "Traceback" not in said
    assert memory < MOST


def test_sixteen_endless_answers_at_a_time_end_with_a_line_each(stage, tmp_path):
    endless = {
        "body": repeated(b"\r\n", bytes(1 << 16)),
        "chunks": repeated(b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + bytes(1 << 16) + b"\r\n"),
        "headers": repeated(b"", b"X: " + b"a" * 1000 + b"\r\n"),
        "header": repeated(b"X: ", b"a" * (1 << 16)),
    }
    urls = [stage.play(f"/{name}/{number}", part) for number in range(4) for name, part in endless.items()]
    code, said, memory = measured_crawl(urls, tmp_path / "out.jsonl")
    assert code == 1
    assert said.count("larger than DOWNLOAD_MAXSIZE=33554432 bytes") == 8
    assert said.count("its headers are too long") == 8
    assert memory < MOST


def test_slow_answers_end_in_time(stage, tmp_path):
    def drip(first, piece):
        def part(_asked):
            yield first
            while True:
                stage.pause(0.1)
                yield piece

        return part

    slow = [
        drip(b"", b""),
        drip(HEAD, b"X: y\r\n"),
        drip(HEAD + b"\r\n", b"a"),
        drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    ]
    urls = [stage.play(f"/{number}", part) for number, part in enumerate(slow)]
    code, said, memory = measured_crawl(urls, tmp_path / "out.jsonl", DOWNLOAD_TIMEOUT=2)
    assert code == 1
    assert said.count("the server took longer than 2 s") == len(urls)
    assert memory < MOST
