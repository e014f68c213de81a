"""Closed word classes of Chinese and English: words that say nothing by themselves, and words that must not differ.

All in the normal form. The lists are closed classes of the two languages (function words, numerals, days, verbs of
saying), not phrases of any source; a text in another language is judged by its words alone.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION = frozenset(
    "的了着过地得之其所也都就还又再并且而与和及或但却则因为于以在从对把被将向由让使给是有这那此该些个只仅才已曾很较吗呢吧啊呀们会"
) | _set("""
    a an the and or but nor so yet if then than that this these those which who whom whose what when where while as at
    by for from in into of off on onto out over per to up upon with within about after against between through during
    under since until is am are was were be been being has have had having do does did doing will would can could shall
    should may might must he she it they we you i him her them us me his its their our your my there here also just
    only still even now more most very too such both either each any all some another other others
""")
FUNCTION_PAIRS = _set("""
    上述 前述 这些 那些 这种 那种 这样 那样 这个 那个 这里 那里 他们 她们 它们 我们 你们 自己 一些 一个 一种 其他 其它
    某些 因此 因而 所以 但是 然而 不过 同时 此外 另外 其中 其实 甚至 或者 以及 并且 而且 虽然 尽管 如果 由于 为了 关于
    对于 根据 随着 通过 之后 之前 以来 于是 从而 例如 比如 什么 怎么 如何 为何 不仅 不但 只是 就是 还是 目前 已经 曾经
    正在 可以 可能 能够 应该 应当 必须 需要 进行 完全 非常 十分 尤其 特别 更加 依然 仍然 似乎 几乎 也许 究竟 到底 一直
    一定
""")

# Function words of one class may replace each other without changing the meaning of the text. Not he for she, all for
# some or both, by for to, over for about, is for was or will be, can for could, may for might, this for that, most for
# very, or for and: these change it.
FUNCTION_CLASSES = (
    *(
        _set(f"a an the such {near} {own}")
        for own in ("its", "his", "her", "their", "our", "my", "your")
        for near in ("this these", "that those")
    ),
    *(
        _set(f"who whom which there {near} {person}")
        for person in ("he him", "she her", "it they them", "we us", "you", "i me")
        for near in ("this these", "that those")
    ),
    _set("that these"),
    _set("this those"),
    _set("each every"),
    _set("a an any"),
    _set("in at on"),
    _set("in of"),
    _set("in into within during through"),
    _set("on onto upon about"),
    _set("during through over throughout"),
    _set("for of"),
    _set("to into onto"),
    _set("and also as then so"),
    _set("and but yet"),
    _set("and while as"),
    _set("is are am be has have do does doing"),
    _set("was were be been had did doing"),
    _set("being is are am be"),
    _set("being was were be been"),
    _set("will shall"),
    _set("should ought"),
    _set("just only"),
    _set("also too"),
    frozenset("的之地得其所"),
    frozenset("个名位只条件项份家"),
    frozenset("和与及并而且"),
    frozenset("但却而"),
    frozenset("在于"),
    frozenset("将会要"),
    frozenset("已了才"),
    frozenset("这此该其本"),
    frozenset("那该其"),
    frozenset("向对"),
    frozenset("把将"),
    frozenset("也还就又"),
    frozenset("吗呢吧啊呀"),
)
ARTICLES = _set("a an")
DETERMINERS = _set("""
    a an the this that these those its his her their our my your he she it they we you i him them us me who whom which
    there
""")  # each of which may replace a name

VAGUE = _set("一系列 一批 一种 一项")  # replacing these loses nothing
SELECTING = frozenset("另某各每哪谁几全我你咱")  # unlike pronouns, they select something else
VARIANTS = {"藉": "借", "覆": "复", "像": "象", "您": "你", "妳": "你"}  # characters of one meaning
PARTICLES = frozenset("的了着过地得之")
PRONOUNS = frozenset("他她它们其该此这那位")
NEAR, FAR = frozenset("这此本"), frozenset("那")  # this year, that year
THIRD_PERSONS = frozenset("他她它")  # none of which replaces another
OTHERS = ("其他", "其它")  # no pronouns, though they begin or end with one
PERSONS = _set("he she 他 她")  # the sentence before names the person
SAYING_SAME = _set("said says say saying told tells tell added adds stated states noted notes")  # of one meaning
SAYING = _set("""
    said says say told tells added adds announced announces confirmed confirms reports reported claimed claims stated
    states noted notes explained explains wrote writes warned warns insisted insists revealed reveals
