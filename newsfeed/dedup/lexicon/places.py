"""Recognise names of places in Chinese, which no capital marks: another name makes another text.

Countries, provinces and regions, and big cities of the world, in the normal form; several names of one place are
separated by slashes. Only an exchange of one for another counts, so that no list need be complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNTRIES = """
    中国/中华人民共和国 美国/美利坚 英国/大不列颠 法国/法兰西 德国/德意志 俄罗斯/俄国 日本 韩国/南韩 朝鲜/北韩/北朝鲜
    蒙古/蒙古国 越南 老挝/寮国 柬埔寨 泰国 缅甸 马来西亚 新加坡 印度尼西亚/印尼 菲律宾 文莱 东帝汶 印度 巴基斯坦
    孟加拉/孟加拉国 尼泊尔 不丹 斯里兰卡 马尔代夫 阿富汗 哈萨克斯坦/哈萨克 乌兹别克斯坦/乌兹别克
    吉尔吉斯斯坦/吉尔吉斯 塔吉克斯坦 土库曼斯坦 伊朗 伊拉克 叙利亚 黎巴嫩 以色列 巴勒斯坦 约旦 沙特阿拉伯/沙特 也门
    阿曼 阿联酋 卡塔尔 巴林 科威特 土耳其 格鲁吉亚 亚美尼亚 阿塞拜疆 塞浦路斯 希腊 意大利 西班牙 葡萄牙 荷兰 比利时
    卢森堡 瑞士 奥地利 爱尔兰 冰岛 挪威 瑞典 芬兰 丹麦 波兰 捷克 斯洛伐克 匈牙利 罗马尼亚 保加利亚 塞尔维亚 克罗地亚
    斯洛文尼亚 波黑 黑山 科索沃 北马其顿 阿尔巴尼亚 摩尔多瓦 乌克兰 白俄罗斯 立陶宛 拉脱维亚 爱沙尼亚 马耳他 摩纳哥
    梵蒂冈 苏联 南斯拉夫 埃及 利比亚 突尼斯 阿尔及利亚 摩洛哥 苏丹 南苏丹 埃塞俄比亚 厄立特里亚 索马里 吉布提 肯尼亚
    乌干达 卢旺达 布隆迪 坦桑尼亚 莫桑比克 马拉维 赞比亚 津巴布韦 博茨瓦纳 纳米比亚 南非 莱索托 马达加斯加 毛里求斯
    安哥拉 刚果 加蓬 喀麦隆 中非 乍得 尼日尔 尼日利亚 贝宁 多哥 加纳 科特迪瓦 布基纳法索 马里 利比里亚 塞拉利昂
    几内亚 塞内加尔 冈比亚 毛里塔尼亚 加拿大 墨西哥 危地马拉 洪都拉斯 萨尔瓦多 尼加拉瓜 哥斯达黎加 巴拿马 古巴 海地
    多米尼加 牙买加 委内瑞拉 哥伦比亚 厄瓜多尔 秘鲁 玻利维亚 巴西 巴拉圭 乌拉圭 阿根廷 智利 圭亚那 苏里南
    澳大利亚/澳洲 新西兰/纽西兰 斐济 萨摩亚 汤加 瓦努阿图 所罗门群岛 瑙鲁 帕劳
"""
SIGNS = frozenset("美俄英法德日韩朝印越泰澳加欧非巴伊以蒙缅菲马新意西葡荷波乌阿沙埃土墨古智秘匈塞柬老哈")
"""Characters that stand for countries: 中俄."""
_REGIONS = """
    河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海
    台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 亚洲 欧洲 非洲 美洲 北美 南美 拉美 大洋洲 中东 东亚 南亚 东南亚 中亚
    北欧 东欧 西欧 英格兰 苏格兰 威尔士 北爱尔兰 格陵兰 加州/加利福尼亚 得州/德州/得克萨斯/德克萨斯 佛州/佛罗里达
    纽约州 华盛顿州 宾州/宾夕法尼亚 伊利诺伊 俄亥俄 密歇根 乔治亚州/佐治亚 北卡罗来纳 南卡罗来纳 弗吉尼亚 马里兰
    麻省/马萨诸塞 新泽西 康涅狄格 亚利桑那 内华达 俄勒冈 犹他 科罗拉多 新墨西哥 明尼苏达 威斯康星 密苏里 阿拉巴马
    密西西比 路易斯安那 田纳西 肯塔基 印第安纳 爱荷华 堪萨斯 俄克拉荷马 阿拉斯加 夏威夷 安大略 魁北克 克什米尔 加沙
    约旦河西岸 克里米亚 车臣 顿巴斯 顿涅茨克 卢甘斯克 巴伐利亚 加泰罗尼亚 西伯利亚 北海道 冲绳
