"""The role of an element by its attributes: hidden, boilerplate around the article, or a named part of the article."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from newsfeed.text.caching import cached
from newsfeed.text.lazy import regex

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(Enum):
    """The role that attributes give an element."""

    NONE = "nothing known"
    HIDDEN = "not shown to a reader"
    BOILERPLATE = "around the article: navigation, sharing, related articles, comments"
    ASIDE = "beside the article: part of it if it holds sentences"
    NOTE = "a note or a pull quote of the article"
    META = "about the article: byline, date, tags"
    LEAD = "the standfirst"
    HEADING = "a heading by role"
    CAPTION = "words under an image"
    VERSE = "a poem: its lines are not wrapped"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


OWN_NOTE = "newsfeed-note"
"""The class of notes that exports add to the text of an article; hidden when the export is read as a source."""

_HIDDEN_CLASSES = {OWN_NOTE} | _set("""
    assistive-text d-none element-hidden element-invisible hidden hide invisible offscreen screen-reader
    screen-reader-text skip-link sr-only visually-hidden visuallyhidden
""")
# The same at the end of a site's own class name: c-link__visually-hidden.
_HIDDEN_ENDING = re.compile(r".*[-_](?:visually-?hidden|(?<!not-)sr-only|screen-reader-text)", re.IGNORECASE)
# Frameworks hide an element on narrow screens and show it on wider ones: "hidden md:grid" (Tailwind),
# "d-none d-lg-block" (Bootstrap), "sr-only sm:not-sr-only". Elements shown only in print, or only on keyboard focus,
# such as a link to skip the navigation, stay hidden.
_SHOWN_ON_SOME_SCREENS = regex(
    r"(?!(?:.*:)?print:)[^\s:]+(?::[^\s:]+)*:!?"
    r"(?:block|contents|flex|flow-root|grid|inline|inline-(?:block|flex|grid|table)|list-item|table(?:-[a-z]+)*|visible)"
    r"|(?!(?:.*:)?(?:print|focus[a-z-]*):)[^\s:]+(?::[^\s:]+)*:!?not-sr-only"
    r"|d-(?:sm|md|lg|xl|xxl)-(?:block|flex|grid|inline|inline-(?:block|flex|grid)|table(?:-[a-z]+)*)"
)

# Words of class names and ids that themes and plugins of many sites share; where several apply, the first role counts.
_WORDS = {
    Role.BOILERPLATE: """
        a2a ad ads adsbygoogle adsense addthis addtoany advert advertisement advertising adverts
        bdsharebuttonbox breadcrumb breadcrumbs comment commentform commentlist comments cookie cookies disqus
        disqusthread feedflare follow footer jiathis linkwithin login masthead menu modal nav navbar navi navigation
        newsletter newsletters outbrain pagenav pager pagination pingback popup promo promobox promos promotion rail
        recommend recommendations recommended related relatedposts respond search share sharebar sharedaddy sharer
        shares sharethis sharing signup social socials sponsor sponsored sponsors submenu subscribe subscription
        taboola tagcloud taglist tags toc toolbar trackback trackbacks webmentions wpcnt zemanta""",
    Role.NOTE: """
        admonition callout endnote endnotes footnote footnotes infobox marginnote note pullquote sidenote tip
        warning""",
    Role.ASIDE: "aside sidebar",
    Role.META: """
        author authors byline copyright credit credits date dateline datetime license meta metadata posted postmeta
        pubdate published readtime submitted timestamp""",
    Role.LEAD: "chapeau chapo dek excerpt intro lead lede standfirst subheadline",
    Role.CAPTION: "caption captions figcaption imgcaption",
    Role.VERSE: "lyrics poem poetry stanza verse",
}
_VOCABULARIES = [(_set(words), role) for role, words in _WORDS.items()]
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
# Class names that state the condition of the page or the post instead of naming the element: has-sidebar …
_STATE = re.compile(r"(?:has|no|not|with|without|is|are|can|show|tag|category|type|status|format)[-_]")

_BOILERPLATE_ROLES = _set("""
    alert alertdialog button contentinfo dialog form menu menubar navigation search tablist toolbar
""")
_META_PROPERTIES = _set("""
    author creator datecreated datemodified datepublished interactionstatistic keywords publisher dc:created dc:creator
    dc:date
