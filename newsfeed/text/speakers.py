"""Speakers: whose words a quotation holds, as the text around it has it.

Everything looks at fixed windows of the paragraph's own characters, so the time grows with the text alone.

Speakers are given in the text's own words: the noun phrase before the verb of saying, office and name as they stand,
without what leads in (然而, 据, "On Monday"), follows (周三在记者会上, "told reporters") or stands in brackets. An
English apposition is left out ("Jane Doe, the minister" → "Jane Doe"). Pronouns stay pronouns. ``None`` where the text
does not say, or where only parsing it could tell: a wrong speaker is worse than none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

WINDOW = 240
"""Characters before and after a quotation in which its speaker is looked for."""

SENTENCE_ENDS = frozenset("。！？；….!?;")
"""Marks that end a sentence, or a part of one that stands for itself."""

CJK_CLASS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""The inside of a regular expression's class: ideographs, kana and hangul."""

_CJK = re.compile(f"[{CJK_CLASS}]")
_AROUND = 40  # characters on either side that tell the language of the attribution


class Source(NamedTuple):
    """Who spoke; ``direct`` when the verb of saying stands right at the marks, ``followed`` when behind them."""

    speaker: str | None
    direct: bool = False
    followed: bool = False


def source(lead: str, words: str, tail: str) -> Source:
    """Return who spoke ``words``, which stand between ``lead`` and ``tail``, the text up to and behind their marks.

    >>> source("发言人林晓周二说：", "会公布。", ""), source("", "No,", " said Ann Lee, the mayor.")
    (Source(speaker='发言人林晓', direct=True, followed=False), Source(speaker='Ann Lee', direct=True, followed=True))
    """
    around = lead[-_AROUND:] + tail[:_AROUND]
    if _CJK.search(around if around.strip() else words):
        return _chinese(lead, words, tail)
    return _english(lead, words, tail)


def within_sentence(between: str) -> bool:
    """Tell whether what stands between two quotations is part of one sentence, or the end of the first one's.

    >>> within_sentence(" and "), within_sentence("林晓说。"), within_sentence("。雨停了。他")
    (True, True, False)
    """
    between = between.strip().rstrip("。")
    return not _ZH_SENTENCE_END.search(between) and _en_sentence(between) == between


# Chinese: "(据)NP(周三)(在记者会上)(补充)说：“…”", "“…。”NP说。", "NP表示，……“…”". No spaces part the words, so the
# phrase is cut at the words that cannot stand inside a name.

_ZH_SAY = (
    r"(?:(?:补充|補充|解释|解釋|回答|回应|回應|强调|強調|坦言|感叹|感嘆|反问|反問|提醒|警告|总结|總結|介绍|介紹|评论|評論|呼吁|呼籲"
    r"|承认|承認|批评|批評|抱怨|重申|接着|接著|继续|繼續|指出|透露|写|寫|谈|談|问|問|答|笑|叹|嘆|喊|说|說|提|讲|講|分析|描述|形容|回忆|回憶|供述|表态|自述|自嘲|吐槽|质疑|抨击|谴责|反驳|嘲讽|预测|估计|判断"
    r"|自辩|建议|主张|转述|调侃|追问|推测|辩|直|质问|質問|回复|回覆)(?:说|說|道|称|稱|到|過|过)"
    r"|表示|指出|强调|強調|认为|認為|坦言|直言|坚称|堅稱|声称|聲稱|宣称|宣稱|透露|披露|回应|回應|回答|解释|解釋|补充|補充|重申|质问|質問|回复|回覆|(?<![条條出次句])警告|提醒|留言"
    r"|感慨|感叹|感嘆|反问|反問|总结|總結|回忆|回憶|写道|寫道|报道称|报道说|报道指|报导称|报导指|報道稱|報道指|報導稱|報導指|发文称|发推|反驳|反駁"
    r"|(?:报道|報道|报导|報導)(?![中里的])|承认|承認|抱怨|[问問](?![题題答世卷责責])"
    r"|(?<![小据據传傳学學听聽话話虽雖再来來就])[说說](?![法服明])"
    r"|(?<![名全简簡俗堪统統别別昵号號人自被])[称稱](?![为為]))"
)
_ZH_OBJECT = r"(?:告诉|告訴|提醒|警告)[^，。；：:]{1,16}"
_ZH_INTRO = re.compile(rf"(?P<verb>{_ZH_OBJECT}|{_ZH_SAY}|(?<!手)指)(?P<stop>\s*[：:，,]\s*|\s*)$")
_ZH_REPORTED = re.compile(rf"{_ZH_OBJECT}(?=$)|{_ZH_SAY}|(?<!手)指$")
_ZH_PLAIN = frozenset("说說问問")
_ZH_DOCUMENT = re.compile(r"(?:声明|聲明|公报|公報|公告|报告|報告|社论|社論|信中|来信|來信)$")
_ZH_SENTENCE_END = re.compile(r"[。！？；!?;…\n”」』]")
_ZH_CLAUSE_END = re.compile(r"[，,：:—]")
_ZH_AFTER = re.compile(r"[\s，,—：:]{0,4}([^，。！？；：,;:!?…\n“”「」『』\"]{1,60})(?![：:“「\"])")

