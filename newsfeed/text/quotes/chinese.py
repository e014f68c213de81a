"""Speakers in Chinese text: "(据)NP(周三)(在记者会上)(补充)说：“…”", "“…。”NP说。", "NP表示，……“…”".

Words are not separated by spaces, so a phrase is cut at words that cannot be part of a name. The patterns are written
in simplified characters and match traditional ones too.
"""

from __future__ import annotations

import re

from newsfeed.text.caching import cached
from newsfeed.text.quotes.attribution import WINDOW, Attribution
from newsfeed.text.quotes.patterns import both_scripts

SENTENCE_END = re.compile(r"[。！？；!?;…\n”」』]")

_SAY = r"""
    (?:
        # a manner and 说, 道 or 称: 补充说, 质问道
        (?:
            补充 | 解释 | 回答 | 回应 | 强调 | 坦言 | 感叹 | 反问 | 提醒 | 警告 | 总结 | 介绍 | 评论 | 呼吁 | 承认
            | 批评 | 抱怨 | 重申 | 接着 | 继续 | 指出 | 透露 | 写 | 谈 | 答 | 笑 | 叹 | 喊 | 说 | 提 | 讲
            | (?<! [访询顾疑学慰] ) 问
            | 分析 | 描述 | 形容 | 回忆 | 供述 | 表态 | 自述 | 自嘲 | 吐槽 | 质疑 | 抨击 | 谴责 | 反驳 | 嘲讽
            | 预测 | 估计 | 判断 | 自辩 | 建议 | 主张 | 转述 | 调侃 | 追问 | 推测 | 狡?辩 | 直 | 质问 | 回复
            | 提问 | 询问 | 举例 | 开玩笑地? | 惊叹
        ) [说道称到过]
        # verbs of saying
        | 表示 | 指出 | 强调 | (?<!被) 认为 | 证实
        | 坦言 | 直言 | 坚称 | 声称 | 宣称 | 透露 | 披露 | 回应 | 回答 | 解释 | 补充
        | 重申 | 质问 | 询问 | 追问 | 提问 | 提出 了? (?: 这样的 )? (?: 疑问 | 质疑 ) | 回复
        | (?<![条出次句]) 警告 | 提醒 | 留言 | 感慨 | 感叹 | 反问 | 总结 | 回忆 | 写道
        | 报道 [称说指] | 报导 [称指] | 评论 [指称] | 发文称 | 发推 | 反驳 | 承认 | 抱怨
        # the same characters in other words: 报道中, 问题, 小说, 说法, 简称
        | 报 [道导] (?! [中里的]) | (?<! [访询顾疑学慰追提拷请过]) 问 (?! [题答世卷责问])
        | (?<! [小据传听话虽再来就] ) (?<! [^同大中小] 学 ) (?<! [^导] 游 ) 说 (?! [法服明])
        | (?<! [名全简俗堪统别昵号人自被合]) 称 (?! 为)
    )
"""
_OBJECT = r"(?: 告诉 | 提醒 | 警告 ) [^，。；：:]{1,16}"
_LONGEST_INTRO = 20  # characters of an introduction before its stop: a verb and the addressee
_INTRO = both_scripts(rf"(?P<verb> {_OBJECT} | {_SAY} | (?<!手) 指 ) (?P<stop> \s* [：:，,] \s* | \s* ) $")
_REPORTED = both_scripts(rf"{_OBJECT} (?= $ ) | {_SAY} | (?<!手) 指 $")
# The characters of verbs of saying, looked for first because most clauses have none.
_WORDS_OF_SAYING = re.sub(r"#.*|\[[^\]]*\]", "", _OBJECT + _SAY)
_OF_SAYING = both_scripts(f"[指{''.join(re.findall('[一-鿿]', _WORDS_OF_SAYING))}]")
_PLAIN = both_scripts("[说问] $")
_DOCUMENT = both_scripts("(?: 声明 | 公报 | 公告 | 报告 | 社论 | 信中 | 来信 ) $")
_ACCORDING = both_scripts(r"\s* 根? 据")
_CLAUSE_END = re.compile("[，,：:—]")
_AFTER = re.compile(r"[\s，,—：:]{0,4}([^，。！？；：,;:!?…\n“”「」『』\"]{1,60})(?![：:“「\"])")

