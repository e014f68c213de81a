"""Convert dates with month names of many languages, and years of Thailand's calendar, to English dates.

The names are those of CLDR (Unicode), without the ones that mean different months in two languages. English, and the
languages of most feeds, are in :mod:`newsfeed.text.dates.parsing`.
"""

from __future__ import annotations

import re

ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NUMBERS = {
    word.replace("_", " "): number
    for number, words in enumerate(
        (
            """जनवरी जन॰ जानेवारी জানুয়ারি জানু ਜਨਵਰੀ જાન્યુઆરી ஜனவரி ஜன జనవరి జన ಜನವರಿ ജനുവരി มกราคม ม.ค ມັງກອນ
            ມ.ກ ဇန်နဝါရီ មករា جنوری ژانویه كانون_الثاني հունվարի հունվար հնվ იანვარი იან қаңтар қаң январь
            студзень студзеня јануар јануари siječanj siječnja januára sausio sausis janvāris jaanuar janúar
            eanáir ionawr urtarrila gener janar yanvar""",
            """फ़रवरी फ़र॰ फेब्रुवारी फेब्रुअरी ফেব্রুয়ারি ফেব ਫ਼ਰਵਰੀ ફેબ્રુઆરી பிப்ரவரி பிப் ఫిబ్రవరి ఫిబ్ర
            ಫೆಬ್ರವರಿ ഫെബ്രുവരി กุมภาพันธ์ ก.พ ກຸມພາ ກ.ພ ဖေဖော်ဝါရီ កុម្ភៈ فروری فوریه شباط փետրվարի փետրվար փտվ
            თებერვალი თებ ақпан ақп февраль лютага люты фебруар pebrero veljača veljače februára vasario vasaris
            februāris veebruar febrúar feabhra chwefror otsaila febrer shkurt fevral""",
            """मार्च মার্চ ਮਾਰਚ માર્ચ மார்ச் மார் మార్చి ಮಾರ್ಚ್ മാർച്ച് มีนาคม มี.ค ມີນາ ມ.ນ မတ် មីនា مارچ آذار
            մարտի մարտ մրտ მარტი მარ наурыз нау март сакавіка сакавік marso machi ožujak ožujka marec kovas kovo
            märts márta mawrth martxoa març""",
            """अप्रैल एप्रिल अप्रिल এপ্রিল এপ্রি ਅਪ੍ਰੈਲ એપ્રિલ ஏப்ரல் ஏப் ఏప్రిల్ ఏప్రి ಏಪ್ರಿಲ್ ഏപ്രിൽ เมษายน เม.ย
            ເມສາ ມ.ສ ဧပြီ មេសា اپریل آوریل نيسان ապրիլի ապրիլ ապր აპრილი აპრ сәуір сәу апрель красавіка красавік
            aprili travanj travnja apríla apríl balandžio balandis aprīlis aprill aibreán ebrill apirila prill
            aprel""",
            """मई मे মে ਮਈ મે மே మే ಮೇ മേയ് พฤษภาคม พ.ค ພຶດສະພາ ພ.ພ မေ ឧសភា مئی مه أيار մայիսի մայիս մյս მაისი მაი
            мамыр мам мај svibanj svibnja mája gegužės gegužė maijs maí bealtaine maiatza maig""",
            """जून जुन জুন ਜੂਨ જૂન ஜூன் జూన్ ಜೂನ್ ജൂൺ มิถุนายน มิ.ย ມິຖຸນາ ມິ.ຖ ဇွန် មិថុនា جون ژوئن حزيران հունիսի
            հունիս հնս ივნისი ივნ маусым мау июнь чэрвень чэрвеня јун јуни hunyo lipanj lipnja júna junij
            birželio birželis jūnijs juuni júní meitheamh mehefin ekaina juny qershor iyun""",
            """जुलाई जुल॰ जुलै জুলাই জুল ਜੁਲਾਈ જુલાઈ ஜூலை జులై ಜುಲೈ ജൂലൈ กรกฎาคม ก.ค ກໍລະກົດ ກ.ລ ဇူလိုင် កក្កដា
            جولائی ژوئیه تموز հուլիսի հուլիս հլս ივლისი ივლ шілде шіл июль ліпень ліпеня јул јули julai hulyo
            srpanj srpnja júla julij liepos liepa jūlijs juuli júlí iúil gorffennaf uztaila juliol korrik iyul""",
            """अगस्त अग॰ ऑगस्ट अगस्ट আগস্ট আগ ਅਗਸਤ ઑગસ્ટ ஆகஸ்ட் ஆக ఆగస్టు ఆగ ಆಗಸ್ಟ್ ഓഗസ്റ്റ് สิงหาคม ส.ค ສິງຫາ ສ.ຫ
            ဩဂုတ် សីហា اگست اوت آب օգոստոսի օգոստոս օգս აგვისტო აგვ тамыз там жнівень жніўня ogos agosti
            kolovoza kolovoz augusta avgust rugpjūtis rugpjūčio augusts ágúst lúnasa awst abuztua agost gusht
            avqust""",
            """सितंबर सित॰ सप्टेंबर सेप्टेम्बर সেপ্টেম্বর সেপ্ট সেপ ਸਤੰਬਰ સપ્ટેમ્બર செப்டம்பர் செப் సెప్టెంబర్
            సెప్టెం ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റംബർ กันยายน ก.ย ກັນຍາ ກ.ຍ စက်တင်ဘာ កញ្ញា ستمبر سپتامبر أيلول սեպտեմբերի
            սեպտեմբեր սեպ სექტემბერი სექ қыркүйек қыр сентябрь верасень верасня септембар setyembre septemba
            rujan rujna septembar septembra rugsėjis rugsėjo septembris medi iraila setembre shtator sentyabr
            sentabr""",
            """अक्टूबर अक्टू॰ ऑक्टोबर अक्टोबर অক্টোবর অক্টো ਅਕਤੂਬਰ ઑક્ટોબર அக்டோபர் அக் అక్టోబర్ అక్టో ಅಕ್ಟೋಬರ್
            ഒക്ടോബർ ตุลาคม ต.ค ຕຸລາ ຕ.ລ အောက်တိုဘာ តុលា اکتوبر اکتبر تشرين_الأول հոկտեմբերի հոկտեմբեր հոկ
            ოქტომბერი ოქტ қазан қаз октябрь кастрычніка кастрычнік октобар oktubre oktoba oktobar októbra spalio
            spalis oktobris oktoober hydref urria tetor oktyabr oktabr""",
            """नवंबर नव॰ नोव्हेंबर नोभेम्बर নভেম্বর নভে ਨਵੰਬਰ નવેમ્બર நவம்பர் நவ నవంబర్ నవం ನವೆಂಬರ್ നവംബർ พฤศจิกายน
            พ.ย ພະຈິກ ພ.ຈ နိုဝင်ဘာ វិច្ឆិកា نومبر نوامبر تشرين_الثاني նոյեմբերի նոյեմբեր նոյ ნოემბერი ნოე қараша
            қар ноябрь лістапада лістапад новембар nobyembre novemba studenoga studeni novembar novembra
            lapkritis lapkričio novembris nóvember samhain tachwedd azaroa nëntor noyabr""",
            """दिसंबर दिस॰ डिसेंबर डिसेम्बर ডিসেম্বর ডিসে ਦਸੰਬਰ ડિસેમ્બર டிசம்பர் டிச డిసెంబర్ డిసెం ಡಿಸೆಂಬರ್
            ഡിസംബർ ธันวาคม ธ.ค ທັນວາ ທ.ວ ဒီဇင်ဘာ ធ្នូ دسمبر دسامبر كانون_الأول դեկտեմբերի դեկտեմբեր դեկ
            დეკემბერი დეკ желтоқсан жел декабрь снежань снежня децембар disember disyembre desemba prosinac
            prosinca decembar decembra gruodžio gruodis decembris detsember nollaig rhagfyr abendua desembre
            dhjetor dekabr""",
        ),
        start=1,
    )
    for word in words.split()
}

