"""The words of the pages, in English and simplified Chinese; ``{}`` fields are filled in by the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Language = Literal["en", "zh"]

_WORDS: dict[str, tuple[str, str]] = {
    "news": ("News", "新闻"),
    "reuse": ("Reuse", "转载"),
    "outlets": ("Outlets", "媒体"),
    "quotes": ("Quotations", "引语"),
    "boilerplate": ("Boilerplate", "套话"),
    "feeds": ("Feeds", "订阅"),
    "hidden": ("Hidden", "已隐去"),
    "check": ("Check", "查重"),
    "search": ("Search", "搜索"),
    "filter": ("Filter", "筛选"),
    "since": ("Since", "起自"),
    "until": ("Until", "止于"),
    "site": ("Outlet", "媒体"),
    "min_chars": ("Min. length", "最短字数"),
    "min_share": ("Min. share", "最小比例"),
    "min_outlets": ("Min. outlets", "最少媒体数"),
    "sort": ("Sort by", "排序"),
    "original": ("Original", "原文"),
    "published": ("published", "发布"),
    "updated": ("updated", "更新"),
    "seen": ("first seen", "首次读到"),
    "revision": ("revision {}", "第 {} 版"),
    "earlier": ("earlier", "先前"),
    "later": ("later", "其后"),
    "also_in": ("Also in", "另见于"),
    "read_before": ("read before", "先前读过"),
    "read_before_in": ("Read before in", "先前见于"),
    "taken_up_by": ("Parts taken up by", "其后见于"),
    "same_article": ("this article", "本文"),
    "pruned": ("Its text was removed from the store on {day}.", "其正文已于{day}从存储中移除。"),
    "nothing_before": ("No part of this was read before.", "本文没有先前读过的内容。"),
    "no_other_outlet": ("No other outlet of this store.", "库中没有其他媒体。"),
    "nothing_since": ("No later article holds a part.", "其后没有文章含有本文内容。"),
    "footer_under": ("footer, under {n} articles since {since}", "套话，自 {since} 起见于 {n} 篇文章"),
    "at_edge": ("{share} of the time at the beginning or end", "{share} 见于文首或文末"),
    "clean": ("Clean", "净文"),
    "all": ("All", "全部"),
    "side_by_side": ("side by side", "对照"),
    "paragraphs_before": ("{n} of {total} paragraphs read before", "{total} 段中有 {n} 段先前读过"),
    "paragraphs_reused": (
        "{n} of {total} paragraphs read before, wholly or in part",
        "{total} 段中有 {n} 段先前全部或部分读过",
    ),
    "novelty": ("novelty", "新内容"),
    "image": ("Image", "图片"),
    "embed": ("Embedded media", "嵌入媒体"),
    "load_images": ("Load images and media", "加载图片与媒体"),
    "hide_images": ("Do not load images and media", "不加载图片与媒体"),
    "share": ("share", "比例"),
    "length": ("length", "字数"),
    "distance": ("distance", "距离"),
    "gap": ("gap", "相隔"),
    "articles": ("articles", "篇"),
    "article": ("article", "篇"),
    "articles_read": ("articles", "文章"),
    "of_outlet": ("{n} outlet", "{n} 家媒体"),
    "of_outlets": ("{n} outlets", "{n} 家媒体"),
    "copies": ("copies", "重复"),
    "copy": ("copy", "重复"),
    "median_gap": ("median gap", "相隔中位数"),
    "text": ("Text", "文本"),
    "first_outlet": ("First in", "首见于"),
    "span": ("Span", "时间跨度"),
    "more": ("More", "更多"),
    "dispute": ("Wrong verdict", "判断有误"),
    "disputed": ("You dispute this verdict", "您认为此判断有误"),
    "withdraw": ("Withdraw", "撤回"),
    "mark_read": ("Mark as read", "标为已读"),
    "undo": ("Undo", "撤销"),
    "star": ("Star", "收藏"),
    "unstar": ("Unstar", "取消收藏"),
    "story": ("Story", "事件"),
    "adds": ("adds", "新增"),
    "adds_nothing": ("adds nothing", "无新增"),
    "first": ("first", "最先"),
    "passage": ("Passage", "段落"),
    "nowhere_else": ("Stands nowhere else in this store.", "库中别处没有这段文字。"),
    "duplicate": ("removed: read before", "隐去：先前读过"),
    "unique": ("stays", "保留"),
    "status_boilerplate": ("removed: boilerplate", "隐去：套话"),
    "reason": ("Reason", "理由"),
    "words": ("Words", "原话"),
    "speaker": ("Speaker", "说话人"),
    "speakers_differ": ("Other speakers are named for the same words.", "同样的话署了不同的说话人。"),
    "no_quotes": ("No quotation stands in {n} articles or more.", "没有引语出现于 {n} 篇以上文章。"),
    "no_boilerplate": (
        "None learnt: a site needs 4 stories that end or begin alike.",
        "尚未学到：同一网站须有 4 篇报道首尾相同。",
    ),
    "no_reuse": (
        "No passage of {chars} characters or more stands in two outlets.",
        "没有 {chars} 字以上的段落出现于两家媒体。",
    ),
    "one_outlet": ("Who takes from whom needs two outlets.", "须有两家媒体才能看出谁取自谁。"),
    "no_feeds": ("No feeds yet.", "还没有订阅。"),
    "add_feed": ("Add a feed", "添加订阅"),
    "address": ("Address of a feed or page", "订阅源或网页地址"),
    "folder": ("Folder", "文件夹"),
    "add": ("Add", "添加"),
    "opml": ("OPML file", "OPML 文件"),
    "import": ("Import", "导入"),
    "change": ("Change", "修改"),
    "save": ("Save", "保存"),
    "remove": ("Remove", "删除"),
    "policy": ("Read before", "先前读过的段落"),
    "policy_usual": ("as usual", "默认"),
    "policy_drop": ("left out", "隐去"),
    "policy_mark": ("shown", "显示"),
    "policy_fold": ("folded", "折叠"),
    "keep": ("Only articles with", "只保留含有"),
    "drop": ("No articles with", "不要含有"),
    "one_a_line": (
        "One pattern a line: words, or a regular expression between slashes.",
        "每行一个：词语，或两个斜线之间的正则表达式。",
    ),
    "prefer": ("Prefer its telling of a story", "优先显示其报道"),
    "figures": ("Reuse in figures", "转载统计"),
    "figures_lead": ("{n} paragraphs repeat an earlier article.", "{n} 段先前见于其他文章。"),
    "times": ("Time", "时间"),
    "share_from": ("Share from", "比例起自"),
    "not": ("not", "除外"),
    "at_random": ("25 at random", "随机 25 段"),
    "sort_outlets": ("outlets", "媒体数"),
    "sort_articles": ("articles", "篇数"),
    "sort_share": ("share", "比例"),
    "sort_chars": ("length", "字数"),
    "sort_date": ("date", "日期"),
    "sort_random": ("at random", "随机"),
    "title": ("Title", "标题"),
    "evidence": ("Save as evidence", "存为证据"),
    "digest_of": (
        "SHA-256 is that of each paragraph's text as shown, in UTF-8.",
        "SHA-256 为各段文字（UTF-8）的摘要。",
    ),
    "is_agency": ("It is the feed of a news agency", "这是通讯社的订阅源"),
    "agency": ("agency", "通讯社"),
    "agency_copy": ("Agency copy", "通讯社稿"),
    "agency_any": ("any", "不限"),
    "agency_without": ("left out", "除外"),
    "agency_only": ("alone", "只看"),
    "preferred": ("preferred", "优先"),
    "dropped": ("dropped", "按规则略去"),
    "status_active": ("active", "启用"),
    "status_paused": ("paused", "已暂停"),
    "status_retired": ("retired", "已停用"),
    "clean_feed": ("Clean feed", "净化后的订阅源"),
    "subscribe_here": ("Read them elsewhere, cleaned", "在别处阅读（净化后）"),
    "unfiled": ("Without a folder", "未分类"),
    "nothing_hidden": ("Nothing is hidden with these filters.", "没有隐去的内容。"),
    "hidden_copies": ("Copies", "重复的文章"),
    "hidden_dropped": ("Dropped by a pattern", "按规则略去的文章"),
    "hidden_duplicate": ("Paragraphs read before", "先前读过的段落"),
    "hidden_boilerplate": ("Boilerplate", "套话"),
    "stands_for_it": ("shown instead", "代之以"),
    "is_shown": ("shown again", "已恢复显示"),
    "not_its_source": ("No source of this verdict; compared now:", "并非此判断的来源，现作比较："),
    "dropped_for": ("its subscription drops articles with “{pattern}”", "订阅设置略去含有“{pattern}”的文章"),
    "not_kept": ("its subscription keeps only articles with “{pattern}”", "订阅设置只保留含有“{pattern}”的文章"),
    "nothing_read": ("Nothing read yet. Start with", "还没有读过任何内容。可从以下命令开始："),
    "nothing_found": ("Nothing with these filters.", "没有符合条件的内容。"),
    "hidden_count": (
        "{n} paragraphs read before and {b} of boilerplate are not shown.",
        "未显示先前读过的 {n} 段与套话 {b} 段。",
    ),
    "keep_line": ("Keep under all {n}", "在全部 {n} 篇中保留"),
    "is_kept": ("kept", "已保留"),
    "show_again": ("Show again", "恢复显示"),
    "unfold": ("unfold", "展开"),
    "from_to": ("From ↓ to →", "取自 ↓ 见于 →"),
    "last": ("Last", "最近"),
    "last_received": ("last received", "上次收到"),
    "never_received": ("nothing received yet", "尚未收到内容"),
    "check_lead": (
        "Paste a text: which parts of it stand in articles of this store? Nothing is kept.",
        "粘贴一段文字，查看其中哪些内容见于库中文章。不会保存任何内容。",
    ),
    "check_nothing": (
        "Nothing of this was read before ({n} articles).",
        "没有先前读过的内容（库中 {n} 篇文章）。",
    ),
    "state": ("State", "状态"),
    "next_poll": ("Next poll", "下次轮询"),
    "keys": ("Keys", "快捷键"),
    "pause": ("Pause", "暂停"),
    "resume": ("Resume", "恢复"),
    "not_found": ("Not found", "未找到"),
    "not_found_lead": ("There is no such page or article in this store.", "库中没有这个页面或文章。"),
    "password": ("Password", "密码"),
    "log_in": ("Log in", "登录"),
    "log_out": ("Log out", "退出"),
    "wrong_password": ("Wrong password.", "密码错误。"),
    "too_many": ("Too many attempts; wait a minute.", "尝试次数过多，请稍候。"),
    "footnote": (
        (
            "Judged with detection version {version}; newest article of {newest}; {n} articles. Absence here does not"
            " mean that a text stood nowhere before."
        ),
        "检测算法第 {version} 版；最新文章 {newest}；共 {n} 篇。此处未见，不等于别处从未有过。",
    ),
    "report": ("What was read before", "先前读过什么"),
    "period": ("Period", "时段"),
    "kept": ("kept", "保留"),
    "repeated": ("read before", "先前读过"),
    "novelty_over_time": ("Novelty over time", "新内容随时间"),
    "wide_stories": ("Stories that most outlets told", "最多媒体报道的事件"),
    "travelled": ("Passages that travelled", "流传的段落"),
    "timeline": ("Time line", "时间线"),
    "timeline_lead": (
        "A dot is an article, from left to right in time; the more of it is new, the fuller it is.",
        "每点一篇文章，自左至右按时间排列；新内容越多，圆点越满。",
    ),
    "chart_all": ("articles (at most {n})", "文章（最多 {n} 篇）"),
    "chart_new": ("what is new in them", "其中的新内容"),
    "takes_from": ("Parts stood earlier in", "部分内容先前见于"),
    "taken_by": ("Parts stood later in", "部分内容其后见于"),
    "who_from_whom": ("Who takes from whom", "谁取自谁"),
    "check_us": ("Check us", "请检验"),
    "check_us_lead": (
        (
            "Random verdicts (seed {seed}), each beside its main source. Read them and count what is wrong: that is how"
            " precision is stated."
        ),
        "随机抽取的判断（种子 {seed}），各与其主要来源对照。逐条阅读并数出错误，即得准确率。",
    ),
    "sample_duplicates": ("Removed as duplicates", "作为重复隐去"),
    "sample_reuse": ("Marked as reuse", "标为部分重复"),
    "sample_kept": ("Kept although half or more was read before", "半数以上读过但保留"),
    "and_more": ("… and {n} more: newsfeed serve", "……还有 {n} 项：newsfeed serve"),
    "failed_sources": ("Sources that failed", "读取失败的来源"),
    "others": ("others", "其他"),
    "settings": ("Settings", "设置"),
}

_REASONS: dict[str, tuple[str, str]] = {
    "identical": ("the same words", "文字相同"),
    "same title": ("the same text under the same title", "题文相同"),
    "taken over": ("its long text was taken over", "长文整篇转载"),
    "several titles": ("a series: its site has several titles above this text", "系列文章：同文多题"),
    "contained": ("all of it stands in the earlier text", "全部见于先前的文字"),
    "nothing new": ("says nothing that the earlier text does not", "没有先前文字之外的内容"),
    "too short": ("too short to be told apart from a phrase", "太短，可能只是套语"),
    "partly": ("only part of it was read before", "只有一部分先前读过"),
    "new words": ("new words", "有新的词语"),
    "new clause": ("a new clause", "有新的分句"),
    "other figures": ("other figures", "数字不同"),
    "another one": ("tells of another one", "说的是另一个"),
    "another address": ("another address", "链接不同"),
    "another date": ("another date", "日期不同"),
    "another name": ("another name", "名称不同"),
    "exchanged": ("words were exchanged", "有词语被替换"),
    "contradicts": ("says the opposite", "意思相反"),
    "heading": ("a heading stays", "标题保留"),
    "step": ("an item of a list stays with the others", "列表各项一并保留"),
    "introduction": ("it introduces what follows", "引出下文"),
    "code": ("code stays unless it is exactly the same", "代码只在完全相同时隐去"),
}
"""The reasons of :data:`newsfeed.dedup.novelty.Reason`, and those of copies, in words."""


def reason(language: Language, name: str) -> str:
    """Return the reason of a verdict in words; a reason without a translation is returned unchanged.

    >>> reason("en", "other figures"), reason("zh", "other figures"), reason("en", "new rule")
    ('other figures', '数字不同', 'new rule')
    """
    return _REASONS[name][language == "zh"] if name in _REASONS else name


def dropped_reason(language: Language, stored: str) -> str:
    """Return the reason why a subscription drops an article, in words.

    >>> dropped_reason("en", "--drop golf"), dropped_reason("en", "no match for --keep tennis")
    ('its subscription drops articles with “golf”', 'its subscription keeps only articles with “tennis”')
    """
    for beginning, name in (("--drop ", "dropped_for"), ("no match for --keep ", "not_kept")):
        if stored.startswith(beginning):
            return word(language, name, pattern=stored.removeprefix(beginning))
    return stored


def word(language: Language, name: str, **values: object) -> str:
    """Return a phrase in a language.

    >>> word("en", "revision", **{}), word("zh", "news")
    ('revision {}', '新闻')
    """
    phrase = _WORDS[name][language == "zh"]
    return phrase.format(**values) if values else phrase


def preferred(asked: str | None, kept: str | None, accepted: str) -> Language:
    """Return the language to show: asked for in the URL, else kept in a cookie, else first in Accept-Language.

    >>> preferred(None, None, "fr, zh-CN;q=0.8, en;q=0.5"), preferred("en", "zh", "zh")
    ('zh', 'en')
    """
    for name in (asked, kept, *_by_quality(accepted)):
        match (name or "").lower()[:2]:
            case "zh":
                return "zh"
            case "en":
                return "en"
    return "en"


def _by_quality(accepted: str) -> Iterable[str]:
    parts = [part.strip().partition(";q=") for part in accepted.split(",")]
    return [name for name, _, _ in sorted(parts, key=lambda part: -_quality(part[2]))]


def _quality(value: str) -> float:
    try:
        return float(value or 1)
    except ValueError:
        return 0.0
