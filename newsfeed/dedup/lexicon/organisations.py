"""Recognise names of organisations in Chinese, which no capital marks, by their last word.

The last words are the kinds of organisations of the Chinese standard GB/T 20091 (companies, offices, schools,
hospitals, associations ...), and those of news media; all in the normal form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = """
    公司 集团 企业 银行 基金 基金会 交易所 大学 学院 学校 中学 小学 医院 法院 检察院 研究院 研究所 实验室
    委员会 办公室 指挥部 出版社 通讯社 电视台 电台 日报 晚报 时报 邮报 周刊 协会 学会 联盟 联合会 俱乐部
    组织 中心 智库 政府 国会 议会 议院 警方 警察局 公安局 安全局 总局 部 局 署 厅 处 党 院 社 报 会
"""
_NAME = re.compile(f"[^这那该此本其某各][^这那该此本其某各].*?(?:{'|'.join(_KINDS.split())})")
_LONG_KINDS = tuple(kind for kind in _KINDS.split() if len(kind) > 1)
_SHORTEST = 4  # characters
_LONGEST = 16  # characters: more is no name alone
_AFTER = 3  # characters of the last word that may be repeated


def ends_organisation(words: Sequence[str], at: int) -> bool:
    """Return whether a kind of organisation stands here, in two characters or more.

    >>> ends_organisation("纪律检查委员会", 4), ends_organisation("纪律检查委员会", 2)
    (True, False)
    """
    return "".join(words[at : at + _AFTER]).startswith(_LONG_KINDS)


def may_name_organisation(words: Sequence[str], tokens: range) -> bool:
    """Return whether these characters may be an organisation's name, or the part before its last word.

    >>> text = "据河岸渔业银行说"
    >>> may_name_organisation(text, range(1, 7)), may_name_organisation(text, range(1, 5))
    (True, True)
    >>> may_name_organisation("据这家银行说", range(1, 5))
    False
    """
    if not 2 <= len(tokens) <= _LONGEST:
        return False
    return _NAME.match("".join(words[tokens.start : tokens.stop + _AFTER])) is not None


def is_organisation(words: Sequence[str], tokens: range) -> bool:
    """Return whether these characters are an organisation's whole name, of four characters at least.

    >>> is_organisation("河岸渔业集团", range(6)), is_organisation("河岸的渔业", range(5))
    (True, False)
    """
    name = "".join(words[tokens.start : tokens.stop])
    return _SHORTEST <= len(tokens) <= _LONGEST and _NAME.fullmatch(name) is not None
