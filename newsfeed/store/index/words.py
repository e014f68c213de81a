"""The words of articles, for search: an additional table, which a store has only after it was requested.

In SQLite it is a contentless FTS5 table: an entry can only be removed with the tokens with which it was added, so it
must be removed before its text changes. In PostgreSQL, the distinct tokens of an article are a ``tsvector`` with a GIN
index. It needs no extension and no language configuration, and finds words of one or two characters, which trigrams
would not. Its positions end at 16,383, so phrases are searched in the tokens as text, in the articles that have all
tokens of the phrase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from newsfeed.store.dialects import POSTGRESQL, SQLITE
from newsfeed.text.search_query import indexed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Select
    from sqlalchemy.sql.compiler import SQLCompiler

    from newsfeed.text.search_query import Term

_MERGED_AT_ONCE = 500  # pages
_NAME = "search_index"
_CREATE = {
    SQLITE: (f"CREATE VIRTUAL TABLE {_NAME} USING fts5(words, content = '', columnsize = 0, tokenize = 'ascii')",),
    POSTGRESQL: (
        f"CREATE TABLE {_NAME} (article BIGINT PRIMARY KEY, words TEXT NOT NULL, tokens TSVECTOR)",
        f"CREATE INDEX {_NAME}_tokens ON {_NAME} USING GIN (tokens)",
        f"CREATE INDEX {_NAME}_large ON {_NAME} (article) WHERE tokens IS NULL",
    ),
}
# ruff: noqa: S608 - no input is in any of these statements
_INSERT = f"INSERT INTO {_NAME}(rowid, words) VALUES (?, ?)"
_DELETE = f"INSERT INTO {_NAME}({_NAME}, rowid, words) VALUES ('delete', ?, ?)"
_INSERT_TOKENS = f"INSERT INTO {_NAME} VALUES (%s, %s, array_to_tsvector(%s::text[]))"
_SIZE = {
    SQLITE: f"SELECT sum(length(block)) FROM {_NAME}_data",
    POSTGRESQL: f"SELECT pg_total_relation_size('{_NAME}')",
}
# A tsvector can hold 2,046 bytes a token and 1 MiB in all; a larger article is searched as text.
_LONGEST_TOKEN = 500  # characters to which a longer token is cut
_LARGEST = 800_000  # bytes


def create(connection: Connection) -> None:
    """Create an empty index, replacing an existing one."""
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {_NAME}")
    for statement in _CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def complete(connection: Connection) -> None:
    """Analyse the distribution of the tokens after all articles were added."""
    if connection.dialect.name == POSTGRESQL:
        connection.exec_driver_sql(f"ANALYZE {_NAME}")


def add(connection: Connection, texts: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Add articles, each as its number and texts."""
    rows = [(number, indexed(each)) for number, each in texts]
    if not rows:
        return
    if connection.dialect.name == SQLITE:
        connection.exec_driver_sql(_INSERT, rows)
    else:
        spaced = [(number, f" {words} ", _distinct(words)) for number, words in rows]
        connection.exec_driver_sql(_INSERT_TOKENS, spaced)


def remove(connection: Connection, texts: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Remove articles that were added with these texts."""
    if connection.dialect.name == SQLITE:
        rows = [(number, indexed(each)) for number, each in texts]
        if rows:
            connection.exec_driver_sql(_DELETE, rows)
    else:
        numbers = [number for number, _ in texts]
        connection.exec_driver_sql(f"DELETE FROM {_NAME} WHERE article = ANY(%s::bigint[])", (numbers,))


def merge(connection: Connection, *, begin: bool) -> bool:
    """Merge some pages of the index, from the start if ``begin``; return whether there are more.

    Until then, SQLite keeps removed entries (https://sqlite.org/fts5.html#the_merge_command).
    """
    if connection.dialect.name != SQLITE:
        return False
    driver: Any = connection.connection.dbapi_connection
    before = driver.total_changes
    pages = -_MERGED_AT_ONCE if begin else _MERGED_AT_ONCE
    connection.exec_driver_sql(f"INSERT INTO {_NAME}({_NAME}, rank) VALUES ('merge', ?)", (pages,))
    return bool(driver.total_changes - before > 1)  # one change is the command itself


def holding(term: Term) -> Select[Any]:
    """Return a subquery of the numbers of the articles that have a word or phrase."""
    # Tokens are letters, digits and marks, so no part of a query can be read as syntax.
    phrase = f'"{" ".join(term.tokens)}"{" *" if term.goes_on else ""}'
    tokens = [f"'{token[:_LONGEST_TOKEN]}'" for token in term.tokens]
    all_of_it = " & ".join(tokens) + (":*" if term.goes_on else "")
    text = f" {' '.join(term.tokens)}{'' if term.goes_on else ' '}"
    is_one_token = len(tokens) == 1 and len(term.tokens[0]) < _LONGEST_TOKEN
    found = (_HaveToken if is_one_token else _HavePhrase)(literal(phrase), literal(all_of_it), literal(text))
    return select(found.table_valued("article").c.article)


def size(connection: Connection) -> int:
    """Return the size of the index in bytes."""
    return int(connection.exec_driver_sql(_SIZE[connection.dialect.name]).scalar() or 0)


def _distinct(words: str) -> list[str] | None:
    """Return the distinct tokens, shortened, or ``None`` if they are too many for a tsvector."""
    tokens = {token[:_LONGEST_TOKEN] for token in words.split(" ")} - {""}
    return list(tokens) if sum(len(token.encode()) for token in tokens) <= _LARGEST else None


class _HavePhrase(FunctionElement[Any]):
    """The condition that an article has a term, given for FTS5, as a tsquery, and as spaced tokens."""

    inherit_cache = True


class _HaveToken(_HavePhrase):
    """The same for a term of one token: only the distinct tokens are searched, if they are stored."""

    inherit_cache = True


@compiles(_HavePhrase, SQLITE)
@compiles(_HaveToken, SQLITE)
def _matching(element: _HavePhrase, compiler: SQLCompiler, **kwargs: Any) -> str:
    phrase = compiler.process(next(iter(element.clauses)), **kwargs)
    return f"(SELECT rowid AS article FROM {_NAME} WHERE words MATCH {phrase})"


@compiles(_HavePhrase, POSTGRESQL)
def _with_all_in_order(element: _HavePhrase, compiler: SQLCompiler, **kwargs: Any) -> str:
    return _from_tokens(element, compiler, in_order=True, **kwargs)


@compiles(_HaveToken, POSTGRESQL)
def _with_one(element: _HaveToken, compiler: SQLCompiler, **kwargs: Any) -> str:
    return _from_tokens(element, compiler, in_order=False, **kwargs)


def _from_tokens(element: _HavePhrase, compiler: SQLCompiler, *, in_order: bool, **kwargs: Any) -> str:
    _, tokens, text = (compiler.process(each, **kwargs) for each in element.clauses)
    stands = f"strpos(words, CAST({text} AS text)) > 0"
    also = f" AND {stands}" if in_order else ""
    found = f"SELECT article FROM {_NAME} WHERE tokens @@ CAST({tokens} AS tsquery){also}"
    return f"({found} UNION ALL SELECT article FROM {_NAME} WHERE tokens IS NULL AND {stands})"