_ZH_WHEN = (
    r"(?:周|星期|礼拜|禮拜)[一二三四五六日天](?:[早晚]上?|上午|下午)?|(?<!第)(?<!第\s)\d{1,4}\s*[年月日号號]|[今昨前当當][天日晚]|今年|去年|当时|當時|日前|近日|近期"
    r"|此前|之前|之后|之後|随后|隨後|稍后|稍後|最近|早些时候|早些時候|早前|[几幾多]年前|上周|上週|上月|上个月|本周|本週|本月"
)
_ZH_LEADS_IN = re.compile(
    rf"\s+|{_ZH_WHEN}|但是|但|不过|不過|然而|同时|同時|此外|另外|接着|接著|而且|而|因此|所以|根据|根據|据悉|據悉|据|據|按照|对此|對此|其中|后来|後來"
    r"|例如|比如|正如|就如|正像|并且|並且|并|並|且|尽管|儘管|虽然|雖然|因为|因為|由于|由於|甚至|反而|然后|然後|当(?=[你我他她])|曾经|曾經|至于|至於|目前|如今|现在|現在|又|也(?!门)|还|還|就连|[^\w《〈“「（(]"
)
_ZH_SETTING = re.compile(
    r"(?:正?在|于|於|当|當(?![局地]))[^，]{1,20}?(?:期间|期間|之际|之際|之后|之後|后|後|时|時|中|上|里|裡|下|前)(?![报報代间任国國央东東华華新海述市属總总])"
)
_ZH_FOLLOWS = re.compile(
    rf"{_ZH_WHEN}|[正]?在(?![野线線])|[对對](?![外冲])|向|就(?![业業职職是])|[于於](?=\s?[\d今本周])|针对|針對|面对|面對|通过|透过|透過|接受|曾[在对對向于於多公]|[发發](?:布|佈|出)(?![会會者方])|召开|召開|举行|舉行|出席|会见|會見|私下|当面|忍不住|特别|更是|直接|承诺|承諾"
    r"|公开|公開|明确|明確|进一步|進一步|再次|再度|随即|隨即|如是|如此|这样|這樣|直言不|一再|多次|反复|反覆|[发發](?:推|文|表)|撰文|[亲親]口|告[诉訴]|引述|援引"
)
_ZH_RELATIVE = re.compile(r"(?:正在|一直|负责|負責|来自|來自|参与|參與|领导|領導|[^，的]{1,4}了)[^，]*的")
_ZH_QUOTED = re.compile(r".*(?:引述|援引|引用)")
_ZH_ADVERB = re.compile(
    r"(?:\s|也|还|還|则|則|又|亦|曾经|曾經|曾|甚至|直白|共|已经|已經|已|便|就|将|將|均|只|才|却|卻|更|再|仍|同时|同時|并|並|随后|隨後|(?<![成首京国國])都|进一步|進一步|强烈|強烈|(.)\1地"
    r"|(?:中|里|裡)(?!文))$"
)
_ZH_BRACKETS = re.compile(r"\s*[（(][^（()）]{0,80}[)）]\s*")
_ZH_MODIFIER = 12  # characters: a longer phrase loses what stands before its last 的
_ZH_LONGEST = 40
_ZH_NO_NAME = re.compile(
    r"(?:|[^他她它我\W\da-zA-Z]|.*[不被所么麼是的得着著了且以这這那地]|.*句[话話]|可以|可能|应该|應該|或者|通常|一般|常常?|[总總老想要能会會没沒]|[没沒]有|不能|只能|比如|例如|如果|我想"
    r"|可|应|應|简单|简言之|换言之|[这這][^位名些个個家份篇].*|.*(?:如何|怎么|怎麼|什么|什麼).*|.*[了把].*|使|让|讓|通过.*|你)$"
)
_ZH_PRONOUN_ACTS = re.compile(r"[他她它我](?:们|們)?(?=[会會也曾还還早走都忍就正已又却卻笑站坐转轉反承继繼])")
_ZH_PRONOUN = re.compile(r"(?:他|她|它|他们|她们|它们|他們|她們|我|我们|我們)(?![\w])|[他她它](?![们們])")