_WHEN = r"""
    (?: 周 | 星期 | 礼拜 ) [一二三四五六日天] (?: [早晚] 上? | 上午 | 下午 )?
    | (?<!第) (?<!第\s) \d{1,4} \s* [年月日号] | [今昨前当] [天日晚] | 今年 | 去年 | 当时 | 日前 | 近日 | 近期
    | 此前 | 之前 | 之后 | 随后 | 稍后 | 最近 | 早些时候 | 早前 | [几多] 年前 | 上周 | 上月 | 上个月 | 本周 | 本月
"""
_LEADS_IN = both_scripts(rf"""
    \s+ | {_WHEN} | 有 (?! [关马司所人些的] ) | 与 | 跟
    | 但是 | 但 | 不过 | 然而 | 同时 | 此外 | 另外 | 接着 | 而且 | 而 | 因此 | 所以 | 根据 | 据悉
    | 也许 | 据 | 按照 | 对此 | 其中 | 后来 | 例如 | 比如 | 正如 | 就如 | 正像 | 并且 | 并 | 且 | 尽管 | 虽然 | 因为
    | 由于 | 甚至 | 反而 | 然后 | 当 (?= [你我他她] ) | 曾经 | 至于 | 目前 | 如今 | 现在 | 又 | 也 (?![门许]) | 还
    | 就连 | 以至于? | 最终 | 事后 | 于是 | 其实 | (?:实际|事实) 上 | 譬如 | 虽说?
    | 如 (?: 同 (?! [济仁] ) )? (?! [果何今此下是若家皋东意] )
    | 的 (?! [士黎] ) | 显然 | 当然 | 更早 | 早期 (?=在)
    | 临 [走行别终] (?: 之? 前 | 时 ) | [^\w《〈“「（(]
""")
_SETTING = both_scripts(r"""
    (?: 正?在 | 于 | 当 (?! [局地] ) ) [^，]{1,20}?
    (?: 期间 | 之际 | 之后 | 后 | 时 | 中 | 上 | 里 | 下 | 前 ) (?! [报代间任国央东华新海述市属总] )
""")
_FOLLOWS = both_scripts(rf"""
    (?: {_WHEN} ) (?! 的 )
    | 现在 | 目前 | 如今 | 正? (?<! [现存实内外潜] ) 在 (?! [野线] ) | 对 (?! [外冲] ) | (?<! 倾 ) 向
    | 就 (?! [业职是] ) | 于 (?= \s? [\d今本周] ) | 针对 | 面对 | 通过
    | 透过 | 接受 | 曾 [在对向于多公] | 发 [布出] (?! [会者方] ) | 召开 | 举行 | 出席 | 会见 | 私下 | 当面
    | 忍不住 | 特别 | 更是 | 直接 | 承诺 | 公开 | 明确 | 进一步 | 再次 | 再度 | 随即 | 如是 | 如此 | 这样 | 直言不
    | 一再 | 多次 | 反复 | 发 [推文表] | 撰文 | 亲口 | 告诉 | 引述 | 援引
    | 将 (?= [其这此他她它] ) | [跟和与] [你我他她] (?! 们? 的 ) | 凭经验 | 举起 | 带着
""")
_RELATIVE = both_scripts(r"""
    (?:
        正?在 (?!场) | 一直 | 负责 | 来自 | 参与 | 领导 | [^，的]{1,4} 了 | 活跃 [在于] | 总部 [设位]
        | 对 (?! [外冲方岸手面话] )
        | 从 (?! [业容] )
        | (?: [一两三几多数另] | 其中 | \d )+ [位名个家] (?: 曾? 在 | 曾 (?!经的) | 来自 | 对 | 从 )
    ) [^，]* 的 (?! [时话])
""")
_QUOTED = both_scripts(".* (?: 引述 | 援引 | 引用 )")
_ADVERB = both_scripts(r"""
    (?:
        \s | 也 | 还 | 则 | 又 | 亦 | 曾经 | 曾 | 甚至 | 直白 | 共 | 已经 | 已 | 便 | 就 | 将 | 均 | 只 | 才 | 却
        | 仍然 | 依然 | 后来 | 继续 | 坚持 | 最后 | 最早 | 终于 | 至今 | 始终 | 往往 | 也许 | 不禁
        | 纷纷 | 同样 | 此刻 | 居然
        | 首次 | 接连 | 总是 | 经常 | 常常 | (?<= [人们者] ) 常 | 着重 | 多年来 | \s 周末 | 干脆 | 赶紧
        | 一遍遍 | 转身 | 弯腰 | 起身 | 点头 | 摇头 | 坐
        | (?<= [人们者] ) 会
        | 更 | 再 | 仍 | 同时 | 并 | 随后 | (?<! [成首京国] ) 都 | 进一步 | 强烈
        | (?: [还又也] . )? (.) \1 地 | [中里] (?!文)
    ) $
""")
_BRACKETS = re.compile(r"\s*[（(][^（()）]{0,80}[)）]\s*")
_MODIFIER = 12  # characters: a longer phrase is cut before its last 的
_LONGEST = 40
_NO_NAME = both_scripts(r"""
    (?:
        | [^他她它我\W\da-zA-Z] | .* [不被所么是的得着著了且以这那地、] | .{2,} 过
        | .* 句话 | 可以 | 可能 | 应该 | 或者 | 通常
        | 一般 | 常 常? | [总老想要能会没] | 没有 | 不能 | 只能 | 比如 | 例如 | 如果 .* | 我想 | 可 | 应 | 简单
        | 简言之 | 换言之 | 这 [^位名些个家份篇] .* | .* (?: 如何 | 怎么 | 什么 ) .* | .* [了把] .* | 使 | 让
        | 是 .+ | 会 .{2,} | 不仅 | 老实 | 坦白 | 严格 | 准确 | [总具简一].{0,3}来
        | .* (?: 不会 | 可能 | 经常 | 从未 | 出现 ) .* | 曾? 来 [信电函]
        | 通过 .* | [你您] (?!的) .* | 对于 .*
        # a clause, not its subject: a conjunction, a modal or a preposition begins it
        | (?:
            假如 | 假使 | 假设 | 倘若? | 要是 | 如若 | 若是 | 一旦 | 除非 | 只要 | 只有 | 无论 | 不管 | 即使 | 即便
            | 哪怕 | 既然 | 直到 | 或许 | 总是 | 通常 | 仍然 | 作为 | 就 [像是可有] | 都 [只有] | 却 | 像 | 听 [他她]
            | 即 (?! [墨时] ) | 从 (?! [容业] )
        ) .*
        | (?:
            让 | 使 (?! [者馆节团] | 用者 ) | 给 | 跟 | 对 (?! [方岸手面外冲话] ) | 向 (?= [你我他她] )
            | 要 (?! [塞人闻员] ) | 已 (?! [故婚] ) | 不 (?! [少同愿具明丹列] )
            | 当 (?! [地局事年代选家晚时前归红值铺] )
        ) .+
        # or it holds a verb phrase
        | .* 没 .* | .* 被 (?! [告害访捕困拘囚控] ) .* | .* [^也] 是 .+ | .* 一概 | .* 与其
        | .* (?<! [中上少大准干健名猛主战] ) 将 (?! [军领士来] ) .*
        | .* 不 (?! [少同愿具明久丹列锈动止断肯便良] ) .+
        | (?: [^的]* | .* 的 [^的]{5,} )
          (?:
            开始 | 试图 | 喜欢 | 拒绝 | 确保 | 帮助 | 提出 | 吹嘘 | 记得 | 觉得 | 允许 | 表明 | 形容 | 需要 | 想要
            | 拆解 | 抱有 | 强调 | 倾向
          ) [^的]*
        | .* (?<! [皇太王0-9] ) [时后]
        | .* [“”「」『』)）] .* | [^《]* 》 .* | .* 《 [^》]*
        | 坚持 | 特意 | 详细 | 强硬 | 马上 | 更早 | 早期 | 每次 | 滚动 | 熟悉 | 活跃 | 传来 | 威胁 | 得到 | 某种程度上
        | 我 (?! [们国军方省市县校院司厂爸妈父母姐妹哥弟爷奶儿女] ) .+
        | 向 [^，]{3,}
    ) $
""")
_NO_PERSON = both_scripts(r"""
    [些们未] | 看到 | 个人 $ | .* (?:
        遗嘱 | 话语 | 语言 | 风格 | 观点 | 意见 | 评论 | 消息 | 新闻 | 规定 | 法律 | 条例 | 文章 | 论文 | 数据 | 结果
    ) $ | (?:
        报告 | 报道 | 政府 | 公司 | 集团 | 媒体 | 研究 | 调查 | 文件 | 声明 | 组织 | 机构 | 法院 | 警方 | 官方 | 部门
        | [部局署院委社报会党团台网厅国]
    ) $
""")
_PRONOUN_ACTS = both_scripts("""
    [他她它我] 们? (?= [会经常总多也曾还早走都忍就正已又却笑站坐转反承继用带描举坚] )
""")
_PRONOUN_LAST = both_scripts("(?<= . ) (?<! [对给跟向让把被和与问像听其吉] ) [他她] 们? $")
_PRONOUN = both_scripts(r"(?: [他她它] 们 | 我们? | [他她它] ) (?!\w) | [他她它] (?!们)")