""")
CIRCUMSTANCES = _set("in at on during after before speaking asked")  # that open a sentence before an attribution
VERBS_AFTER_SUBJECTS = _set("was were is are has have had will")  # except in questions, which begin with a capital
BEING = _set("is are was were be been being")  # before a verb of saying: what was announced, not who did
SAYING_ENDS = tuple(
    sorted(_set("表示 指出 认为 强调 报道 报道指 介绍 透露 宣布 宣称 声称 写道 回应 解释 通报 说 说道 称"))
)
NOUNS_OF_SAYING = _set("介绍 回应 解释 报道 宣布 透露")  # are no attribution without a subject
NOT_BEFORE_SAYING = tuple("不没未无的地得行做作予了有以加再需要能")  # right before the verb: negated, or a noun
NOT_SAYING = tuple(sorted(_set("名称 职称 昵称 俗称 统称 对称 小说")))  # nouns that end like a verb of saying
TIME_OF_SPEECH = _set("""
    on monday tuesday wednesday thursday friday saturday sunday today yesterday last this night morning afternoon
    evening
""")
POINTING = _set("see read follow watch click visit listen subscribe find check download tune")
POINTING_STARTS = tuple(sorted(_set("点击 按此 更多 详见 参见 请看 请参考 扫码 长按 查看 下载 延伸阅读")))
POINTING_BEFORE = (*POINTING_STARTS, "不要错过")  # with what follows a colon, or a title
POINTING_ENDS = tuple(sorted(_set("见 请看 请参考 如下")))

FORM_LABELS = _set("图 组图 图集 图文 图文版 附图 多图 视频 视频版 附视频")  # not of the content
LABELS_OF_TEXTS = _set("""
    简介 摘要 导语 导读 按 编者按 编按 快讯 更新 最新 独家 注 提示 关联 延伸 相关 原文 节录
    update updated breaking exclusive summary abstract watch video videos photos explainer live note ps ub
""")  # of a text as a whole: before a colon or a dash they name no other subject
FIELDS = _set("作者 著者 译者 编者 出版社 出版")  # labels that a verb may replace: 某人著
FIELD_VERBS = frozenset("著译编")

DATELINE = frozenset("年月日号周星期一二三四五六七八九十天初廿农历")
_DATE_CHARACTERS = "〇一二三四五六七八九十年月日号周天期星春夏秋冬"
WEEKDAYS = _set("monday tuesday wednesday thursday friday saturday sunday")
ABBREVIATIONS = _set("""
    prof gov sen rep gen col capt lieut dept univ assn corp inc ave jan feb mar apr jun jul aug sep sept oct nov dec mon
    tue tues wed thu thur thurs fri sat sun min max approx est intl govt
""")
SUMS = _set("thousand million billion trillion pound pounds dollar dollars euro euros")
_CLIPPED = """
    ad/advertisement advert/advertisement bike/bicycle exam/examination flu/influenza fridge/refrigerator gym/gymnasium
    info/information lab/laboratory maths/mathematics math/mathematics memo/memorandum phone/telephone photo/photograph
    plane/aeroplane airplane/aeroplane rhino/rhinoceros tv/television telly/television uni/university
    ww1/war ww2/war wwi/war wwii/war