def _chinese(lead: str, words: str, tail: str) -> Source:
    sentence = _ZH_SENTENCE_END.split(lead)[-1]
    intro = _ZH_INTRO.search(sentence)
    if intro:
        direct = bool(intro["stop"].strip()) or intro["verb"][-1] in _ZH_PLAIN
        return Source(_zh_subject(sentence[: intro.start()]), direct)
    after = _ZH_AFTER.match(tail)
    if after and (words[-1] in "。！？，…—!?," or tail.lstrip()[:1] in "，,—：:"):
        verb = _ZH_INTRO.search(after[1])
        name = _zh_name(after[1][: verb.start()]) if verb else None
        if name:
            return Source(name, direct=True, followed=True)
    return Source(_zh_reporter(sentence))


def _zh_subject(before: str) -> str | None:
    """Return the subject of a verb that ``before`` leads up to: in its clause, or in one before it (…，并说)."""
    clauses = _ZH_CLAUSE_END.split(before)
    name = _zh_name(clauses[-1])
    if name or _ZH_LEADS_IN.sub("", clauses[-1]):
        return name
    return next(filter(None, map(_zh_leading_name, reversed(clauses[:-1]))), None)


def _zh_leading_name(clause: str) -> str | None:
    """Return the subject of a clause whose verb is unknown, where a verb of saying, time or preposition bounds it."""
    verb = _ZH_REPORTED.search(clause)
    if verb:
        return _zh_name(clause[: verb.start()])
    pronoun = _ZH_PRONOUN.match(clause)
    if pronoun:
        return pronoun[0]
    name = _zh_name(clause)
    return name if name and _ZH_FOLLOWS.search(clause, 1) else None


def _zh_reporter(sentence: str) -> str | None:
    """Return whose words the sentence reports before it comes to the marks: NP表示，……“…”, 据NP，……“…”, NP的声明“…”."""
    if _ZH_DOCUMENT.search(sentence):
        return _zh_name(_ZH_CLAUSE_END.split(sentence)[-1])
    for clause in reversed(_ZH_CLAUSE_END.split(sentence)):
        *_, verb = [None, *_ZH_REPORTED.finditer(clause)]
        if verb:
            name = _zh_name(clause[: verb.start()])
        else:
            name = _zh_name(clause) if clause.lstrip().startswith(("据", "根据", "據", "根據")) else None
        if name:
            return name
    return None


