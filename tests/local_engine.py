"""An engine for one process: partitions one after the other, tables in memory."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from newsfeed.batch.exchange import received

if TYPE_CHECKING:
    import pyarrow as pa

    from newsfeed.batch.exchange import Stage


class LocalEngine:
    """Runs the stages over a number of partitions."""

    def __init__(self, partitions: int) -> None:
        self._partitions = partitions
        self._tables: defaultdict[tuple[str, int], list[pa.Table]] = defaultdict(list)

    def run(self, stage: Stage) -> None:
        """Call the step for every partition."""
        for partition in range(self._partitions):
            tables = {name: received(name, self._tables[name, partition]) for name in stage.reads}
            for each in stage.step(partition, tables):
                self._tables[each.table, each.to].append(each.rows)

    def sent(self, name: str) -> pa.Table:
        """Return all rows of a table, of all partitions."""
        return received(name, [each for (table, _), some in self._tables.items() if table == name for each in some])
