"""Closing notes that are not part of a text: its categories, credits, a biography of its author, a farewell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsfeed.text.lazy import regex
from newsfeed.text.whitespace import fits

if TYPE_CHECKING:
    from newsfeed.text.html.structure import Block

# Widths in columns: an ideograph takes two.
_NOTE = 120
_BIOGRAPHY = 400
_TERM = 30

_FILED = regex(
    r"(?:Posted|Filed|Tagged)\s+(?:in|under|as|with)\b|(?:Categor(?:y|ies)|Tags?|Labels?)\s?:"
    r"|This\s(?:entry|post|article)\swas\s(?:posted|filed)\b"
    r"|(?:Veröffentlicht|Abgelegt)\s(?:in|unter)\b|(?:Kategorien?|Schlagwörter|Schlagworte|Stichwörter|Stichworte)\s?:"
    r"|(?:Publié\sdans|Publicado\sen)\b|(?:Étiquettes?|Mots-clés|Catégories?|Etiquetas?|Categorías?)\s?:"
    r"|(?:分类|分類|标签|標籤|关键词|關鍵詞|归类于|文章标签)\s?[:：]",
    re.IGNORECASE,
)
_TERMS = re.compile(r"[^:：]*[:：]\s*(?P<terms>.+)")
_TERM_MARK = re.compile(r"\s*[,，、|#;/]\s*")
_FILED_TWICE = regex(
    r"(?:Posted|Filed)\s(?:in|under)\s.{1,80}?\W\s?"
    r"(?:Tagged\b|\d+\sComments?\b|Leave a (?:comment|reply)\b|Permalink\b)"
    r"|Posted\sby\s[^.!?|]{1,100}\|.{1,80}\|\s?(?:\d+\sComments?|Leave a (?:comment|reply)|Permalink)$"
    r"|This\s(?:entry|post)\swas\s(?:posted|filed)\s(?:in|under|on)\b.*\b(?:tagged|bookmark|permalink)\b",
    re.IGNORECASE,
)

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĆČĐĘĞİŁŃŘŚŠŹŻŽ]"
_PERSON = (
    rf"(?:\s?{_CAPITAL}[\w.'’-]*+,?|\s?[&/|©]|(?<=[/,])\s?(?:dpa|afp|epa|imago|picture\salliance)\b"
    r"|\s(?:and|und|et|y|van|von|der|de|da|del|la)\b)"
)
_WORK = (
    r"(?:(?:Translat|Edit|Illustrat|Photograph|Report|Compil|Transcrib|Record)(?:ed|ing|s|ions?)?"
    rf"(?:\sfrom\s(?:the\s)?{_CAPITAL}\w+)?"
    r"|(?:Main |Top |Cover |Header |Featured )?(?:Photos?|Photographs?|Pictures?|Images?|Illustrations?|Graphics?)"
    r"(?:\scredits?)?|Video|Audio|Words|Texte?|Fotos?|Bild(?:er)?|Titelbild|Titelfoto|Beitragsbild|Grafik|Redaktion"
    r"|(?:Aus\sdem\s\w+\s)?[Üü]bersetz(?:ung|t)(?:\saus\sdem\s\w+)?|Aus\sdem\s\w+sche?n"
    r"|Traduction|Traduit(?:\sde\sl['’]\w+|\sdu\s\w+)?|Propos\srecueillis|Crédits?(?:\sphotos?)?"
    r"|Texto|Fotografías?|Traducción|Traducido(?:\sdel\s\w+)?|Ilustración|Edición)"
)
_DONE = (
    r"(?:(?:本文)?(?:翻?译者?|翻譯|譯者?|编译|編譯|作者)|撰文|文字?|图片?|圖片?|[题題][图圖]|摄影|攝影|采访|採訪|记者|記者"
    r"|(?:责任|責任|责|責)?(?:编辑|編輯|编|編)|校[对對]?|审[核校]|審[核校]|排版|实习生|(?:图|圖)片?(?:来源|來源)"
    r"|策划|策劃|监制|監製|设计|設計|统筹|統籌|制图|製圖|剪辑|剪輯)"
)
_CREDITS = regex(
    rf"(?:{_WORK}(?:\sby|\svon|\spar|\spor|\s?:)(?:(?!\s?{_WORK}(?:\s?:|\s(?:by|von|par|por)\s)){_PERSON})++[;.|]?\s?)++"
    rf"|(?:[（(【]?{_DONE}\s?[:：/／|｜]\s?[^\s，。！？；]{{1,16}}(?:\s[^\s，。！？；:：]{{1,8}})?[）)】]?[\s|｜]*)+",
)
_IMAGE_CREDIT = regex(
    r"(?:(?:Photo|Image|Picture)s?\s(?:credits?|source|courtesy|by)|(?:Featured|Header|Cover)\s(?:photo|image)"
    r"|(?:Titel|Beitrags|Vorschau)(?:bild|foto)|Bild(?:nachweis|quelle)|Crédits?\sphotos?|题图|題圖|封面图)"
    r"\s?(?:[:：]|via|of|by)\s?[^.!?。！？]{1,100}(?:\.\w[^.!?]{0,40})?\.?",
    re.IGNORECASE,
)
_COPYRIGHT = regex(rf"(?:©|\([cC]\)|Copyright)\s?(?:©\s?)?(?:19|20)\d\d(?:[,.–—-]|\sby\b|\s{_CAPITAL}|\s?$).{{0,250}}")
_CREDITED = regex(rf"(?:{_WORK}|{_DONE}|Author|Editor|Design|Production|Words)\s?[:：]?\s\|\s[^|]{{1,80}}")

_ROLE = (
    r"(?:reporter|journalist|editor|writer|author|columnist|correspondent|contributor|freelancer|blogger|professor"
    r"|lecturer|researcher|fellow|historian|photographer|producer|critic|novelist|poet|analyst|consultant|student"
    r"|developer|engineer|designer|founder|director)"
)
_BIOGRAPHY_ENGLISH = regex(
    rf"{_CAPITAL}[\w.'’-]*(?:\s(?:{_CAPITAL}[\w.'’-]*|van|von|de|da|del|la)){{0,3}}(?:,\sPh\.?D\.?,)?\s"
    rf"(?:is|has\sbeen|writes|covers|works|teaches)\s(?:.{{0,120}}?\b{_ROLE}\b|(?:about|for|as|at)\s)",
)
_CONTACT = regex(
    r"(?:^|[.!?;]\s)(?:You\scan\s)?(?:[Ff]ollow|[Cc]ontact|[Ee]-?mail|[Rr]each|[Ww]rite\sto)\s(?:him|her|them|me|@\w)\b"
    r"|\bcan\sbe\s(?:reached|found|followed)\s(?:at|on|by|via)\b|\s@\w{2,}|\bon\s(?:Twitter|X|Mastodon|Bluesky)\b"
)
_BIOGRAPHY_OTHER = regex(
    r"[（(【](?:本文|文章)?作者[^，。：！？（）()]{0,8}(?:系|为|為|是|现任|現任).{2,80}[）)】]|(?:本文|文章)?作者[简簡]介\s?[:：].{2,150}"
    r"|(?:本文|文章)?作者(?:系|为|為|是|现任|現任)[^，。！？；]{2,40}"
    r"(?:教授|记者|記者|学者|學者|作家|研究员|研究員|评论员|評論員|编辑|編輯|律师|律師|博士|讲师|講師|撰稿人)。?"
    r"|(?:Der\sAutor|Die\sAutorin)\s(?:ist|lehrt|arbeitet)\b[^.!?]{0,120}?\b(?:(?:Chef)?[Rr]edakteur|[Jj]ournalist|Professor"
    r"|Schriftsteller|Dozent|Historiker|Publizist|Korrespondent|Mitarbeiter)(?:in)?\b.{0,150}"
    r"|L['’]aut(?:eur|rice)\sest\s(?:journaliste|professeure?|écrivaine?|chercheu|historien|rédact).{0,150}"
    r"|(?:El\sautor|La\sautora)\ses\s(?:periodista|profesora?|escritora?|historiadora?|redactora?|editora?)\b.{0,150}"
)
_ABOUT_THE_AUTHOR = regex(
    r"(?:about\s(?:the\s)?authors?|about\s(?:me|the\swriter)|(?:über|zu)\s(?:den\sautor|der\sautorin|die\sautorin)|zur\sperson"
    r"|à\spropos\sde\sl['’]aut(?:eur|rice)|sobre\s(?:el\sautor|la\sautora)|(?:关于|關於)作者|作者[简簡]介)\s?[:：]?",
    re.IGNORECASE,
)
_IN_ITALICS = re.compile(r"<(em|i)>((?!</\1>).)*</\1>[.\s]*", re.DOTALL)

_SIGNATURE = regex(
    rf"[-–—~]{{1,3}}\s?{_CAPITAL}[\w.'’-]{{0,20}}(?:\s{_CAPITAL}[\w.'’-]{{0,20}}){{0,2}}(?:\steam)?[;,.]?"
)
_NAME = re.compile(rf"{_CAPITAL}[\w.'’-]{{0,20}}(?:\s{_CAPITAL}[\w.'’-]{{0,20}}){{0,2}}")
_NAME_BEHIND = re.compile(rf"(?<=\w)[,.!]?\s[-–—]\s?{_NAME.pattern}$")
_FAREWELL = regex(
    r"(?:thanks|thank\syou)(?:,\sas\salways,|\sso\smuch|\sagain)?\sfor\s(?:reading|listening|watching)\b[^.!?]{0,60}"
    r"|that['’]s\s(?:all|it)\s(?:for|from)\s(?:now|today|me|us|this\s(?:week|month|time|issue))"
    r"|have\sa\s(?:great|good|nice|lovely|wonderful)\s(?:day|week|weekend|evening)"
    r"|(?:until|till)\snext\s(?:time|week|month)|see\syou\s(?:next\s\w+|soon|tomorrow)|stay\stuned|happy\s(?:coding|hacking)"
    r"|(?:cheers|best|best\swishes|(?:kind\s|best\s|warm\s)?regards|yours(?:\struly)?|sincerely|warmly|xoxo)"
    r"[,!]?(?:\s[-–—]?\s?\w{2,20}){0,2}"
    r"|(?:viele|liebe|herzliche|beste)\sgrüße[,!]?(?:\s\w{2,20}){0,2}|bis\s(?:bald|zum\snächsten\smal)|à\sbientôt|hasta\spronto"
    r"|[（(【\[]?(?:全文|本文)?完[）)】\]]?|(?:感谢|感謝|谢谢|謝謝)(?:您的)?(?:阅读|閱讀|收看|观看|觀看|收听)"
    r"|(?:我们|我們|咱们)?(?:下期|下周|下週|下次|明天)再?[见見会會]",
    re.IGNORECASE,
)
_END_MARKS = ".!…。！,， "
_SENTENCES = re.compile(r"(?<=[.!。！])\s+|(?<=[！。，])(?=\w)")


def is_closing_note(block: Block, before: Block | None) -> bool:
    """Return whether a block at the end of a text is not part of it; ``before`` is the block above it.

    Such a block lists categories or credits, introduces the author, signs the text or bids farewell. A name under a
    quotation or a poem is that of the speaker or the poet.
    """
    text = block.text
    if block.kind == "table":
        return all(map(_CREDITED.fullmatch, text.split("\n")))
    if block.kind not in ("paragraph", "caption", "quote"):
        return False
    if block.kind != "quote" and fits(text, _NOTE):
        is_signed = before is None or not _is_recited(before)
        if _is_filed(block) or _CREDITS.fullmatch(text) or (is_signed and _SIGNATURE.fullmatch(text)):
            return True
        if _is_farewell(text) or (before is not None and _NAME.fullmatch(text) and _is_farewell(before.text)):
            return True
        if _IMAGE_CREDIT.fullmatch(text):
            return True
    if _COPYRIGHT.fullmatch(text):
        return True
    return fits(text, _BIOGRAPHY) and _is_biography(block, before)


def _is_recited(block: Block) -> bool:
    """Return whether a block is a quotation or a poem, so that a name under it is that of its author."""
    return block.kind in ("code", "quote") or block.frame.verse or "\n" in block.text


def _is_farewell(text: str) -> bool:
    """Return whether all sentences of a short text bid farewell; a name may sign it."""
    sentences = _SENTENCES.split(_NAME_BEHIND.sub("", text))
    return fits(text, _NOTE) and all(_FAREWELL.fullmatch(each.rstrip(_END_MARKS)) for each in sentences)


def _is_filed(block: Block) -> bool:
    """Return whether a block lists the categories or tags of a text, with links or as terms between commas."""
    if _FILED_TWICE.match(block.text):
        return True
    if not _FILED.match(block.text):
        return False
    if 3 * block.linked >= block.length:
        return True
    listed = _TERMS.fullmatch(block.text)
    terms = _TERM_MARK.split(listed["terms"]) if listed else []
    return len(terms) > 1 and all(fits(term, _TERM) for term in terms) and block.text[-1] not in ".!?。！？"


def _is_biography(block: Block, before: Block | None) -> bool:
    """Return whether a block introduces the author of a text, set apart or with contact details."""
    if before is not None and _ABOUT_THE_AUTHOR.fullmatch(before.text):
        return True
    if _BIOGRAPHY_OTHER.fullmatch(block.text):
        return True
    about = _ABOUT_THE_AUTHOR.match(block.text)
    if about and about[0].endswith((":", "：")):
        return True
    if not _BIOGRAPHY_ENGLISH.match(block.text):
        return False
    is_set_apart = block.after_rule or block.small >= block.length or bool(_IN_ITALICS.fullmatch(block.html or ""))
    return is_set_apart or _CONTACT.search(block.text) is not None