def _zh_name(clause: str) -> str | None:
    """Cut a clause down to the noun phrase that speaks, or ``None`` where it is not clear."""
    name = _ZH_BRACKETS.sub(" ", _ZH_QUOTED.sub("", clause[-WINDOW:]))
    while lead := (_ZH_LEADS_IN.match(name) or _ZH_SETTING.match(name)):
        name = name[lead.end() :]
    if _ZH_RELATIVE.match(name):  # 种了三十年稻子的农民
        name = name[name.rfind("的") + 1 :]
    follows = None if _ZH_DOCUMENT.search(name) and "在" not in name else _ZH_FOLLOWS.search(name, 1)
    if follows:
        name = name[: follows.start()]
    if pronoun := _ZH_PRONOUN_ACTS.match(name):
        return pronoun[0]
    while adverb := _ZH_ADVERB.search(name):
        name = name[: adverb.start()]
    if len(name) > _ZH_MODIFIER:
        name = name[name.rfind("的") + 1 :]
    name = name[max(name.rfind("（"), name.rfind("(")) + 1 :].strip()
    if len(name) > _ZH_LONGEST or _ZH_NO_NAME.match(name):
        return None
    return name


# English: "NP told reporters: “…”", "“…,” said NP", "“…,” NP said", "NP said it was “…”", "according to NP, “…”".