"""
CLIPPED = dict(entry.split("/") for entry in _CLIPPED.split())  # the short form to the full word
MONTHS = _set("january february april june july august september october november december")  # may, march: also words
DAY_PARTS = _set("morning afternoon evening tomorrow weekday weekdays weekend weekends")
SOLID_WEEKDAYS = ("周", "星期", "礼拜")
SOLID_DAYS = frozenset("一二三四五六日天")
RELATIVE_DAYS = _set("today yesterday tonight 今天 今日 昨天 昨日 昨晚 当天 当日")

PERIODS = _set("""
    week weekend month quarter year season issue edition release version update episode
    本周 本月 本季 本年 今年 本期 本次 此次
""")  # "this week": another one later
PRESENT = RELATIVE_DAYS | _set("year week month") | frozenset("今昨当本去上")
RELATIVE_DATES = RELATIVE_DAYS | _set("year week month") | frozenset("今昨当本去天日年月周晚")
VAGUE_TIMES = _set("最近 近日 日前 不久前 recently lately")
NAMED_DATES = WEEKDAYS | MONTHS | frozenset(_DATE_CHARACTERS)

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=2
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMERALS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2} | dict(zip("三四五六七八九", range(3, 10), strict=True))
MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

AND = frozenset("和与及或") | _set("and or plus")  # words added beside these add to the statement
OPEN = _set("will would may might could can should must")  # what happens has not happened yet
OR = frozenset("或") | _set("or either")  # before an alternative
RESERVING = _set("""
    only just merely solely except mostly mainly partly partially some probably possibly reportedly suspected
    alleged allegedly 仅 只 仅仅 部分 大部分 可能 或 或许 约 近 将近 主要 基本
    疑似 涉嫌 初步 暂定 临时 代理 候选人 草案 代拟稿 初稿 修改稿
""")  # left out, they make a statement of a part, or a supposition, one of all, or a fact
ALLEGING = _set("""
    alleged allegedly alleges allege alleging allegation allegations accused accuses accusing suspected suspects
    purported purportedly reportedly supposed supposedly believed presumed presumably apparently rumored rumoured
""")  # what is not proven
FUTURE = _set("will would")
BEFORE_PLANS = _set("""
    plan plans planned planning intend intends intended expect expects expected scheduled due hope hopes hoped aim aims
    aimed seek seeks sought propose proposes proposed going try tries tried trying attempt attempts attempted attempting
    want wants wanted agreed vowed promised promises set about is are was were
""")  # before "to": what has not happened yet
LIMITS = {
    limit: limits[0]
    for limits in (
        ("up to", "at most"),
        ("at least",),
        ("more than", "over"),
        ("less than", "fewer than", "under"),
        ("almost", "nearly"),
    )
    for limit in limits
}  # before a figure, with the first that means the same
CONDITIONING = _set("if unless until provided except")  # at the head of a condition
SUBORDINATING = CONDITIONING | _set("""
    including excluding because when where while after before although though who which that to whom whose like such
    without with since as
""")  # at the head of a clause that goes on with a sentence
BEFORE_PHRASES = _set("in on at for from by under over near inside outside against among across through")
AT_LEAST = _set("more over least exceeding")
AT_MOST = _set("nearly almost less fewer most under")
PREFIXES = _set("anti bi counter ex half inter mid multi near non post pre pro quasi semi sub tri un")
POINTING_AT = _set("this these that those such")
STAGES = _set("""
    charged indicted arrested detained pleaded convicted acquitted sentenced released jailed imprisoned extradited
    deported sued settled dismissed appealed overturned upheld admitted ordered fined seized imposed forfeited pardoned
    commuted executed approved rejected passed vetoed enacted signed ratified repealed banned lifted suspended postponed
    cancelled canceled resumed launched opened reopened closed completed finished started began ended halted elected
    appointed nominated confirmed sworn resigned retired fired died killed injured hospitalised hospitalized rescued
    found missing recovered reached agreed unveiled won lost defeated
    判处 起诉 逮捕 拘留 认罪 定罪 宣判 释放 获释 上诉 驳回 查封 处决 批准 否决 签署 签订 生效 表决 启动 开工
    竣工 完工 完成 落成 投产 通车 发射 着陆 开幕 闭幕 举行 召开 观看 宣读 致辞 抵达 离开 启程 回国 返回 追认
    当选 任命 辞职 免职 落马 去世 逝世 死亡 受伤 遇难 失踪 获救 达成 取消 推迟 延期 暂停 恢复 停止 终止 结束
    发布 公布 关闭 重开 获胜 夺冠