# Two words in Levantine Arabic; abbreviations in Thai and Lao contain points.
_NAME = re.compile(r"(?:كانون|تشرين)\s\w+|[^\s\d,./():-]+(?:\.[^\s\d,./():-]+)*")
_WEEKDAY_BEFORE = re.compile(r"^[^\d,]{2,40}?(?:,\s?|\s|ที่\s?)(?=\d)")
_THAI = re.compile(r"[\u0e01-\u0e5b]")
_BUDDHIST_YEAR = re.compile(r"(?:พ\.ศ\.\s?)?\b(2[45]\d\d)\b")
_SHORT_YEAR = re.compile(r"(?<=[a-y.]\s)(\d\d)(?=\s|$)")  # behind the name of a month
_AHEAD = 543  # years by which Thailand's calendar is ahead of the common era
_WORDS_OF_TIME = re.compile(r"\s?(?:เวลา|น\.)\s?")


def number(word: str) -> int | None:
    """Return the number of the month that a word names.

    >>> number("seítembre"), number("rujna")
    (None, 9)
    """
    return _NUMBERS.get(word.casefold())


def in_english(text: str) -> str:
    """Return a date with the name of its month in English, and in Thai the year of the common era.

    >>> in_english("सोमवार, 6 सितंबर 2021"), in_english("6 ก.ย. 2564 เวลา 14:05 น.")
    ('6 September 2021', '6 September. 2021 14:05')
    """
    written = _NAME.sub(_translated, text.replace("،", ","))
    if written == text:
        return text
    if not written[0].isascii():
        written = _WEEKDAY_BEFORE.sub("", written)
    if _THAI.search(text):
        written = _SHORT_YEAR.sub(r"25\1", written)
        written = _BUDDHIST_YEAR.sub(lambda year: str(int(year[1]) - _AHEAD), _WORDS_OF_TIME.sub(" ", written))
    return " ".join(written.split())


def _translated(name: re.Match[str]) -> str:
    month = number(name[0])
    return ENGLISH[month - 1] if month else name[0]
