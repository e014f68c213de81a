"""Convert East Asian dates in words to Arabic numerals and the common era."""

from __future__ import annotations

import re

_DIGITS = {digit: value for value, digits in enumerate(("〇零", *"一二三四五六七八九")) for digit in digits}
_TENS = {"十": 10, "廿": 20, "卅": 30}
_NUMERAL = re.compile(r"[〇零一二三四五六七八九十廿卅]{1,4}(?=\s?[年月日号號时時点點分秒])")
# The year before the first of each; its first year may be written 元.
_ERAS = {"民国": 1911, "民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
_ERA = re.compile(r"(?:中华|中華)?(民国|民國|令和|平成|昭和)\s?(\d{1,3}|元)(?=\s?年)")
_HALF_HOUR = re.compile(r"(?<=[时時点點])\s?半")
_FULL_HOUR = re.compile(r"(?<=[时時点點시])\s?[整钟鐘]?(?=\s(?!\d)|$|\()")
_BEIJING = re.compile(r"^北京(?:时间|時間)[:\s]?(?P<rest>.+)$|^(?P<time>.+?)\s?\(北京(?:时间|時間)\)$")


def arabic(text: str) -> str:
    """Return a date with numerals, era, half and full hours in Arabic figures, and "Beijing time" moved to its end.

    >>> arabic("民國一一三年一月四日 下午九點半"), arabic("北京时间二〇二四年一月四日 21时")
    ('2024年1月4日 下午9點30', '2024年1月4日 21时00 北京时间')
    """
    text = _NUMERAL.sub(lambda numeral: str(_value(numeral[0])), text)
    text = _ERA.sub(lambda era: str(_ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))), text)
    text = _BEIJING.sub(lambda match: f"{match['rest'] or match['time']} 北京时间", text)
    return _FULL_HOUR.sub("00", _HALF_HOUR.sub("30", text))


def _value(numeral: str) -> int:
    """Return the value of Chinese numerals: 二〇二四 digit by digit, 三十一 and 廿四 with tens."""
    value = 0
    for at, figure in enumerate(numeral):
        if figure in _TENS:
            value = _TENS[figure] * (value or 1)
        elif at and numeral[at - 1] in _TENS:
            value += _DIGITS[figure]
        else:
            value = 10 * value + _DIGITS[figure]
    return value