""")  # of a trial, a law, a project, a visit, a life: what happens next to those of whom the rest was read
BEFORE_PARTIES = _set("with from for by against of to")  # right before those who take part
PLANNING = _set("将 拟 议程 草案 计划")  # what the text says has not happened yet
COUNTED = frozenset("年月日号时分秒天周个名人位例次种件家户所台辆艘架岁元万亿度级米吨届期项条") | _set("""
    percent million billion year years month months day days week weeks hour hours people
""")  # a figure beside another of these is another figure
PLANS = tuple(sorted(_set("将 拟 预计 计划 打算 有望 准备")))
DELIBERATING = tuple(sorted(_set("考虑 酝酿 有意")))  # before what may be planned one day
CONDITIONS = tuple(sorted(_set("如果 若是 只要 只有 一旦 假如 倘若 除非 前提下 条件下")))  # before what they limit
ENDING_CONDITIONS = tuple(sorted(_set("除非 前提是 条件是 但前提 但须 但必须 但需")))  # after it
OFFICES = tuple(
    sorted(
        _set("""
    主席 总理 总统 首相 议长 部长 副部长 大臣 外长 大使 省长 州长 市长 县长 镇长 书记 主任 局长 司长 处长 院长 校长 会长
    秘书长 董事长 总裁 经理 司令 委员 理事 法官 检察长
""")
    )
)
LEADING = _set("主持 主讲 致辞 执导 率领 接任 出任 担任")  # of one person: who else was there is no matter
ADDRESSING = _set("同志 先生 女士 小姐 教授 博士 院士 老师")  # after a name
LAWS = tuple(
    sorted(_set("条例 办法 规定 章程 规划 协定 公约 协议 纲要 法草案 法修订 法修正 法案"))
)  # after their names
HOLIDAYS = tuple(sorted(_set("元旦 春节 除夕 元宵 清明 五一 端午 七夕 中秋 国庆 重阳 腊八 圣诞")))
SUPERLATIVES = _set("最大 最高 最多 最长 最快 最早 最低 最小 最新 首次 首个 首家 首位 首例 唯一")
PLACING = frozenset("在于至到赴抵") | _set("in at near")  # right before where something was
EVERY = _set("all every always 所有 全部 一切 始终")  # added, they say more than the text without them
QUANTITIES = _set("several many numerous various multiple both few")  # which "a" is not
PAGES = _set("page pages p pp 页")
OTHER = _set("other others")
MORE = frozenset(["again", "another", "再", "又"])
NEGATIONS = frozenset("不没未无非否") | _set("""
    not no non never none nobody nothing without cannot dont doesnt didnt wont cant isnt arent wasnt werent hasnt havent
    couldnt wouldnt shouldnt
