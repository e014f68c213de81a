"""128 documents: what is declared, what the server says, byte order marks, and what the bytes really are."""

from __future__ import annotations

from dataclasses import dataclass

from newsfeed.formats import parse

SIMPLIFIED = "渔村的老灯塔昨夜重新点亮，守塔人说，这束光已经等了十年。孩子们在堤岸上数着船，老人把收音机搬到了门口。"
EXTENDED = "朱镕基题写的匾额还挂在渔村码头，喆叔每天擦一遍。守塔人说，这束光已经等了十年，孩子们在堤岸上数着船。"
RARE = "𠮷田先生与㐂婆婆在渔村开了一家面馆。守塔人说，这束光已经等了十年，孩子们在堤岸上数着船。"
TRADITIONAL = "漁村的老燈塔昨夜重新點亮，守塔人說，這束光已經等了十年。屋裏的孩子們數著船，老人把收音機搬到了門口。"
JAPANESE = "漁村の古い灯台にふたたび明かりがともった。「十年も待っていた」と灯台守は話す。子どもたちは船を数えていた。"
JAPANESE_VENDOR = JAPANESE + "写真は①港、②食堂（㈱なぎさ提供）～三月号より。"
KOREAN = "어촌의 오래된 등대에 어젯밤 다시 불이 켜졌다. 등대지기는 이 빛을 십 년 동안 기다렸다고 말했다. 똠방각하!"
RUSSIAN = "Старый маяк в рыбацкой деревне зажгли снова. «Этого света мы ждали десять лет», — говорит смотритель."
RUSSIAN_PLAIN = (
    "Рыбаки вышли в море на рассвете, потому что ветер стих. Вернутся они только к ночи, и маяк укажет путь."
)
POLISH = "Stara latarnia w wiosce rybackiej znów świeci. „Czekaliśmy na to światło dziesięć lat” – mówi latarnik."
FRENCH = "Le vieux phare s’est rallumé hier soir. « Nous l’attendions depuis dix ans », dit le gardien ; œufs à 3 €."
GREEK = "Ο παλιός φάρος του ψαροχωριού άναψε ξανά χθες το βράδυ. Ο φύλακας λέει ότι περίμεναν αυτό το φως δέκα χρόνια."
ENGLISH = "The old lighthouse is lit again. “We’ve waited ten years for it,” says the keeper — and the café stays open."


@dataclass(frozen=True)
class Case:
    """A document, the header it came with, and texts that must be found in it."""

    name: str
    data: bytes
    header: str
    expected: tuple[str, ...]

    def found(self) -> str:
        """Return the titles that come out."""
        return "|".join(
            entry.title.value for entry in parse(self.data, content_type=self.header).entries if entry.title
        )

    def is_right(self) -> bool:
        found = self.found()
        return all(text in found for text in self.expected)


@dataclass(frozen=True)
class Kind:
    """Bytes of one kind: text, Python's codec for it, the label that feeds put on it, and labels that are wrong."""

    name: str
    text: str
    codec: str
    label: str
    wrong_header: str = "iso-8859-1"
    wrong_declaration: str = "utf-8"


KINDS = (
    Kind("gb2312", SIMPLIFIED, "gb2312", "gb2312"),
    Kind("gbk", EXTENDED, "gbk", "gb2312"),
    Kind("gb18030", RARE, "gb18030", "GBK"),
    Kind("big5", TRADITIONAL, "big5hkscs", "Big5"),
    Kind("shift_jis", JAPANESE_VENDOR, "cp932", "Shift_JIS"),
    Kind("euc-jp", JAPANESE, "euc_jp", "EUC-JP"),
    Kind("euc-kr", KOREAN, "cp949", "euc-kr"),
    Kind("windows-1250", POLISH, "cp1250", "windows-1250"),
    Kind("windows-1251", RUSSIAN, "cp1251", "cp1251"),
    Kind("windows-1252", FRENCH, "cp1252", "ISO-8859-1", wrong_header="utf-8"),
    Kind("windows-1253", GREEK, "cp1253", "windows-1253"),
    Kind("koi8-r", RUSSIAN_PLAIN, "koi8-r", "KOI8-R", wrong_header="windows-1251"),
    Kind("utf-8", SIMPLIFIED, "utf-8", "UTF-8", wrong_declaration="gb2312"),
    Kind("utf-8 with a mark", RUSSIAN, "utf-8-sig", "utf8", wrong_declaration="windows-1251"),
    Kind("utf-16 with a mark", TRADITIONAL, "utf-16", "UTF-16", wrong_declaration="big5"),
    Kind("utf-16 without", KOREAN, "utf-16-be", "utf-16"),
    Kind("utf-32 with a mark", GREEK, "utf-32", "UTF-32"),
    Kind("utf-32 without", FRENCH, "utf-32-le", "utf-32", wrong_declaration="utf-16"),
)


