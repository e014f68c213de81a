"""What an element's attributes say about it: hidden, boilerplate around the article, or a part with a role in it."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(Enum):
    """The role that attributes give an element."""

    NONE = "nothing known"
    HIDDEN = "not shown to a reader"
    BOILERPLATE = "around the article: navigation, sharing, related articles, comments"
    META = "about the article: byline, date, tags"
    LEAD = "the standfirst"
    HEADING = "a heading by role"
    CAPTION = "words under a picture"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HIDDEN_CLASSES = _set("""
    assistive-text d-none element-hidden element-invisible hidden hide invisible offscreen screen-reader
    screen-reader-text skip-link sr-only visually-hidden visuallyhidden
""")
# Tailwind and its like hide on small screens only: "hidden md:block".
_SHOWN_AFTER_ALL = (":block", ":flex", ":grid", ":inline", ":inline-block", ":table")

# Words of class names and ids that themes and plugins of many sites share; where several apply, the first mark counts.
_WORDS = {
    Role.BOILERPLATE: """
        a2a ad ads adsbygoogle adsense addthis addtoany advert advertisement advertising adverts
        bdsharebuttonbox breadcrumb breadcrumbs comment commentform commentlist comments cookie cookies disqus
        disqusthread feedflare follow footer jiathis linkwithin login masthead menu modal nav navbar navi navigation
        newsletter newsletters outbrain pagenav pager pagination pingback popup promo promobox promos promotion rail
        recommend recommendations recommended related relatedposts respond search share sharebar sharedaddy sharer
        shares sharethis sharing sidebar signup social socials sponsor sponsored sponsors submenu subscribe subscription
        taboola tagcloud taglist tags toc toolbar trackback trackbacks webmentions wpcnt zemanta""",
    Role.META: """
        author authors byline copyright credit credits date dateline datetime license meta metadata posted postmeta
        pubdate published readtime submitted timestamp""",
    Role.LEAD: "chapeau chapo dek excerpt intro lead lede standfirst subheadline",
    Role.CAPTION: "caption captions figcaption imgcaption",
}
_VOCABULARIES = [(_set(words), mark) for mark, words in _WORDS.items()]
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
# Names that tell a state of the page or of the post, not what the element is: has-sidebar, category-social …
_STATE = re.compile(r"(?:has|no|not|with|without|is|are|can|show|tag|category|type|status|format)[-_]")

_FURNITURE_ROLES = _set("""
    alert alertdialog button complementary contentinfo dialog form menu menubar navigation search tablist toolbar
""")
_META_PROPERTIES = _set("""
    author creator datecreated datemodified datepublished interactionstatistic keywords publisher dc:created dc:creator
    dc:date
""")
_LEAD_PROPERTIES = _set("abstract alternativeheadline description")
_ROLES = ("hidden", "aria-hidden", "style", "role", "itemprop", "property")  # the stronger word first
_ROLE_SET = frozenset(_ROLES)
_TELLING = _ROLE_SET | {"class", "id"}
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# A class name cannot turn these into boilerplate: themes put the state of the whole page on them.
_WHOLE = _set("html body main article")
# Generators make the ids of these from their own words, for links to them.
_NAMED_AFTER_TEXT = _set("h1 h2 h3 h4 h5 h6 a")


def role_of(tag: str, attributes: Mapping[str, str]) -> Role:
    """Tell what ``attributes`` make of an element."""
    if _TELLING.isdisjoint(attributes):
        return Role.NONE
    if not _ROLE_SET.isdisjoint(attributes):
        for name in _ROLES:
            if name in attributes and (mark := _mark_of_attribute(name, attributes[name])) is not Role.NONE:
                return mark
    identity = "" if tag in _NAMED_AFTER_TEXT else attributes.get("id", "")
    return _mark_of_names(attributes.get("class", ""), identity, tag in _WHOLE)


def _mark_of_attribute(name: str, value: str) -> Role:
    if name == "role":
        role = value.lower()
        return Role.HEADING if role == "heading" else Role.BOILERPLATE if role in _FURNITURE_ROLES else Role.NONE
    if name in ("itemprop", "property"):
        return _mark_of_property(value)
    hidden = name == "hidden" or (value == "true" if name == "aria-hidden" else bool(_NOT_SHOWN.search(value)))
    return Role.HIDDEN if hidden else Role.NONE


@lru_cache(maxsize=1024)
def _mark_of_property(value: str) -> Role:
    properties = value.lower().split()
    if not _META_PROPERTIES.isdisjoint(properties):
        return Role.META
    return Role.NONE if _LEAD_PROPERTIES.isdisjoint(properties) else Role.LEAD


@lru_cache(maxsize=4096)
def _mark_of_names(classes: str, identity: str, whole: bool) -> Role:
    names = classes.split()
    if not _HIDDEN_CLASSES.isdisjoint(names) and not any(
        name.endswith((":block", ":flex", ":inline")) for name in names
    ):
        return Role.HIDDEN
    if whole:
        return Role.NONE
    words = {
        word.lower() for name in (*names, identity) if not _STATE.match(name) for word in _WORD.findall(name[:200])
    }
    for vocabulary, mark in _VOCABULARIES:
        if not vocabulary.isdisjoint(words):
            return mark
    return Role.NONE