""")
NOT_NEGATIONS = _set("不过 不久 不仅 不但 不断 不同 非常 未来 无数 否则 是否 未必")

# Words of one set cannot replace each other.
OPPOSITES = (
    frozenset(NUMERALS),
    WEEKDAYS,
    MONTHS,
    _set("morning afternoon evening night"),
    frozenset("上中下"),
    frozenset("前后"),
    frozenset("涨跌"),
    frozenset("升降"),
    frozenset("增减"),
    frozenset("胜负败"),
    frozenset("东西南北"),
    frozenset("左右"),
    frozenset("买卖"),
    _set("up down"),
    _set("upper lower"),
    _set("above below"),
    _set("before after"),
    _set("left right"),
    _set("north south east west"),
    _set("northern southern eastern western"),
    _set("minimum maximum"),
    _set("increase increases increased decrease decreases decreased"),
    _set("manually automatically"),
    _set("rise rises rose fall falls fell"),
    _set("win wins won lose loses lost"),
    _set("more fewer less"),
    _set("man woman"),
    _set("men women"),
    _set("boy girl"),
    _set("father mother"),
    _set("son daughter"),
    _set("brother sister"),
    _set("husband wife"),
    frozenset("男女"),
    _set("first second third fourth fifth"),
    _set("north south east west"),
)

# Irregular English verbs and nouns: the base and its other forms.
_FORMS = """
    arise/arose/arisen awake/awoke/awoken bear/bore/borne become/became begin/began/begun bend/bent bind/bound
    bite/bit/bitten bleed/bled blow/blew/blown break/broke/broken breed/bred bring/brought build/built burn/burnt
    buy/bought catch/caught choose/chose/chosen cling/clung come/came creep/crept deal/dealt dig/dug draw/drew/drawn
    drink/drank/drunk drive/drove/driven eat/ate/eaten fall/fell/fallen feed/fed feel/felt fight/fought find/found
    flee/fled fly/flew/flown forbid/forbade/forbidden forget/forgot/forgotten forgive/forgave/forgiven
    freeze/froze/frozen get/got/gotten give/gave/given go/went/gone grow/grew/grown hang/hung hear/heard
    hide/hid/hidden hold/held keep/kept kneel/knelt know/knew/known lay/laid lead/led lean/leant leap/leapt
    learn/learnt leave/left lend/lent light/lit lose/lost make/made mean/meant meet/met mistake/mistook/mistaken
    pay/paid prove/proven ride/rode/ridden ring/rang/rung rise/rose/risen run/ran see/saw/seen seek/sought sell/sold
    send/sent shake/shook/shaken shine/shone shoot/shot show/shown shrink/shrank/shrunk sing/sang/sung
    sink/sank/sunk sit/sat sleep/slept slide/slid speak/spoke/spoken speed/sped spell/spelt spend/spent spill/spilt
    spin/spun spring/sprang/sprung stand/stood steal/stole/stolen stick/stuck sting/stung strike/struck
    strive/strove/striven swear/swore/sworn sweep/swept swell/swollen swim/swam/swum swing/swung take/took/taken
    teach/taught tear/tore/torn think/thought throw/threw/thrown understand/understood
    undertake/undertook/undertaken wake/woke/woken wear/wore/worn weave/wove/woven weep/wept win/won
    withdraw/withdrew/withdrawn withhold/withheld write/wrote/written man/men woman/women child/children
    person/people foot/feet tooth/teeth mouse/mice
"""
IRREGULAR = {form: forms[0] for forms in (entry.split("/") for entry in _FORMS.split()) for form in forms[1:]}

_ENDINGS = ("ings", "ing", "ers", "er", "ed", "es", "s")


def function_places(words: Sequence[str]) -> list[bool]:
    """Return for each token whether it is a function word, or a character of one."""
    places = [word in FUNCTION for word in words]
    for at, (a, b) in enumerate(pairwise(words)):
        if a + b in FUNCTION_PAIRS:
            places[at] = places[at + 1] = True
    return places


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the word without its English ending: *announce*, *announces* and *announced* become one.

    >>> [stem(word) for word in ("announce", "announces", "announced", "countrys", "ring")]
    ['announc', 'announc', 'announc', 'country', 'ring']
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > 4 else word


def numeral(characters: str) -> int | None:
    """Return the value of a Chinese numeral, also if written digit by digit; None for an estimate (七八十).

    >>> numeral("一百二十"), numeral("二〇二四"), numeral("两万"), numeral("十"), numeral("七八十")
    (120, 2024, 20000, 10, None)
    """
    if all(character in NUMERALS for character in characters):
        return int("".join(str(NUMERALS[character]) for character in characters[:18]))
    total, digit = 0, None
    for character in characters:
        multiple = MULTIPLES.get(character)
        if multiple is None:
            if digit:
                return None
            digit = NUMERALS[character]
        elif multiple >= MULTIPLES["万"]:
            total, digit = (total + (digit or 0) or 1) * multiple, None
        else:
            total, digit = total + (digit or 1) * multiple, None
    return total + (digit or 0)
