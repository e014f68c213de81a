"""Attributions and negations of languages other than Chinese and English, and the languages that have word lists.

The lists are our own: of negations, the words with the features Polarity=Neg and PronType=Neg of Universal Dependencies
(https://universaldependencies.org/u/feat/); of verbs of saying, the third persons that newspapers put before and after
quotations. Everything else of these languages is judged strictly: a word that is not known says something new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.lexicon import calendars
from newsfeed.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _words(*lists: str) -> frozenset[str]:
    return frozenset(normalise(" ".join(lists)).split())


def _phrases(*lists: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(normalise(phrase).split()) for each in lists for phrase in each.split(", "))


WEEKDAYS = frozenset(calendars.WEEKDAYS.split())
MONTHS = frozenset(calendars.MONTHS.split())
NUMBERS: dict[str, set[int]] = {}
for _word, _value in (entry.split("=") for entry in calendars.NUMBERS.split()):
    NUMBERS.setdefault(_word, set()).add(int(_value))

NEGATIONS = _words(
    "pas jamais aucun aucune rien",
    "nicht nie niemals kein keine keinen keiner keinem keines nichts niemand",
    "nunca jamás tampoco ningún ninguno ninguna nadie nada",
    "não nunca jamais nenhum nenhuma ninguém nem",
    "mai nessun nessuno nessuna niente nulla neppure",
    "niet geen nooit niemand niets",
    "не нет ни никогда никто ничего нельзя",
    "не ні немає ніколи ніхто нічого жоден",
    "لا لم لن ليس ليست غير بدون",
    "không chưa chẳng chớ đừng",
    "tidak bukan belum jangan tanpa tak",
    "değil yok hiç asla",
    "नहीं न मत बिना",
    "hindi di wala walang huwag",
    "nie nigdy nikt nic żaden żadna żadne bez",
    "ne není nikdy nikdo nic žádný žádná žádné nesmí nemusí",
    "inte ej aldrig ingen inget inga ingenting",
    "nu niciodată nimeni nimic niciun nicio fără",
    "δεν μην ποτέ κανείς κανένας καμία τίποτα χωρίς",
    "לא אין אינו אינה אינם מעולם אף אל",
    "نه نیست نیستند هرگز هیچ بدون",
)

NEUTRAL_SAYING = _words(  # may open a clause: "dijo el ministro", "заявил министр"
    "dit disait déclaré déclare affirmé affirme expliqué explique ajouté ajoute précisé précise indiqué souligné",
    "sagte sagt sagten erklärte erklärt erklärten betonte betont meinte",
    "dijo dice dijeron declaró afirmó afirma explicó explica añadió agregó aseguró señaló indicó",
    "disse diz disseram declarou afirmou afirma explicou acrescentou assegurou",
    "detto dice dichiarato affermato afferma spiegato spiega aggiunto sottolineato",
    "zei zegt zeiden verklaarde vertelde benadrukte",
    "сказал сказала сказали заявил заявила заявили сообщил сообщила сообщили отметил отметила рассказал рассказала "
    "подчеркнул подчеркнула добавил добавила пояснил пояснила говорит",
    "сказав сказала сказали заявив заявила заявили повідомив повідомила повідомили зазначив зазначила додав додала "
    "розповів розповіла наголосив наголосила",
    "قال قالت يقول تقول صرح صرحت أكد أكدت أضاف أضافت أوضح أوضحت ذكر ذكرت",
    "nói",
    "kata ujar tutur ucap",
    "dedi söyledi belirtti",
    "कहा बताया",
    "sinabi ani",
    "powiedział powiedziała powiedzieli oświadczył oświadczyła dodał dodała podkreślił podkreśliła mówi wyjaśnił",
    "řekl řekla řekli uvedl uvedla uvedli dodal dodala prohlásil prohlásila zdůraznil vysvětlil",
    "sade säger sa berättade berättar förklarade förklarar betonade",
    "spus declarat adăugat afirmat precizat explicat",
    "είπε είπαν δήλωσε δήλωσαν πρόσθεσε τόνισε εξήγησε",
    "אמר אמרה אמרו הוסיף הוסיפה הדגיש הסביר",
    "گفت گفتند افزود",
)
SAYING = NEUTRAL_SAYING | _words(  # may only end one: "wie die Polizei mitteilte"
    "annoncé annonce rapporté rapporte informé confirmé",
    "mitteilte mitteilten mit berichtete berichteten berichtet hinzu ankündigte bekannt",
    "anunció informó reportó confirmó comunicó",
    "anunciou informou confirmou comunicou",
    "annunciato comunicato riferito confermato",
    "meldde meldden liet weten mee",
    "объявил объявила объявили передает передаёт пишет уточнил уточнила",
    "оголосив оголосила оголосили передає пише уточнив",
    "أعلن أعلنت أفاد أفادت أشار",
    "biết báo",
    "mengatakan menyatakan menjelaskan melaporkan mengumumkan",
    "açıkladı bildirdi duyurdu ekledi konuştu",
    "poinformował poinformowała podał podała ogłosił ogłosiła",
    "oznámil oznámila informoval informovala sdělil sdělila",
    "meddelade meddelar rapporterar uppgav",
    "anunțat informat transmis comunicat",
    "ανακοίνωσε ανέφερε",
    "הודיע הודיעה מסר מסרה דיווח",
    "اعلام",
)
ACCORDING = _phrases(
    "selon, d'après, comme l'a",
    "laut, nach angaben, wie",
    "según, de acuerdo con",
    "segundo, de acordo com, conforme",
    "secondo, stando a, stando al, stando alla, stando ai, stando alle",
    "volgens",
    "по словам, по данным, как сообщает, как сообщил, согласно",
    "за словами, за даними, як повідомляє, як повідомив, згідно",
    "بحسب, وفقا, حسب, وفق",
    "theo",
    "menurut",
    "ayon sa, ayon kay, batay sa",
    "według, zdaniem, jak podaje, jak podał, jak podała, jak poinformował, jak poinformowała",
    "podle, jak uvedl, jak uvedla, jak oznámil",
    "enligt",
    "potrivit, conform",
    "σύμφωνα με",
    "לפי, לדברי, על פי",
    "به گفته, طبق, بنا به گفته",
)
ACCORDING_ENDS = _phrases("zufolge, göre, के अनुसार, के मुताबिक")
_BY_FIRST = {phrase[0]: [each for each in ACCORDING if each[0] == phrase[0]] for phrase in ACCORDING}
_BY_LAST = {phrase[-1]: [each[::-1] for each in ACCORDING_ENDS if each[-1] == phrase[-1]] for phrase in ACCORDING_ENDS}
_SOLID_SAYING = """
    によると によれば と述べた は述べた と語った と話した と発表した と説明した と明らかにした としている と伝えた
    따르면 말했다 밝혔다 전했다 설명했다 발표했다 강조했다 덧붙였다