""")
_LEAD_PROPERTIES = _set("abstract alternativeheadline description")
_ROLE_ATTRIBUTES = ("hidden", "style", "role", "itemprop", "property")  # the strongest first
_ROLE_ATTRIBUTE_SET = frozenset(_ROLE_ATTRIBUTES)
_RELEVANT = _ROLE_ATTRIBUTE_SET | {"aria-hidden", "class", "id"}
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# A class name cannot turn these into boilerplate: themes mark them with the state of the whole page.
_WHOLE = _set("html body main article")
# Screen readers skip "aria-hidden" elements, but readers see them, unless they only repeat something beside them: the
# drawing of a formula, an icon beside its name, the mark of a heading's address.
_CONTAINERS = _set("article aside div footer form header nav ol section table ul")
_STAND_INS = _set("anchor anchorlink fa fas glyphicon hashlink headeranchor headerlink icon icons permalink")
_DRAWN_FORMULA = re.compile(r"(?:katex|mathjax|mjx)", re.IGNORECASE)
# Generators derive the ids of these from their text, for use as link targets.
_NAMED_AFTER_TEXT = _set("h1 h2 h3 h4 h5 h6 a")


def role_of(tag: str, attributes: Mapping[str, str]) -> Role:
    """Return the role that ``attributes`` give an element."""
    if _RELEVANT.isdisjoint(attributes):
        return Role.NONE
    if "aria-hidden" not in attributes:
        return _stated_role(tag, attributes)
    role = _stated_role(tag, attributes)
    return _role_if_unspoken(tag, attributes, role) if attributes["aria-hidden"] == "true" else role


def _stated_role(tag: str, attributes: Mapping[str, str]) -> Role:
    if not _ROLE_ATTRIBUTE_SET.isdisjoint(attributes):
        for name in _ROLE_ATTRIBUTES:
            if name in attributes and (role := _role_by_attribute(name, attributes[name])) is not Role.NONE:
                return role
    identity = "" if tag in _NAMED_AFTER_TEXT else attributes.get("id", "")
    return _role_by_names(attributes.get("class", ""), identity, tag if tag in _WHOLE else "")


def _role_if_unspoken(tag: str, attributes: Mapping[str, str], role: Role) -> Role:
    """Return the role of an element that screen readers skip: most of them are text to everybody else."""
    classes = attributes.get("class", "")
    names = classes.lower().replace("-", " ").split()
    if _DRAWN_FORMULA.match(classes) or tag.startswith("mjx-") or not _STAND_INS.isdisjoint(names):
        return Role.HIDDEN
    if tag == "a" and attributes.get("href", "").startswith("#"):
        return Role.HIDDEN
    return Role.ASIDE if role is Role.NONE and tag in _CONTAINERS else role


@cached(4096)  # a text has few different styles
def _role_by_attribute(name: str, value: str) -> Role:
    if name == "role":
        role = value.lower()
        if role == "complementary":
            return Role.ASIDE
        if role == "note" or role.startswith("doc-"):
            return Role.NOTE
        return Role.HEADING if role == "heading" else Role.BOILERPLATE if role in _BOILERPLATE_ROLES else Role.NONE
    if name in ("itemprop", "property"):
        return _role_by_property(value)
    return Role.HIDDEN if name == "hidden" or _NOT_SHOWN.search(value) else Role.NONE


def _role_by_property(value: str) -> Role:
    properties = value.lower().split()
    if not _META_PROPERTIES.isdisjoint(properties):
        return Role.META
    return Role.NONE if _LEAD_PROPERTIES.isdisjoint(properties) else Role.LEAD


@cached(4096)
def _role_by_names(classes: str, identity: str, whole: str) -> Role:
    names = classes.split()
    is_hidden = not _HIDDEN_CLASSES.isdisjoint(names) or any(map(_HIDDEN_ENDING.fullmatch, names))
    if is_hidden and not any(map(_SHOWN_ON_SOME_SCREENS.fullmatch, names)):
        return Role.HIDDEN
    if whole:
        return Role.NONE
    words = {
        word.lower() for name in (*names, identity) if not _STATE.match(name) for word in _WORD.findall(name[:200])
    }
    for vocabulary, role in _VOCABULARIES:
        if not vocabulary.isdisjoint(words):
            return role
    return Role.NONE