_EN_PAST = (
    r"(?:said|told|wrote|asked|replied|testified|cried|quipped|admitted|(?:add|explain|insist|warn|claim|announc|declar|stat|tweet|post|continu"
    r"|recall|remark|observ|acknowledg|argu|not|conced|conclud|suggest|stress|emphasi[sz]|jok|respond|comment|maintain|counter|predict"
    r"|describ|agre|caution|urg|assert|alleg|boast|complain|confirm|promis|vow|answer|shout|yell|whisper|murmur|pledg)ed)"
)
_EN_PRESENT = (
    r"(?:says?|tells?|writes?|asks?|repl(?:y|ies)|(?:add|explain|insist|warn|argue|recall|remark|observe|acknowledge|admit|conclude|suggest"
    r"|continue|joke|respond|quip|announce|declare)s)"
)
_EN_SAID = rf"(?<![\w-])(?:{_EN_PAST}|{_EN_PRESENT})"
_EN_INTRO = re.compile(rf"(?P<verb>{_EN_SAID})(?P<object>(?:\s+[\w’'.-]+){{0,8}}?)(?P<stop>\s*[,:]\s*|\s+that\s+|\s*)$")
_EN_REPORTED = re.compile(rf"(?<![\w-])(?:{_EN_PAST}|says|tells|writes)\b")
_EN_SAYING = re.compile(
    r"[a-z],\s(?:saying|adding|telling|writing|noting|warning|arguing|claiming|insisting|stating)\b"
)
_EN_VERB_FIRST = re.compile(rf"[\s,—–-]*{_EN_SAID}\s+(?P<name>.+)", re.DOTALL)
_EN_NAME_FIRST = re.compile(rf"[\s,—–-]*(?P<name>[^.!?;:“”\"]{{1,100}}?(?:\.[^.!?;:“”\"]{{1,60}}?)?)\s+{_EN_SAID}\b")
_EN_ACCORDING = re.compile(r"\baccording to (?P<name>[^“”\"]{2,100})", re.IGNORECASE)
_EN_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?…]+[\"”’)\]]*\s+(?=[\"“‘(A-Z0-9])")
_EN_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|Lt|Col|Sgt|Capt|Prof|Rev|Hon|Jr|Sr|vs|No|Inc|Co|Corp)|\.[A-Z])$"
)
_EN_PRONOUN = re.compile(r"(?:he|she|they|it|we|I|you)\b", re.IGNORECASE)
_EN_NAME_END = re.compile(
    r"[,;:!?()—–“”\"\[\]]|\s-\s|\.(?:\s|$)|\s(?:in|on|at|during|after|before|as|when|while|who|whose|about|to|that|this|last|earlier"
    r"|later|by|during|following|through|via|and|but|because|since|into|if|with|recently|yesterday|today|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_EN_TRAILING = re.compile(
    r"(?:^|\s+)(?:also|later|then|has|have|had|once|recently|previously|repeatedly|further|again|already|earlier|now|still|even|often|either|would|will"
    r"|could|might|may|just|simply|only|first|on [A-Z]\w+day|[A-Z]\w+day|in [12]\d{3}|\w+ly)$"
)
_EN_LEADING = re.compile(
    r"(?:but|and|however|meanwhile|still|yet|so|while|when|as|because|then|later|that|or|although|though|where|if"
    r"|(?:on|last|this) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in [12]\d{3}|earlier|yesterday|today)\b[\s,]*",
    re.IGNORECASE,
)
_EN_DETERMINER = re.compile(
    r"(?:the|an?|his|her|their|its|our|my|one|another|some|several|many|both|two|three|most|this|these|those)\b",
    re.IGNORECASE,
)
_EN_PREPOSITION = re.compile(
    r"(?:in|on|at|after|before|during|for|with|from|by|of|to|under|since|like|about|what|which|there|how|why|not|no)\b",
    re.IGNORECASE,
)
_EN_CAPITALS = re.compile(r"(?:[A-Z][\w’'.-]*\s+(?:(?:of|the|de|van|von|bin|al|for|da|du)\s+)*)*[A-Z][\w’'.-]*$")
_EN_FULL_NAME = re.compile(r"[A-Z][\w’'.-]*(?:\s+(?:de|van|von|bin|al|da|du|[A-Z][\w’'.-]*))+$")
_EN_AFFILIATION = re.compile(r"\s(?:of|for|from|at)\s")
_EN_AFFILIATION_ON = re.compile(r"\s(?:on|in|at|to|about|over)\s")
_EN_UNFIT = re.compile(
    r"(?:^|\s)(?:is|are|was|were|be|been|being|to|not|and|or|but|than|as)$"
)  # passives, infinitives, second verbs
_EN_FIRST_NAME = re.compile(
    r"(?!(?:The|An?|In|On|At|By)\s[a-z])((?:[A-Z][\w’'-]*\s)*?[A-Z][\w’'-]*|[Hh]e|[Ss]he|[Tt]hey)\s(?=[a-z])"
)
_EN_LAST_PRONOUN = re.compile(r"(?:^|(?<=\s))(?:he|she|they|it|we|I|you)$", re.IGNORECASE)
_EN_FINITE = re.compile(
    r"\b(?:what|how|why|is|are|was|were|has|had|have|which|who|that|does|did|do|can|could|would|will|if|because)\b"
)
_EN_LONGEST = 9  # words


def _english(lead: str, words: str, tail: str) -> Source:
    sentence = _en_sentence(lead)
    intro = _EN_INTRO.search(sentence)
    if intro and (intro["stop"].strip() or not intro["object"]):
        return Source(_en_subject(sentence[: intro.start()]), direct=True)
    told = _en_after(words, tail)
    if told:
        return told
    according = _EN_ACCORDING.search(sentence)
    if according:
        return Source(_en_name_before(according["name"].split(",")[0]))
    *_, verb = [None, *_EN_REPORTED.finditer(sentence)]
    if not verb and _EN_SAYING.search(sentence):
        return Source(_en_first_name(sentence))
    return Source(_en_subject(sentence[: verb.start()]) if verb else None)


def _en_sentence(lead: str) -> str:
    """Return what ``lead`` holds of the sentence that it breaks off in."""
    start = 0
    for end in _EN_SENTENCE_END.finditer(lead):
        if not _EN_ABBREVIATION.search(lead[max(end.start() - 8, 0) : end.start()]):
            start = end.end()
    return lead[start:]


