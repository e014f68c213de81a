"""Query parameters that state the origin of a click and never select content, each with the company that adds it.

Only these are removed: many sites name the article itself in the query, and dropping unknown parameters would merge
different articles. To add one, name its owner, and check that no site uses it to distinguish its pages.
"""

from __future__ import annotations

NAMES = frozenset({
    "fbclid",  # Facebook
    "gclid", "dclid", "gbraid", "wbraid", "gad_source", "srsltid", "_ga", "_gl",  # Google Ads, Merchant, Analytics
    "msclkid",  # Microsoft Advertising
    "yclid", "ysclid", "_openstat",  # Yandex
    "amp_js_v", "amp_gsa", "usqp",  # Google's viewer of AMP pages
    "twclid", "ref_src", "__twitter_impression",  # X
    "ttclid",  # TikTok
    "li_fat_id",  # LinkedIn
    "igshid", "igsh",  # Instagram
    "mc_cid", "mc_eid",  # Mailchimp campaign and reader
    "mkt_tok",  # Marketo
    "_hsenc", "_hsmi", "hsctatracking",  # HubSpot
    "vero_id",  # Vero
    "wt_mc", "wt.mc_id", "wtmc",  # Webtrekk, Webtrends
    "s_cid",  # Adobe Analytics
    "xtor",  # AT Internet, before at_
    "spm",  # Alibaba, position of the click
    "cmpid",  # Bloomberg, NBC and others, campaign
    "cmp",  # The Guardian
    "icid", "ocid",  # BBC, MSN
    "ito",  # Daily Mail
    "smid", "smtyp",  # The New York Times, shared link
    "wpisrc", "wpmk",  # The Washington Post
    "ftag",  # CBS, CNET
    "maca",  # Deutsche Welle
    "traffic_source",  # Al Jazeera
    "mbid",  # Condé Nast
    "ex_cid",  # ESPN
    "sh_kit", "guccounter", "guce_referrer", "guce_referrer_sig", "soc_src", "soc_trk",  # Yahoo
})  # fmt: skip

PREFIXES = (
    "utm_",  # Google Analytics, Urchin
    "mtm_", "pk_", "piwik_",  # Matomo
    "at_",  # AT Internet (Piano)
    "ns_",  # comScore
    "hsa_",  # HubSpot ads
)  # fmt: skip

NAMES_AT = {
    "mp.weixin.qq.com": frozenset({"chksm", "scene", "sessionid", "subscene", "clicktime", "enterid", "ascene"}),
    "youtube.com": frozenset({"feature", "si"}),  # how the viewer reached the video, and who shared it
    "youtu.be": frozenset({"feature", "si"}),
    "reuters.com": frozenset({"feedtype", "feedname"}),
}
"""Parameters that track on one site only, by the end of its host."""

REFERRERS = frozenset({
    "ampref",  # The New Zealand Herald
    "emc",  # The New York Times
    "mod", "siteid",  # The Wall Street Journal, MarketWatch
    "ncid",  # AOL, TechCrunch
    "ref", "source", "src", "from", "partner", "rss", "feed", "via",  # many
})  # fmt: skip
"""Parameters that name the referring medium: trackers if they name a feed (``ref=rss``), otherwise perhaps not."""