def document(*texts: str, declared: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    items = "".join(f"<item><title>{text}</title></item>" for text in texts)
    return f"{declaration}<rss><channel><title>H</title>{items}</channel></rss>"


def header(label: str) -> str:
    return f"application/rss+xml; charset={label}" if label else "application/rss+xml"


def labelled(kind: Kind) -> list[Case]:
    situations = {
        "declared": (kind.label, ""),
        "in the header": ("", kind.label),
        "nowhere": ("", ""),
        "declared, the header wrong": (kind.label, kind.wrong_header),
        "in the header, declared wrong": (kind.wrong_declaration, kind.label),
        "declared wrong": (kind.wrong_declaration, ""),
    }
    return [
        Case(
            f"{kind.name}, {name}",
            document(kind.text, declared=declared).encode(kind.codec),
            header(said),
            (kind.text,),
        )
        for name, (declared, said) in situations.items()
    ]


def mixed() -> list[Case]:
    """Documents of bytes from two sources, or with one that is broken."""
    aside = SIMPLIFIED[20:]
    cases = []

    def add(name: str, parts: list[bytes], *expected: str, declared: str = "", said: str = "") -> None:
        head, between, tail = document("{}", "{}", declared=declared).encode().split(b"{}")
        cases.append(
            Case(
                f"{name}, {declared or said or 'unlabelled'}", head + between.join(parts) + tail, header(said), expected
            )
        )

    for labels in ({"declared": "utf-8"}, {}, {"said": "iso-8859-1"}):
        add("UTF-8 with a stray byte", [SIMPLIFIED.encode(), b"caf\xe9"], SIMPLIFIED, "café", **labels)
    for labels in ({"declared": "utf-8"}, {}, {"said": "gbk"}):
        add("UTF-8 and GBK", [SIMPLIFIED.encode(), EXTENDED.encode("gbk")], SIMPLIFIED, EXTENDED, **labels)
    for labels in ({"declared": "utf-8"}, {}, {"said": "windows-1251"}):
        add("UTF-8 and windows-1251", [RUSSIAN.encode(), RUSSIAN.encode("cp1251")], RUSSIAN, **labels)
    for labels in ({"declared": "utf-8"}, {}):
        add("windows-1252 quotes", [ENGLISH.encode("cp1252"), b"plain"], ENGLISH, **labels)
        add("UTF-8 that breaks off", [SIMPLIFIED.encode()[:-1], RUSSIAN.encode()], SIMPLIFIED[:-1], RUSSIAN, **labels)
        add(
            "a broken byte in GBK",
            [EXTENDED.encode("gbk") + b"\xff" + aside.encode("gbk"), b"a"],
            EXTENDED,
            aside,
            **labels,
        )
    add("a broken byte in Big5", [TRADITIONAL.encode("big5hkscs"), b"\xff"], TRADITIONAL, declared="big5")
    add("a broken byte in Shift_JIS", [JAPANESE.encode("cp932"), b"a\xff"], JAPANESE)
    add("a broken byte in EUC-KR", [KOREAN.encode("cp949"), b"a\xff"], KOREAN, said="euc-kr")
    add("ISO-2022-JP", [JAPANESE.encode("iso2022_jp"), b"a"], JAPANESE, declared="iso-2022-jp")
    add("ISO-2022-JP", [JAPANESE.encode("iso2022_jp"), b"a"], JAPANESE)
    return cases


CASES = [case for kind in KINDS for case in labelled(kind)] + mixed()
WRONG: set[str] = set()


def test_all_but_two_of_128_documents_are_read_right() -> None:
    assert len(CASES) == 128
    assert len(WRONG) <= 2
    assert {case.name for case in CASES if not case.is_right()} == WRONG
