"""Run the project's commands in processes that have everything imported, which takes a fifth of the processor time.

They are forked from a server that has only imported: arguments, environment, streams, exit code and signals are those
of a command in a new interpreter, which ``test_main.py``, ``test_package.py`` and the tests of README start.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import signal
    from collections.abc import Mapping
    from multiprocessing.process import BaseProcess

ROOT = Path(__file__).parents[1]
HANG = 600  # seconds; only against hanging

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(
    [
        "scrapy.cmdline",
        "newsfeed.pipelines.dedup",
        *(
            f"newsfeed.{path.parent.name}.{path.stem}"
            for folder in ("commands", "exporters", "spiders")
            for path in sorted((ROOT / "newsfeed" / folder).glob("[a-z]*.py"))
        ),
    ]
)


class SignalAt(NamedTuple):
    """A signal that a process gets at the first audit event of this name that holds a text, or seconds ``after``."""

    signal: signal.Signals
    event: str
    text: str = ""
    after: float = 0.0


def begin(
    *arguments: object,
    environment: Mapping[str, str],
    stdin: Path | str = os.devnull,
    stdout: Path,
    stderr: Path,
    limit: int | None = None,
) -> BaseProcess:
    """Begin a scrapy command of the project whose streams are files; none may exceed ``limit`` bytes."""
    words = ["scrapy", *map(str, arguments)]
    return _start(words, ROOT, environment, [str(stdin), str(stdout), str(stderr)], limit)


def run(
    *arguments: object,
    environment: Mapping[str, str],
    stdin: str = "",
    program: str = "scrapy",
    folder: Path = ROOT,
    signal_at: SignalAt | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command of the project, of ``scrapy`` or ``newsfeed``, in a folder to its end."""
    with tempfile.TemporaryDirectory() as place:
        given, out, errors = (Path(place) / name for name in ("in", "out", "err"))
        given.write_text(stdin, encoding="utf-8")
        words, files = [program, *map(str, arguments)], [str(given), str(out), str(errors)]
        process = _start(words, folder, environment, files, signal_at=signal_at)
        process.join(HANG)
        if process.exitcode is None:
            process.kill()
        said = [file.read_bytes().decode("utf-8", "replace") for file in (out, errors)]
    assert process.exitcode is not None, f"{' '.join(words)} hangs: {said[1]}"
    return subprocess.CompletedProcess(list(arguments), process.exitcode, *said)


def _start(
    words: list[str],
    folder: Path,
    environment: Mapping[str, str],
    files: list[str],
    limit: int | None = None,
    signal_at: SignalAt | None = None,
) -> BaseProcess:
    given = (words, folder, {**os.environ, **environment}, files, limit, signal_at)
    process = _forks.Process(target=_run, args=given)
    process.start()
    return process


def _run(
    words: list[str],
    folder: Path,
    environment: dict[str, str],
    files: list[str],
    limit: int | None,
    signal_at: SignalAt | None,
) -> None:
    from scrapy import cmdline

    from newsfeed import settings
    from newsfeed.__main__ import main

    os.chdir(folder)
    for number, (file, flags) in enumerate(
        zip(files, (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND] * 2), strict=True)
    ):
        opened = os.open(file, flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False, errors="backslashreplace")
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    if signal_at is not None:
        _send(signal_at)
    os.environ.clear()
    os.environ.update(environment)
    importlib.reload(settings)  # which reads the environment
    sys.argv = words
    {"scrapy": cmdline.execute, "newsfeed": main}[words[0]]()


def _send(signal_at: SignalAt) -> None:
    """Send this process a signal at an event."""
    sent: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == signal_at.event and not sent and any(signal_at.text in str(each) for each in arguments):
            sent.append(event)
            if signal_at.after:
                threading.Timer(signal_at.after, os.kill, (os.getpid(), signal_at.signal)).start()
            else:
                os.kill(os.getpid(), signal_at.signal)

    sys.addaudithook(hook)
