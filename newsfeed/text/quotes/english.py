"""Speakers in English text: "NP told reporters: “…”", "“…,” said NP", "NP said it was “…”", "according to NP, “…”"."""

from __future__ import annotations

import re

from newsfeed.text.lazy import regex
from newsfeed.text.quotes.attribution import Attribution


def _verbose(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return regex(pattern, flags | re.VERBOSE)


_PAST = r"""
    (?:
        said | told | wrote | asked | replied | testified | cried | quipped | admitted
        | (?:
            add | explain | insist | warn | claim | announc | declar | stat | tweet | post | continu | recall
            | remark | observ | acknowledg | argu | not | conced | conclud | suggest | stress | emphasi[sz] | jok
            | respond | comment | maintain | counter | predict | describ | agre | caution | urg | assert | alleg
            | boast | complain | confirm | promis | vow | answer | shout | yell | whisper | murmur | pledg
        ) ed
    )
"""
_PRESENT = r"""
    (?:
        says? | tells? | writes? | asks? | puts? \s it | repl (?: y | ies )
        | (?:
            add | explain | insist | warn | argue | recall | remark | observe | acknowledge | admit | conclude
            | suggest | continue | joke | respond | quip | announce | declare
        ) s
    )
"""
_SAID = rf"(?<![\w-]) (?: {_PAST} | {_PRESENT} )"
_DAY = r"(?: Mon | Tues | Wednes | Thurs | Fri | Satur | Sun ) day"
_INTRO = _verbose(
    rf"(?P<verb> {_SAID} ) (?P<object> (?: \s+ [\w’'.-]+ ){{0,8}}? ) (?P<stop> \s*[,:]\s* | \s+that\s+ | \s* ) $"
)
_REPORTED = _verbose(rf"(?<![\w-]) (?! (?<= [,—–-] \s) described \s as ) (?: {_PAST} | says | tells | writes ) \b")
_SAYING = _verbose(r"""
    [a-z],\s (?: saying | adding | telling | writing | noting | warning | arguing | claiming | insisting
    | stating ) \b
""")
_VERB_FIRST = _verbose(rf"[\s,—–-]*+ (?! post | tweet ) {_SAID} \s+ (?P<name>.+)", re.DOTALL)
_NAME_FIRST = _verbose(rf"""
    [\s,—–-]*+ (?! (?: but | and | while | though | although | when | because ) \b )
    (?P<name> [^.!?;:“”\"]{{1,100}}? (?: \. [^.!?;:“”\"]{{0,60}}? )? ) \s+ {_SAID} \b
""")
_ACCORDING = re.compile(r"\baccording to (?P<name>[^“”\"]{2,100})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?…]+[\"”’)\]]*\s+(?=[\"“‘(A-Z0-9])")
_ABBREVIATION = _verbose(r"""
    (?:
        \b (?:
            Mr | Mrs | Ms | Dr | St | Gov | Sen | Rep | Gen | Lt | Col | Sgt | Capt | Prof | Rev | Hon | Jr | Sr
            | vs | No | Inc | Co | Corp
        )
        | \.[A-Z]
    ) $
""")
_PRONOUN = _verbose(r"(?: he | she | they | it | we | I | you ) \b", re.IGNORECASE)
_NAME_END = _verbose(rf"""
    [,;:!?()—–“”\"\[\]] | \s-\s | \. (?: \s | $ )
    | \s (?:
        in | on | at | during | after | before | as | when | while | who | whose | about | to | that | this | last
        | earlier | later | by | following | through | via | and | but | because | since | into | if | with
        | recently | yesterday | today | {_DAY}
    ) \b
    | \s (?: sent | seen | obtained | published | released | issued | posted | shared | reviewed | filed ) \b
""")
_TRAILING = _verbose(r"""
    (?: ^ | \s+ ) (?:
        also | later | then | has | have | had | once | recently | previously | repeatedly | further | again
        | already | earlier | now | still | even | often | either | would | will | could | might | may | just
        | simply | only | first | on\s[A-Z]\w+day | [A-Z]\w+day | in\s[12]\d{3} | \w+ly
    ) $
""")
_LEADING = _verbose(
    rf"""
    (?:
        but | and | however | meanwhile | still | yet | so | while | when | as | because | then | later | that
        | or | although | though | where | if | (?: on | last | this ) \s {_DAY} | in\s[12]\d{{3}} | earlier
        | yesterday | today
    ) \b [\s,]*
    """,
    re.IGNORECASE,
)
_DETERMINER = _verbose(
    r"""
    (?:
        the | an? | his | her | their | its | our | my | one | another | some | several | many | both | two
        | three | most | this | these | those
    ) \b
    """,
    re.IGNORECASE,
)
_PREPOSITION = _verbose(
    r"""
    (?:
        in | on | at | after | before | during | for | with | from | by | of | to | under | since | like | about
        | what | which | there | how | why | not | no
    ) \b
    """,
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?:[A-Z][\w’'.-]*\s+(?:(?:of|the|de|van|von|bin|al|for|da|du)\s+)*)*[A-Z][\w’'.-]*$")
_FULL_NAME = re.compile(r"[A-Z][\w’'.-]*(?:\s+(?:de|van|von|bin|al|da|du|[A-Z][\w’'.-]*))+$")
_ORGANISATION = _verbose(
    r"""
    ^ (?: the | an? | all | police ) \b | \b (?:
        Agency | Association | Bank | Board | Commission | Committee | Company | Council | Court | Department
        | Federation | Foundation | Government | Group | Herald | House | Institute | Journal | Ministry | News
        | Office | Organi[sz]ation | Party | Police | Post | Press | Service | Times | Trust | Union | University
    ) $
""",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(r"\s(?:of|for|from|at)\s")
_AFFILIATION_ON = re.compile(r"\s(?:on|in|at|to|about|over)\s")
# Passives, infinitives, second verbs.
_UNFIT = re.compile(r"(?:^|\s)(?:is|are|was|were|be|been|being|to|not|and|or|but|than|as)$")
_FIRST_NAME = re.compile(
    r"(?!(?:The|An?|In|On|At|By)\s[a-z])((?:[A-Z][\w’'-]*\s)*?[A-Z][\w’'-]*|[Hh]e|[Ss]he|[Tt]hey)\s(?=[a-z])"
)
_LAST_PRONOUN = re.compile(r"(?:^|(?<=\s))(?:he|she|they|it|we|I|you)$", re.IGNORECASE)
_FINITE = _verbose(r"""
    \b (?:
        what | how | why | is | are | was | were | has | had | have | which | who | that | does | did | do | can
        | could | would | will | if | because
    ) \b
""")
_LONGEST = 9  # words
_LAW = "(?i: definitions? | constitutions? | laws? | acts? | bills? | rules? | regulations? | treaty | treaties )"
_WRITING = rf"""
    (?:
        statements? | reports? | letters? | e-?mails? | messages? | memos? | memorandum | notes? | documents? | texts?
        | {_LAW} | contracts? | agreements? | resolutions? | declarations? | guidelines? | guidance | notices?
        | filings? | lawsuits? | rulings? | indictments? | articles? | editorials? | sections? | clauses? | captions?
        | paragraphs? | headlines? | stud(?: y | ies ) | surveys? | polls? | papers? | books? | signs? | banners?
        | posters? | slogans? | releases? | tweets? | posts? | pages?
    )
"""
_JOINS = r"(?: of | in | by | from | on | for | to | at | with | behind )"
# The words for writings are in lower case: the Washington Post is none. In "the author of the study", a person speaks.
_WRITTEN = _verbose(rf"""
    (?:
        (?P<author> (?: (?! \s {_JOINS} \s ) . )+? ) (?: ['’] s | (?<= s ) ['’] ) \s
        | (?i: the | an? | this | that | one | his | her | their | its ) \s
    )
    (?P<outlet> (?: [A-Z] [\w.-]* \s ){{1,3}} )? (?: (?! {_JOINS} \s ) [\w-]+ \s ){{0,3}}? (?P<writing> {_WRITING} )
    (?: \s (?: from | by | of ) \s (?P<from> .+ ) | \s (?: in | on | about | to | for | at | under ) \s .+ )?
""")
_OF_LAW = _verbose(_LAW)


def find_speaker(lead: str, words: str, tail: str) -> Attribution:
    """Return who spoke ``words`` in English text, given the text before and after the marks."""
    sentence = last_sentence(lead)
    intro = _INTRO.search(sentence)
    if intro and (intro["stop"].strip() or not intro["object"]):
        return Attribution(_subject(sentence[: intro.start()]), direct=True)
    told = _after(words, tail)
    if told:
        return told
    according = _ACCORDING.search(sentence)
    if according:
        return Attribution(_name_before(according["name"].split(",")[0]))
    *_, verb = [None, *_REPORTED.finditer(sentence)]
    if not verb and _SAYING.search(sentence):
        return Attribution(_first_name(sentence))
    return Attribution(_subject(sentence[: verb.start()]) if verb else None)


def antecedent(before: str) -> str | None:
    """Return the last person named as speaking in the text before: the referent of "he" and "she"."""
    for sentence in reversed(_sentences(before)):
        *_, verb = [None, *_REPORTED.finditer(sentence)]
        name = _subject(sentence[: verb.start()]) if verb else None
        if name and not _PRONOUN.fullmatch(name):
            return name if _FULL_NAME.search(name) and not _ORGANISATION.search(name) else None
    return None


def author(speaker: str) -> str | None:
    """Return the author if a speaker is a writing, ``None`` if it names none; else the speaker."""
    written = _WRITTEN.fullmatch(speaker)
    if written is None:
        return speaker
    if _OF_LAW.fullmatch(written["writing"]):
        return None
    named = written["author"] or written["from"] or written["outlet"]
    return author(named.strip()) if named else None


def last_sentence(lead: str) -> str:
    """Return the unfinished last sentence of ``lead``."""
    return _sentences(lead)[-1]


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text; the last is the unfinished rest, which may be empty."""
    sentences, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[max(end.start() - 8, 0) : end.start()]):
            sentences.append(text[start : end.end()])
            start = end.end()
    return [*sentences, text[start:]]


def _after(words: str, tail: str) -> Attribution | None:
    """Return the attribution right after the marks (said NP, NP said, according to NP) in the same sentence."""
    if words[-1] not in ",!?—–-…" and not tail.startswith(","):
        return None
    if match := _VERB_FIRST.match(tail) or _ACCORDING.match(tail.lstrip(" ,")):
        name = _name_after(match["name"])
    else:
        match = _NAME_FIRST.match(tail)
        name = _subject(match["name"]) if match else None
    return Attribution(name, direct=True, followed=True) if name else None


def _subject(before: str) -> str | None:
    """Return the subject of the verb after ``before``, skipping an apposition or relative clause."""
    chunks = [chunk.strip() for chunk in re.split(r"[,;:—–()“”\"]", before)]
    while trailing := _TRAILING.search(chunks[-1]):
        chunks[-1] = chunks[-1][: trailing.start()]
    if not chunks[-1] and len(chunks) > 2:
        return _name_before(chunks[-3]) if _FULL_NAME.search(chunks[-3]) else _name_before(chunks[-2])
    if chunks[-1] in ("who", "which") and len(chunks) > 1:
        return _name_before(chunks[-2])
    return _name_before(chunks[-1])


def _name_before(chunk: str) -> str | None:
    """Return the noun phrase at the end of ``chunk``."""
    phrase = chunk.strip()
    while leading := _LEADING.match(phrase):
        phrase = phrase[leading.end() :]
    if _UNFIT.search(phrase):
        return _first_name(phrase) if phrase.endswith(" and") else None
    pronoun = _LAST_PRONOUN.search(phrase)
    if pronoun:
        return pronoun[0]
    if len(phrase.split()) > _LONGEST:
        phrase = _AFFILIATION_ON.split(phrase)[0] if _DETERMINER.match(phrase) else phrase
    clear = not (_PREPOSITION.match(phrase) or _PRONOUN.match(phrase) or _FINITE.search(phrase))
    if clear and len(phrase.split()) <= _LONGEST and (_DETERMINER.match(phrase) or phrase[:1].isupper()):
        return phrase
    if clear and 0 < len(phrase.split()) <= 2:
        return phrase
    name = _CAPITALS.search(phrase)
    return name[0] if name else None


def _first_name(sentence: str) -> str | None:
    """Return the name or pronoun at the beginning of a sentence, which is the subject of all its verbs."""
    first = _FIRST_NAME.match(sentence)
    return first[1] if first else None


def _name_after(rest: str) -> str | None:
    """Return the noun phrase at the beginning of ``rest``; the name in its apposition if the phrase has none."""
    if pronoun := _PRONOUN.match(rest):
        return pronoun[0]
    phrase, stop, more = _cut(rest)
    if stop == "," and not phrase[:1].isupper():
        apposition, _, _ = _cut(more.lstrip())
        if _FULL_NAME.fullmatch(apposition):
            return apposition
    if not phrase or len(phrase.split()) > _LONGEST or _PREPOSITION.match(phrase):
        return None
    affiliation = _AFFILIATION.search(phrase)
    if affiliation and _FULL_NAME.fullmatch(phrase[: affiliation.start()]):
        phrase = phrase[: affiliation.start()]
    return phrase


def _cut(rest: str) -> tuple[str, str, str]:
    """Split ``rest`` after its first noun phrase: the phrase, the character that ends it, the rest."""
    for end in _NAME_END.finditer(rest):
        if end[0][0] != "." or not _ABBREVIATION.search(rest[: end.start()]):
            return rest[: end.start()].strip(), end[0][0], rest[end.end() :]
    return rest.strip(), "", ""
