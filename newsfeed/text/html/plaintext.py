"""Plain text in the place of HTML: convert its paragraphs and lines to markup."""

from __future__ import annotations

import re

from newsfeed.text.lazy import regex


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLOCK_MARKUP = regex(r"<(?:br|p|div|li|h[1-6]|t[dr]|blockquote|pre|section|article|ul|ol|figure)[\s/>]", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\r?\n[^\S\n]*+\n\s*+")
# An indented line continues the line before, unless it begins with a list marker or a wide space, as paragraphs do.
_CONTINUATION = re.compile(r"\r?\n[^\S\n\u3000]++(?!\u3000|[-–—•·*+]\s|\d{1,3}[.)])")
_LINE_END = re.compile(r"\r?\n|\r")


# Elements that do not show their text, or have none. As a word of a sentence, without attributes and end tag, such a
# tag is the subject of the sentence, and the rest of the sentence follows it.
_BARE = tuple(
    f"<{name}>"
    for name in (
        "audio", "button", "canvas", "iframe", "object", "script", "select", "style", "svg", "template", "textarea",
        "title", "video",
    )
)  # fmt: skip
# In a title, elements of a page's structure are a subject, too.
_NAMED = re.compile(
    r"(?<=\w\s)<(article|aside|body|datalist|details|dialog|div|fieldset|figure|footer|form|frameset|head|header|html|input"
    r"|label|link|main|menu|meta|nav|noscript|option|picture|section|slot|source|span|summary|table|tbody|td|th|tr)>(?=\s\w)"
)
_ANY_BARE = re.compile("|".join(_BARE))
_CODE = re.compile(r"[{};=]|\*/")
_CODE_WITHIN = 200  # characters
# In text without block markup, tags unknown to HTML are the author's words: a type, a placeholder, an address.
_FOREIGN = re.compile(
    r"<(?=(?:(?P<name>[A-Za-z]\w{0,30})(?P<more>(?:,\s?\w{1,30}){0,3})"
    r"|https?://[^\s<>]{1,500}|[^\s<>@/:]{1,60}@[^\s<>@]{3,100})\s?>)"
)
_CLOSED = re.compile(r"</([A-Za-z]\w{0,30})")
_HTML = _names("""
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center cite code col colgroup content data datalist dd del details dfn dialog dir div dl dt em
    embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i
    iframe image img input ins kbd keygen label layer legend li link listing main map mark marquee math menu menuitem
    meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre
    progress q rb rp rt rtc ruby s samp script search section select slot small source spacer span strike strong style
    sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp
""")

# A letter published as written: the whole text is in one element that keeps its line ends.
_LETTER = re.compile(r"\s*+<pre(?:\s[^<>]*+)?>((?:[^<]++|<(?!/?pre\b|code\b))*+)</pre>\s*+", re.IGNORECASE)
_WORD = re.compile(r"[\"'“‘(]*+[^\W\d_]++(?:['’-][^\W\d_]++)*+[.,;:!?…)\"'”’]*+")
_FEW_WORDS = 30


def marked_up(text: str) -> str:
    r"""Return ``text`` with breaks at its blank lines and, if it has no tags at all, at its line ends.

    A CDATA section inside HTML is opened. Text with block markup is returned unchanged, unless it is a letter in a
    single ``pre`` element.

    >>> marked_up("One\n\ntwo.\n- three\n  and four")
    'One<br><br>two.<br>- three and four'
    """
    if "<![CDATA[" in text:
        text = text.replace("<![CDATA[", "").replace("]]>", "")
    text = _with_named_elements(text)
    if not _BLOCK_MARKUP.search(text):
        text = _BLANK_LINES.sub("<br><br>", _with_escaped_names(text.strip()))
        return text if "<" in text.replace("<br><br>", "") else _with_lines(text)
    letter = _LETTER.fullmatch(text)
    if letter and _is_prose(letter[1]):
        return _with_lines(_BLANK_LINES.sub("<br><br>", letter[1].strip()))
    return text


def with_named_elements(line: str) -> str:
    """Return a line in which the name of an element between two words, without an end tag, is escaped.

    >>> with_named_elements("A guide to <head> elements"), with_named_elements("<div>A</div> guide")
    ('A guide to &lt;head&gt; elements', '<div>A</div> guide')
    """
    return line if "</" in line else _NAMED.sub(r"&lt;\1&gt;", line)


def _with_named_elements(text: str) -> str:
    """Return a text with unclosed tags that would swallow the rest of it escaped."""
    for tag in _BARE if _ANY_BARE.search(text) else ():
        if tag not in text or f"</{tag[1:-1]}" in text:
            continue
        parts = text.split(tag)
        is_code = any(_CODE.search(part, 0, _CODE_WITHIN) for part in parts[1:])
        if tag not in ("<script>", "<style>") or not is_code:
            text = f"&lt;{tag[1:-1]}&gt;".join(parts)
    return text


def _with_escaped_names(text: str) -> str:
    """Return a text in which the beginning of a tag is escaped if neither HTML nor a closed element has its name."""
    closed = set(_CLOSED.findall(text)) if "</" in text else set()

    def written(found: re.Match[str]) -> str:
        name = found["name"]
        return "<" if name and not found["more"] and (name.lower() in _HTML or name in closed) else "&lt;"

    return _FOREIGN.sub(written, text)


def _with_lines(text: str) -> str:
    return _LINE_END.sub("<br>", _CONTINUATION.sub(" ", text)) if "\n" in text or "\r" in text else text


def _is_prose(text: str) -> bool:
    parts = text.split()
    return len(parts) >= _FEW_WORDS and sum(1 for part in parts if _WORD.fullmatch(part)) > 0.8 * len(parts)