# Writings with an author, and texts of law, which nobody in particular speaks.
_WRITING = r"""
    (?:
        声明 | 公报 | 公告 | 通告 | 通报 | 通知 | 通稿 | 新闻稿 | 报告 书? | 白皮书 | 社论 | (?<= [来开回致家封的] ) 信
        | 信件 | 邮件 | 电邮 | 短信 | 备忘录 | 文件 | 文书 | 判决 书? | 起诉书 | 宣言 | 决议 | 文章 | 论文 | 推文
        | 帖 文? | 日记 | 遗嘱 | 标语 | 横幅 | 简介 | 说明
    )
"""
_LAW = r"""
    (?: 条例 | 规定 | 法律 | 宪法 | 法案 | 法规 | 条约 | 公约 | 协议 | 协定 | 合同 | 定义 | 章程 | 条文 | 条款 | 准则 )
"""
_WRITTEN = both_scripts(rf"""
    (?P<author> .*? ) (?: 的 | [在于] )?
    (?: [这那该此其本各] [份个些封篇]? | [一两三] [份个封篇] | 上述 | 有关 | 相关 | 最新 | 最近 | 最终 | 官方 | 联合
        | 书面 | 公开 | 正式 | 内部 | 年度 | 调查 | 研究 | 评估 | 工作 | 新闻 | 媒体 | 解密 | 宣传 | 电子 | 严正 | 特别
        | 来 | 回 | 致 | 发[布表出] | 公布 | 提供 | 刊[载登] | 签署 | 的 | \s )*
    {_WRITING} [中里上内]? (?: \s? 之? 一 )?
""")
_LEGAL = both_scripts(rf".* (?: {_LAW} | [法] 》 ) [中里上内]? | .* 《 .* {_LAW} (?: [^》]{{0,6}} )? 》? .{{0,4}}")
_NO_AUTHOR = "这這那该該此最一"  # begin a phrase that tells a writing from others
_PRONOUNS = frozenset("他她我")