def _en_after(words: str, tail: str) -> Source | None:
    """Read ``said NP``, ``NP said`` or ``according to NP`` right behind the marks, unless the sentence ended there."""
    if words[-1] not in ",!?—–-…" and not tail.startswith(","):
        return None
    if match := _EN_VERB_FIRST.match(tail) or _EN_ACCORDING.match(tail.lstrip(" ,")):
        name = _en_name_after(match["name"])
    else:
        match = _EN_NAME_FIRST.match(tail)
        name = _en_subject(match["name"]) if match else None
    return Source(name, direct=True, followed=True) if name else None


def _en_subject(before: str) -> str | None:
    """Return the subject of the verb that ``before`` leads up to, stepping over an apposition or relative clause."""
    chunks = [chunk.strip() for chunk in re.split(r"[,;:—–()“”\"]", before)]
    while trailing := _EN_TRAILING.search(chunks[-1]):
        chunks[-1] = chunks[-1][: trailing.start()]
    if not chunks[-1] and len(chunks) > 2:
        return _en_name_before(chunks[-3]) if _EN_FULL_NAME.search(chunks[-3]) else _en_name_before(chunks[-2])
    if chunks[-1] in ("who", "which") and len(chunks) > 1:
        return _en_name_before(chunks[-2])
    return _en_name_before(chunks[-1])


def _en_name_before(chunk: str) -> str | None:
    """Return the noun phrase that ``chunk`` ends with."""
    phrase = chunk.strip()
    while leading := _EN_LEADING.match(phrase):
        phrase = phrase[leading.end() :]
    if _EN_UNFIT.search(phrase):
        return _en_first_name(phrase) if phrase.endswith(" and") else None
    pronoun = _EN_LAST_PRONOUN.search(phrase)
    if pronoun:
        return pronoun[0]
    if len(phrase.split()) > _EN_LONGEST:
        phrase = _EN_AFFILIATION_ON.split(phrase)[0] if _EN_DETERMINER.match(phrase) else phrase
    clear = not (_EN_PREPOSITION.match(phrase) or _EN_PRONOUN.match(phrase) or _EN_FINITE.search(phrase))
    if clear and len(phrase.split()) <= _EN_LONGEST and (_EN_DETERMINER.match(phrase) or phrase[:1].isupper()):
        return phrase
    if clear and 0 < len(phrase.split()) <= 2:
        return phrase
    name = _EN_CAPITALS.search(phrase)
    return name[0] if name else None


def _en_first_name(sentence: str) -> str | None:
    """Return the name or pronoun that a sentence begins with, as the subject of all its verbs."""
    first = _EN_FIRST_NAME.match(sentence)
    return first[1] if first else None


def _en_name_after(rest: str) -> str | None:
    """Return the noun phrase that ``rest`` begins with; the name in its apposition where the phrase has none."""
    if pronoun := _EN_PRONOUN.match(rest):
        return pronoun[0]
    phrase, stop, more = _en_cut(rest)
    if stop == "," and not phrase[:1].isupper():
        apposition, _, _ = _en_cut(more.lstrip())
        if _EN_FULL_NAME.fullmatch(apposition):
            return apposition
    if not phrase or len(phrase.split()) > _EN_LONGEST or _EN_PREPOSITION.match(phrase):
        return None
    affiliation = _EN_AFFILIATION.search(phrase)
    if affiliation and _EN_FULL_NAME.fullmatch(phrase[: affiliation.start()]):
        phrase = phrase[: affiliation.start()]
    return phrase


def _en_cut(rest: str) -> tuple[str, str, str]:
    """Part ``rest`` at the end of its first noun phrase: the phrase, the character that ended it, what follows."""
    for end in _EN_NAME_END.finditer(rest):
        if end[0][0] != "." or not _EN_ABBREVIATION.search(rest[: end.start()]):
            return rest[: end.start()].strip(), end[0][0], rest[end.end() :]
    return rest.strip(), "", ""
