"""Recognise names of people in Chinese, which no capital marks: another name makes another text.

A name is a surname and one or two characters, two where only these differ; the surnames are those of nine in ten people
in China and Taiwan, and the double ones, in the normal form. Characters of surnames begin many other words, so only
exchanges are checked, and only where both sides may be names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温芦游詹洪涂俞庄连"
)
_DOUBLE = frozenset(re.findall("..", "欧阳司徒诸葛上官司马东方独孤南宫夏侯皇甫尉迟公孙慕容令狐端木长孙"))
_LONGEST_GIVEN = 2
_TITLES = frozenset("员长席记理师任授事官令将军裁相王")  # the last characters of 委员, 部长, 主席, 书记, 总理, 律师 ...


def may_name_person(words: Sequence[str], tokens: range) -> bool:
    """Return whether these characters may be a person's name, or the given name after a surname.

    >>> may_name_person("据王丹妮说", range(1, 4)), may_name_person("据王丹妮说", range(2, 4))
    (True, True)
    >>> may_name_person("据他们都说", range(1, 3))
    False
    """
    text = "".join(words[tokens.start : tokens.stop])
    before = "".join(words[max(0, tokens.start - 2) : tokens.start])
    if before[-1:] in _SURNAMES or before in _DOUBLE:
        return len(text) == _LONGEST_GIVEN
    surname = 2 if text[:2] in _DOUBLE else 1 if text[:1] in _SURNAMES else 0
    return surname > 0 and 0 < len(text) - surname <= _LONGEST_GIVEN


def is_named_after_title(words: Sequence[str], name: range) -> bool:
    """Return whether a surname follows a title, and these characters are the name.

    >>> is_named_after_title("副部长王丹妮说", range(3, 6)), is_named_after_title("副部长都说了", range(3, 6))
    (True, False)
    """
    follows_title = name.start > 0 and words[name.start - 1] in _TITLES
    return follows_title and words[name.start] in _SURNAMES and 2 <= len(name) <= 1 + _LONGEST_GIVEN