def find_speaker(lead: str, words: str, tail: str) -> Attribution:
    """Return who spoke ``words`` in Chinese text, given the text before and after the marks."""
    sentence = SENTENCE_END.split(lead)[-1]
    intro = _introduction(sentence)
    if intro:
        direct = bool(intro["stop"].strip()) or bool(_PLAIN.search(intro["verb"]))
        return Attribution(_subject(sentence[: intro.start()]), direct)
    after = _AFTER.match(tail)
    if after and (words[-1] in "。！？，…—!?," or tail.lstrip()[:1] in "，,—：:"):
        verb = _introduction(after[1])
        name = _name(after[1][: verb.start()]) if verb else None
        if name:
            return Attribution(name, direct=True, followed=True)
    return Attribution(_reporter(sentence))


def _introduction(text: str) -> re.Match[str] | None:
    """Return the verb of saying at the end of a text; only the end is searched."""
    start = max(0, len(text.rstrip().rstrip("：:，,").rstrip()) - _LONGEST_INTRO)
    return _INTRO.search(text, start) if _OF_SAYING.search(text, start) else None


def antecedent(before: str) -> str | None:
    """Return the last person named as speaking in the text before: the referent of 他 and 她."""
    names = (_reporter(sentence) for sentence in reversed(SENTENCE_END.split(before)))
    name = next((name for name in names if name and not _PRONOUN.fullmatch(name)), None)
    return None if name is None or _NO_PERSON.search(name) else name