"""
SOLID_SAYING_ENDS = tuple(normalise(word) for word in _SOLID_SAYING.split())  # Japanese, Korean
SOLID_SUBJECT_ENDS = tuple("はがもで은는이가")  # before a quotation: who is going to speak

_BEFORE_WEEKDAYS = _words("le ce am el na no in il op в во у w ve på")

_ENGLISH = _words(
    "the and that for with from are were has have this by it his they been will who which their at not be as its"
)
_ENGLISH_PART = 0.1  # share of these among the words of any English text of some length, at least


def attributes(words: Sequence[str]) -> bool:
    """Return whether a clause of one of these languages names a speaker, and says nothing else."""
    if _starts(words, _BY_FIRST.get(words[0], ())) or _starts(words[::-1], _BY_LAST.get(words[-1], ())):
        return True
    if words and words[-1] in WEEKDAYS:
        words = words[: -2 if words[-2:-1] and words[-2] in _BEFORE_WEEKDAYS else -1]
    if not words or not NEGATIONS.isdisjoint(words):
        return False
    return words[-1] in SAYING or not NEUTRAL_SAYING.isdisjoint(words[:2])


def introduces(words: Sequence[str]) -> bool:
    """Return whether a clause before a colon or a quotation names the speaker: "la ministra dijo el lunes"."""
    return NEGATIONS.isdisjoint(words) and not NEUTRAL_SAYING.isdisjoint(words)


def _starts(words: Sequence[str], phrases: Iterable[Sequence[str]]) -> bool:
    return any(tuple(words[: len(phrase)]) == tuple(phrase) for phrase in phrases)


def has_word_lists(words: Sequence[str]) -> bool:
    """Return whether a text is Chinese or English, judging by its words.

    >>> has_word_lists("the mayor said that the mill is to open".split()), has_word_lists(list("市政府宣布停工"))
    (True, True)
    >>> has_word_lists("el alcalde dijo que la fabrica va a abrir".split()), has_word_lists(list("市長は述べた"))
    (False, False)
    """
    solid = [word for word in words if len(word) == 1 and word >= "\u0e00"]
    if 2 * len(solid) > len(words):
        return not any(_is_of_other_script(word) for word in solid)
    spaced = [word for word in words if not (len(word) == 1 and word >= "\u0e00")]
    return sum(word in _ENGLISH for word in spaced) >= _ENGLISH_PART * len(spaced)


def _is_of_other_script(character: str) -> bool:
    """Return whether a character is not Chinese: kana, hangul, Thai and others."""
    return not ("\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000")