"""
_CITIES = """
    北京/北平 上海 天津 重庆 广州 深圳 珠海 东莞 佛山 中山 惠州 汕头 湛江 武汉 宜昌 襄阳 黄冈 南京 苏州 无锡 常州
    南通 徐州 扬州 杭州 宁波 温州 绍兴 金华 义乌 嘉兴 合肥 芜湖 福州 厦门 泉州 南昌 九江 赣州 济南 青岛 烟台 潍坊
    临沂 郑州 洛阳 开封 长沙 株洲 岳阳 成都 绵阳 德阳 贵阳 遵义 昆明 大理 丽江 拉萨 日喀则 西安 咸阳 延安 兰州 天水
    西宁 银川 乌鲁木齐 喀什 和田 伊犁 呼和浩特 包头 鄂尔多斯 太原 大同 石家庄 唐山 保定 邯郸 沈阳 大连 鞍山 丹东 长春
    哈尔滨 大庆 齐齐哈尔 南宁 桂林 柳州 北海 海口 三亚 台北 新北 桃园 台中 台南 高雄 基隆 新竹 九龙 首尔/汉城 釜山
    平壤 东京 大阪 京都 名古屋 横滨 神户 福冈 广岛 长崎 札幌 仙台 福岛 河内 胡志明市/西贡 岘港 金边 曼谷 清迈 仰光
    曼德勒 内比都 吉隆坡 槟城 雅加达 万隆 巴厘岛 马尼拉 新德里/德里 孟买 加尔各答 班加罗尔 金奈 达卡 加德满都 科伦坡
    伊斯兰堡 卡拉奇 拉合尔 白沙瓦 喀布尔 坎大哈 塔什干 阿拉木图 阿斯塔纳 德黑兰 巴格达 摩苏尔 巴士拉 大马士革 阿勒颇
    霍姆斯 贝鲁特 耶路撒冷 特拉维夫 安曼 利雅得 麦加 吉达 多哈 迪拜 阿布扎比 萨那 安卡拉 伊斯坦布尔 巴库 第比利斯
    开罗 亚历山大 的黎波里 班加西 喀土穆 内罗毕 亚的斯亚贝巴 摩加迪沙 拉各斯 阿布贾 约翰内斯堡 开普敦 哈拉雷
    卡萨布兰卡 达喀尔 莫斯科 圣彼得堡/列宁格勒 海参崴/符拉迪沃斯托克 基辅 哈尔科夫 敖德萨 马里乌波尔 明斯克 华沙
    克拉科夫 布拉格 布达佩斯 布加勒斯特 索非亚 贝尔格莱德 萨拉热窝 雅典 罗马 米兰 威尼斯 那不勒斯 佛罗伦萨 都灵
    马德里 巴塞罗那 里斯本 巴黎 里昂 马赛 尼斯 波尔多 图卢兹 斯特拉斯堡 布鲁塞尔 安特卫普 阿姆斯特丹 鹿特丹 海牙 柏林
    慕尼黑 汉堡 法兰克福 科隆 莱比锡 德累斯顿 斯图加特 日内瓦 苏黎世 伯尔尼 巴塞尔 达沃斯 维也纳 萨尔茨堡 哥本哈根
    斯德哥尔摩 奥斯陆 赫尔辛基 维尔纽斯 塔林 都柏林 贝尔法斯特 伦敦 曼彻斯特 利物浦 伯明翰 利兹 爱丁堡 格拉斯哥 牛津
    剑桥 纽约 华盛顿 波士顿 费城 巴尔的摩 亚特兰大 迈阿密 奥兰多 芝加哥 底特律 克利夫兰 匹兹堡 圣路易斯 新奥尔良
    休斯敦/休斯顿 达拉斯 奥斯汀 丹佛 凤凰城 拉斯维加斯 洛杉矶 旧金山/三藩市 圣迭戈/圣地亚哥 西雅图 波特兰 盐湖城
    明尼阿波利斯 硅谷 好莱坞 多伦多 温哥华 蒙特利尔 渥太华 卡尔加里 墨西哥城 哈瓦那 太子港 加拉加斯 波哥大 利马 基多
    巴西利亚 圣保罗 里约热内卢 布宜诺斯艾利斯 悉尼/雪梨 墨尔本 堪培拉 布里斯班 珀斯 奥克兰 惠灵顿
"""

_PLACES = {
    name: names[0]
    for entry in f"{_COUNTRIES} {_REGIONS} {_CITIES}".split()
    for names in [entry.split("/")]
    for name in names
}
_LONGEST = max(map(len, _PLACES))
_FIRST = frozenset(name[0] for name in _PLACES)


def places_at(words: Sequence[str], tokens: range) -> set[str]:
    """Return the places whose names include any of these tokens, each by one of its names.

    >>> sorted(places_at("他从北京去德克萨斯", range(2, 9)))
    ['北京', '得州']
    """
    found: set[str] = set()
    end = 0
    for at in range(max(0, tokens.start - _LONGEST + 1), tokens.stop):
        if at < end or words[at] not in _FIRST:
            continue
        text = "".join(words[at : at + _LONGEST])
        length = next((size for size in range(_LONGEST, 1, -1) if text[:size] in _PLACES), 0)
        if length and at + length > tokens.start:
            found.add(_PLACES[text[:length]])
            end = at + length
    return found