def author(speaker: str) -> str | None:
    """Return the author if a speaker is a writing, ``None`` if it names none or is a text of law; else the speaker."""
    if _LEGAL.fullmatch(speaker):
        return None
    written = _WRITTEN.fullmatch(speaker)
    if written is None:
        return speaker
    named = written["author"].strip()
    return author(named) if named in _PRONOUNS or (len(named) > 1 and named[0] not in _NO_AUTHOR) else None


def _subject(before: str) -> str | None:
    """Return the subject of the verb after ``before``: in its clause, or in an earlier one (…，并说)."""
    clauses = _CLAUSE_END.split(before)
    name = _name(clauses[-1])
    if name or _LEADS_IN.sub("", clauses[-1]):
        return name
    return next(filter(None, map(_leading_name, reversed(clauses[:-1]))), None)


def _leading_name(clause: str) -> str | None:
    """Return the subject of a clause, if a verb of saying, a time or a preposition follows it."""
    verb = _REPORTED.search(clause)
    if verb:
        return _name(clause[: verb.start()])
    pronoun = _PRONOUN.match(clause)
    if pronoun:
        return pronoun[0]
    name = _name(clause)
    return name if name and _FOLLOWS.search(clause, 1) else None


@cached(512)  # consecutive quotations have the same sentences before them
def _reporter(sentence: str) -> str | None:
    """Return the speaker named in the sentence before the marks: NP表示，……“…”, 据NP，……“…”, NP的声明“…”."""
    if _DOCUMENT.search(sentence):
        return _name(_CLAUSE_END.split(sentence)[-1])
    for clause in reversed(_CLAUSE_END.split(sentence)):
        *_, verb = [None, *_REPORTED.finditer(clause)] if _OF_SAYING.search(clause) else [None]
        if verb:
            name = _name(clause[: verb.start()])
        elif _ACCORDING.match(clause):
            name = _name(clause)
        else:
            continue
        if name:
            return name
    return None


def _name(clause: str) -> str | None:
    """Return the noun phrase of the speaker in a clause, or ``None`` if it is not clear."""
    name = _BRACKETS.sub(" ", _QUOTED.sub("", clause[-WINDOW:]))
    while lead := (_LEADS_IN.match(name) or _SETTING.match(name)):
        name = name[lead.end() :]
    if _RELATIVE.match(name):  # 种了三十年稻子的农民
        name = name[name.rfind("的") + 1 :]
    follows = None if _DOCUMENT.search(name) and "在" not in name else _FOLLOWS.search(name, 1)
    if follows:
        name = name[: follows.start()]
    if pronoun := _PRONOUN_ACTS.match(name) or _PRONOUN_LAST.search(name):
        return pronoun[0]
    while adverb := _ADVERB.search(name):
        name = name[: adverb.start()]
    if len(name) > _MODIFIER:
        name = name[name.rfind("的") + 1 :]
    name = name[max(name.rfind("（"), name.rfind("(")) + 1 :].strip()
    if len(name) > _LONGEST or _NO_NAME.match(name):
        return None
    return name
