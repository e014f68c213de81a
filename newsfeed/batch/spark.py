"""An engine on Spark: partitions are groups of rows that Spark exchanges, tables are stored packed in Parquet.

The output of a stage is written to a subdirectory of the work directory, completely or not at all, so a finished stage
is not run again. All machines must see the work directory under the same name, because steps read the texts of their
partition from its files.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import warnings
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from newsfeed.batch.exchange import pack, received, unpack
from newsfeed.errors import BrokenRunError, NewsfeedError
from newsfeed.store.garbage import collecting_paused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from newsfeed.batch.exchange import Stage

_PACKED_SQL = "partition int, name string, packed binary"
_LOG = "spark.log"
_TRACEBACK = "Traceback (most recent call last):"
_CAUSE = "Caused by: "
_IN_LOG = re.compile(r'UnsupportedClassVersionError|^Exception in thread "main" (.+)', re.MULTILINE)
_OLD_JAVA = "Java is older than version 17: install a later one, or set JAVA_HOME"
_IS_DONE = "_SUCCESS"  # file that Spark writes when a directory is complete
_ROWS_AT_ONCE = 64  # packed tables in one batch between the JVM and Python
_SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_ROWS_AT_ONCE),
    "spark.sql.execution.arrow.useLargeVarTypes": "true",
    "spark.sql.parquet.compression.codec": "none",  # packed tables are compressed already
    "spark.ui.showConsoleProgress": "false",
}


class Cluster:
    """The cluster of a ``master``, with settings of Spark; a session begins when it is first needed."""

    def __init__(self, master: str, settings: Mapping[str, str], work: Path) -> None:
        self._master = master
        self._settings = settings
        self._log = work / _LOG

    @cached_property
    def session(self) -> Any:
        """The session; raises :class:`NewsfeedError` if Spark does not start."""
        try:
            with _errors_in(self._log):
                return _session(self._master, self._settings)
        except Exception as error:  # of Py4J, of Java or of Spark
            why = _why_java_ended(self._log) or fault(str(error))
            raise NewsfeedError(
                f"--master {self._master}: Spark does not start: {why}; {self._log} says more"
            ) from error

    @property
    def cores(self) -> int:
        """The number of cores."""
        cores: int = self.session.sparkContext.defaultParallelism
        return cores

    def map(self, what: str, work: Callable[[bytes], bytes], parts: Sequence[bytes]) -> list[bytes]:
        """Return the results of the work on each of the parts, one task per part."""
        with self.faults(what):
            found: list[bytes] = self.session.sparkContext.parallelize(parts, len(parts)).map(work).collect()
            return found

    @contextmanager
    def faults(self, what: str) -> Iterator[None]:
        """Raise :class:`BrokenRunError` for any failure inside; ``what`` names the work."""
        try:
            yield
        except Exception as error:  # of our own code on a machine, of Py4J, of Java or of Spark
            raise BrokenRunError(f"{what}: {fault(str(error))}; {self._log} says more") from error

    def close(self) -> None:
        """End the session, if one has begun."""
        if "session" in self.__dict__:
            self.session.stop()


class SparkEngine:
    """Runs the stages over a number of partitions on a cluster, and keeps tables in a directory."""

    def __init__(self, directory: Path, partitions: int, cluster: Cluster) -> None:
        self._directory = directory
        self._partitions = partitions
        self._cluster = cluster
        self._spark = cluster.session
        self._spark.conf.set("spark.sql.shuffle.partitions", str(partitions))
        self._homes: dict[str, str] = {}  # the stage that sent each table

    def run(self, stage: Stage) -> None:
        """Run a stage, unless an earlier run has finished it; raise :class:`BrokenRunError` if it fails."""
        target = self._directory / stage.name
        if not (target / _IS_DONE).exists():
            shutil.rmtree(target, ignore_errors=True)
            seeds = self._spark.range(self._partitions, numPartitions=1)
            rows = seeds.selectExpr("cast(id as int) as partition", "'' as name", "cast('' as binary) as packed")
            for path, names in self._read_by(stage).items():
                sent = self._spark.read.schema(_PACKED_SQL).parquet(str(path))
                rows = rows.unionByName(sent.where(sent["name"].isin(names)))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # about versions of pandas, which no step uses
                # A lambda, because it has no annotations: Spark 4.1 fails to infer a type from ours.
                done = rows.groupBy("partition").applyInArrow(lambda key, group: _work(stage, key, group), _PACKED_SQL)
            with self._cluster.faults(f"stage {stage.name}"):
                done.write.partitionBy("name").parquet(str(target))
        self._homes |= {path.name.removeprefix("name="): stage.name for path in target.glob("name=*")}

    def _read_by(self, stage: Stage) -> Mapping[Path, Sequence[str]]:
        """Return the tables that a stage reads, by the directory of the stage that sent them; some have no rows."""
        found: dict[Path, list[str]] = {}
        for name in stage.reads:
            if name in self._homes:
                found.setdefault(self._directory / self._homes[name], []).append(name)
        return found


def fault(text: str) -> str:
    r"""Return the line that names the cause of an error of Spark.

    That is the last line of a Python traceback, else the innermost cause in Java or one that repeats it and says more,
    else the first line.

    >>> fault("It failed:\nTraceback (most recent call last):\n  File …\nValueError: no 5\n\nDriver stacktrace:")
    'ValueError: no 5'
    >>> fault("Job aborted: ExecutorLostFailure (executor 1 exited)\nDriver stacktrace:")
    'Job aborted: ExecutorLostFailure (executor 1 exited)'
    >>> fault("An error occurred.\n: Job aborted.\n\tat a.B\nCaused by: java.io.IOException: No space left\n\tat a.C")
    'java.io.IOException: No space left'
    """
    _, found, traceback = text.partition(_TRACEBACK)
    if found:
        return next((line.strip() for line in traceback.splitlines() if line.strip() and line[0] != " "), "failed")
    lines = [line for line in text.splitlines() if line.strip()]
    causes = [line.removeprefix(_CAUSE).strip() for line in lines if line.startswith(_CAUSE)]
    if not causes:
        return lines[0].strip() if lines else "failed"
    innermost = causes[-1].partition(": ")[2]
    return max((cause for cause in causes if innermost in cause), key=len)  # others may name a file or a program, too


def _why_java_ended(log: Path) -> str | None:
    """Return the reason, by its log, for which Java ended before Spark had started, if it says one."""
    found = list(_IN_LOG.finditer(log.read_text("utf-8", "replace")))
    return (found[-1][1] or _OLD_JAVA) if found else None


def require_spark() -> None:
    """Raise :class:`NewsfeedError` if Spark cannot run here."""
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise NewsfeedError(
            f"needs Spark, which is not installed ({error.name or error}): pip install -r requirements-spark.txt"
        ) from error
    java = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=f"{java}/bin" if java else None) is None:
        raise NewsfeedError("needs a Java runtime, version 17 or later, for Spark: install one, or set JAVA_HOME")


@contextmanager
def _errors_in(path: Path) -> Iterator[None]:
    """Redirect standard error of new processes to a file, because Spark writes much to it."""
    kept = os.dup(2)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("ab") as log:
            os.dup2(log.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _session(master: str, settings: Mapping[str, str]) -> Any:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("newsfeed batch").master(master)
    for name, value in {**_SETTINGS, **settings}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _work(stage: Stage, key: tuple[Any, ...], group: pa.Table) -> pa.Table:
    """Run the step of a stage on the packed rows of one partition."""
    tables: dict[str, list[pa.Table]] = {name: [] for name in stage.reads}
    for name, packed in zip(group["name"].to_pylist(), group["packed"], strict=True):
        if name:
            tables[name].append(unpack(name, packed.as_buffer()))
    given = {name: received(name, each) for name, each in tables.items()}
    with collecting_paused():
        sent = [(each.to, each.table, pack(each)) for each in stage.step(key[0].as_py(), given)]
    columns = zip(*sent, strict=True) if sent else [[]] * len(group.schema)
    return pa.table(list(map(list, columns)), schema=group.schema)
