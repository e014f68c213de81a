"""The language of an article, as a BCP 47 tag."""

from __future__ import annotations

import re
from functools import lru_cache

from newsfeed.text.language_model import classifier
from newsfeed.text.lazy import regex
from newsfeed.text.scripts import HAN, HANGUL, KANA

# RFC 5646, section 2.1, without grandfathered tags.
_TAG = regex(
    r"(?P<language>[a-z]{2,3})(?P<extended>(?:-[a-z]{3}){0,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE,
)
# ISO 639-1. Feeds also state countries ("cn", "jp", "us"), which are no languages.
_ISO_639_1 = frozenset({
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bh", "bi", "bm",
    "bn", "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv", "dz", "ee",
    "el", "en", "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gu",
    "gv", "ha", "he", "hi", "ho", "hr", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii", "ik", "io", "is",
    "it", "iu", "ja", "jv", "ka", "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw",
    "ky", "la", "lb", "lg", "li", "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mr", "ms",
    "mt", "my", "na", "nb", "nd", "ne", "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om", "or", "os",
    "pa", "pi", "pl", "ps", "pt", "qu", "rm", "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "si", "sk",
    "sl", "sm", "sn", "so", "sq", "sr", "ss", "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl",
    "tn", "to", "tr", "ts", "tt", "tw", "ty", "ug", "uk", "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi",
    "yo", "za", "zh", "zu",
})  # fmt: skip
_UNDETERMINED = frozenset({"und", "mul", "mis", "zxx"})

# Languages written with Han characters, kana or hangul, wholly or in part.
_EAST_ASIAN_LANGUAGES = frozenset(
    {"zh", "ja", "ko", "cmn", "yue", "wuu", "nan", "hak", "gan", "hsn", "lzh", "za", "ii"}
)

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")
_HANGUL = re.compile(f"[{HANGUL}]")
_LETTER = re.compile(r"[^\W\d_]")
NAMES = re.compile(r"(?i:https?://|www\.)[^\s\u2e80-\uffff]+|[\w.+-]+@[\w.-]+|[@#\uff03]\w+", re.ASCII)
"""Addresses, names of accounts and hashtags, which say nothing about the language of the sentence around them."""
# Characters and words that standard Chinese does not write, and places that begin like one of them (阿拉伯, 伊拉克).
_VARIETIES = {
    "yue": re.compile("[佢哋喺嘅咗嚟冇啲嗰唔咁噉睇諗攞瞓嘢冚嘥嘞乜嘸谂]"),
    "wuu": re.compile("[侬儂覅搿侪]|阿拉(?![伯斯法木善丁巴])|伊拉(?!克)|勿(?:晓|曉|是|会得|來三|来三)|交关|交關|哪能"),
}
_LEAST_KINDS, _LEAST_SHARE = 3, 0.05  # different ones, and of all Han characters; quotations contain a few
# Languages that the classifier finds in short texts of other languages, and confuses with one another.
_BY_THEIR_FEED = frozenset({"id", "jv", "ms", "tl"})

SAMPLE = 600  # characters; of 4,615 real entries none gets another language from 2,000
_ENOUGH_LETTERS = 20  # letters of an alphabet; fewer are not enough
_ENOUGH_SYLLABLES = 2  # characters of Han, kana or hangul; one is a word or a part of one
_EAST_ASIAN = 0.25  # share of letters; names and brands in Latin letters are common in East Asian text, not the reverse
# Of 1,770 real titles of at least 20 letters 1 % were identified wrongly at a probability of a half or more, 13 % below
# that down to a fifth, 45 % further down.
_SURE = 0.5
_LIKELY = 0.2
_JAPANESE = 0.1  # share of kana among Han and kana; Chinese has next to none, Japanese prose more than a third


def language(title: str, text: str, declared: str | None = None, around: str = "") -> str | None:
    """Return the language of an article; ``None`` if there is too little text to decide.

    ``declared``, the statement of the entry or its feed, comes first if it is a well-formed tag and the script does not
    contradict it (many Chinese texts are published with a software default of ``en-US``). Then the share of Han, kana
    and hangul decides; ``zh`` has no region, Cantonese and Wu are known by characters of their own. Then the words, by
    py3langid; if these are too few, the language of the text ``around`` the article, such as the titles of its feed.
    Addresses, account names and hashtags do not count.
    """
    sample = NAMES.sub(" ", f"{title[:SAMPLE]}\n{text[:SAMPLE]}")
    stated = _well_formed(declared) if declared else None
    east_asian = by_script(sample)
    if stated and (east_asian is None or stated.partition("-")[0] in _EAST_ASIAN_LANGUAGES):
        return stated
    if east_asian:
        return east_asian
    likely, probability = _by_words(sample)
    if around and (probability < _SURE or likely in _BY_THEIR_FEED):
        around = NAMES.sub(" ", around[:SAMPLE])
        usual, sureness = (script, 1.0) if (script := by_script(around)) else _by_words(around)
        if sureness >= _SURE:
            return usual
    return likely if probability >= _LIKELY else None


def _well_formed(declared: str) -> str | None:
    """Return the tag in the letter case of RFC 5646, section 2.1.1; ``None`` if it is not a language tag."""
    match = _TAG.fullmatch(declared.strip().replace("_", "-"))
    if match is None:
        return None
    primary = match["language"].lower()
    if primary in _UNDETERMINED or (len(primary) == 2 and primary not in _ISO_639_1):
        return None
    script = f"-{match['script'].title()}" if match["script"] else ""
    region = f"-{match['region'].upper()}" if match["region"] else ""
    return primary + match["extended"].lower() + script + region + match["rest"].lower()


def by_script(sample: str) -> str | None:
    """Return the East Asian language of a text by its share of Han, kana and hangul, or ``None``."""
    han, kana, hangul = (len(script.findall(sample)) for script in (_HAN, _KANA, _HANGUL))
    syllables = han + kana + hangul
    if syllables < _ENOUGH_SYLLABLES or syllables < _EAST_ASIAN * len(_LETTER.findall(sample)):
        return None
    if hangul > han + kana:
        return "ko"
    return "ja" if kana > _JAPANESE * (han + kana) else _variety(sample, han)


def _variety(sample: str, han: int) -> str:
    """Return the variety of Chinese that a text with so many Han characters is written in."""
    for variety, own in _VARIETIES.items():
        found = own.findall(sample)
        if len(set(found)) >= _LEAST_KINDS and len(found) >= _LEAST_SHARE * han:
            return variety
    return "zh"


@lru_cache(maxsize=64)  # the text around is the same for each article of a feed
def _by_words(sample: str) -> tuple[str | None, float]:
    """Return the most probable language of a text and its probability."""
    if len(_LETTER.findall(sample)) < _ENOUGH_LETTERS:
        return None, 0.0
    found, probability = classifier()(sample)
    if found in _UNDETERMINED:
        return None, 0.0
    return _variety(sample, 0) if found in _VARIETIES else str(found), float(probability)


def forget_model() -> None:
    """Free the memory of the model until it is needed again; call it before a step that takes much memory."""
    classifier.cache_clear()
