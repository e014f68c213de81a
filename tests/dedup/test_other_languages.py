"""Other languages: the same statement by another speaker goes, a changed fact stays; texts of our own.

Each language has two ways to say who speaks, a statement, another statement, and exchanges that make another statement.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from newsfeed.dedup import compare


class Language(NamedTuple):
    lead_ins: tuple[str, str]
    said: str
    more: str
    exchanges: dict[str, str]


LANGUAGES = {
    "fr": Language(
        ("Selon la mairie, ", "La ministre a déclaré lundi : "),
        "le vieux pont de Lyon sera fermé mardi à 14 camions pendant trois semaines, car la pile "
        "nord a cédé après la crue "
        "et les ouvriers ont réparé le quai",
        "Les commerçants du marché attendent une réponse du préfet.",
        {"14": "16", "trois": "cinq", "Lyon": "Nantes", "mardi": "jeudi", "fermé": "rouvert", "sera": "ne sera pas"},
    ),
    "de": Language(
        ("Nach Angaben der Stadt: ", "Die Ministerin sagte: "),
        "bleibt die alte Brücke in Kassel ab Dienstag für 14 Lastwagen drei Wochen lang gesperrt, "
        "weil der nördliche Pfeiler "
        "nach dem Hochwasser nachgegeben hat und die Arbeiter den Kai reparieren",
        "Die Händler auf dem Markt warten auf eine Antwort des Landrats.",
        {
            "14": "16",
            "drei": "fünf",
            "Kassel": "Bremen",
            "Dienstag": "Freitag",
            "gesperrt": "geöffnet",
            "lang gesperrt": "lang nicht gesperrt",
        },
    ),
    "es": Language(
        ("Según el ayuntamiento, ", "La ministra dijo: "),
        "el viejo puente de Toledo quedará cerrado el martes a 14 camiones durante tres semanas, "
        "porque el pilar norte cedió "
        "tras la crecida y los obreros reparan el muelle",
        "Los comerciantes del mercado esperan una respuesta del gobernador.",
        {
            "14": "16",
            "tres": "cinco",
            "Toledo": "Burgos",
            "martes": "jueves",
            "cerrado": "abierto",
            "quedará": "no quedará",
        },
    ),
    "pt": Language(
        ("Segundo a prefeitura, ", "A ministra disse: "),
        "a velha ponte de Coimbra ficará fechada na terça a 14 caminhões durante três semanas, "
        "porque o pilar norte cedeu "
        "depois da cheia e os operários reparam o cais",
        "Os comerciantes do mercado esperam uma resposta do governador.",
        {
            "14": "16",
            "três": "cinco",
            "Coimbra": "Braga",
            "terça": "quinta",
            "fechada": "aberta",
            "ficará": "não ficará",
        },
    ),
    "it": Language(
        ("Secondo il comune, ", "La ministra ha detto: "),
        "il vecchio ponte di Pavia resterà chiuso martedì a 14 camion per tre settimane, perché il "
        "pilastro nord ha ceduto "
        "dopo la piena e gli operai riparano la banchina",
        "I commercianti del mercato aspettano una risposta del prefetto.",
        {
            "14": "16",
            "tre": "sei",
            "Pavia": "Ferrara",
            "martedì": "giovedì",
            "chiuso": "aperto",
            "resterà": "non resterà",
        },
    ),
    "nl": Language(
        ("Volgens het stadhuis: ", "De minister zei: "),
        "blijft de oude brug bij Zwolle vanaf dinsdag drie weken dicht voor 14 vrachtwagens, omdat "
        "de noordelijke pijler na "
        "het hoogwater is verzakt en de arbeiders de kade herstellen",
        "De kooplieden op de markt wachten op antwoord van de gouverneur.",
        {"14": "16", "drie": "vijf", "Zwolle": "Breda", "dinsdag": "vrijdag", "dicht": "open", "blijft": "blijft niet"},
    ),
    "ru": Language(
        ("По данным мэрии, ", "Министр сообщила: "),
        "старый мост в Твери закроют во вторник для 14 грузовиков на три недели, потому что "
        "северная опора просела после "
        "паводка и рабочие чинят набережную",
        "Торговцы на рынке ждут ответа губернатора.",
        {
            "14": "16",
            "три": "пять",
            "Твери": "Пскове",
            "вторник": "четверг",
            "закроют": "откроют",
            "мост в": "мост не в",
        },
    ),
    "uk": Language(
        ("За даними мерії, ", "Міністерка заявила: "),
        "старий міст у Полтаві закриють у вівторок для 14 вантажівок на три тижні, бо північна "
        "опора просіла після повені і "
        "робітники лагодять набережну",
        "Торговці на ринку чекають відповіді губернатора.",
        {
            "14": "16",
            "три": "пʼять",
            "Полтаві": "Черкасах",
            "вівторок": "четвер",
            "закриють": "відкриють",
            "закриють у": "не закриють у",
        },
    ),
    "ar": Language(
        ("بحسب البلدية، ", "قالت الوزيرة: "),
        "سيغلق الجسر القديم في طنطا يوم الثلاثاء أمام 14 شاحنة مدة ثلاثة أسابيع لأن الدعامة "
        "الشمالية هبطت بعد الفيضان ويقوم "
        "العمال بإصلاح الرصيف",
        "ينتظر تجار السوق جوابا من المحافظ.",
        {"14": "16", "ثلاثة": "خمسة", "طنطا": "أسوان", "الثلاثاء": "الخميس", "سيغلق": "سيفتح", "هبطت": "لم هبطت"},
    ),
    "ja": Language(
        ("市役所によると、", "市の担当者は「"),
        "古い橋は火曜日から三週間、松江市内で14台のトラックに対して閉鎖され、北側の橋脚が洪水のあと沈んだため作業員が岸壁を修理している",
        "市場の商人たちは知事の返事を待っている。",
        {"14": "16", "三週間": "五週間", "松江": "鳥取", "火曜日": "木曜日", "閉鎖": "開放", "沈んだ": "沈まなかった"},
    ),
    "ko": Language(
        ("시청에 따르면, ", "시장은 “"),
        "낡은 다리는 화요일부터 삼 주 동안 전주에서 트럭 14대에 대해 폐쇄되며 "
        "북쪽 교각이 홍수 뒤에 내려앉아 일꾼들이 부두를 고치고 있다",
        "시장 상인들은 도지사의 답을 기다린다.",
        {"14": "16", "삼 주": "오 주", "전주": "광주", "화요일": "목요일", "폐쇄": "개방", "내려앉아": "내려앉지 않아"},
    ),
    "vi": Language(
        ("Theo ủy ban thành phố, ", "Bà bộ trưởng nói: "),
        "cây cầu cũ ở Huế sẽ đóng cửa từ thứ ba đối với 14 xe tải trong ba tuần vì trụ phía bắc bị "
        "lún sau trận lụt và công "
        "nhân đang sửa bến cảng",
        "Tiểu thương ở chợ đang chờ câu trả lời của tỉnh trưởng.",
        {"14": "16", "ba tuần": "năm tuần", "Huế": "Vinh", "thứ ba": "thứ sáu", "đóng cửa": "mở cửa", "sẽ": "sẽ không"},
    ),
    "id": Language(
        ("Menurut balai kota, ", "Menteri mengatakan: "),
        "jembatan lama di Solo akan ditutup mulai Selasa bagi 14 truk selama tiga minggu karena "
        "tiang utara turun setelah "
        "banjir dan para pekerja memperbaiki dermaga",
        "Para pedagang di pasar menunggu jawaban gubernur.",
        {"14": "16", "tiga": "lima", "Solo": "Malang", "Selasa": "Kamis", "ditutup": "dibuka", "akan": "tidak akan"},
    ),
    "tr": Language(
        ("Belediyeye göre, ", "Bakan söyledi: "),
        "Sivas yakınındaki eski köprü salı günü 14 kamyona üç hafta boyunca kapatılacak çünkü "
        "kuzey ayağı selden sonra çöktü "
        "ve işçiler rıhtımı onarıyor",
        "Pazardaki esnaf validen cevap bekliyor.",
        {
            "14": "16",
            "üç": "beş",
            "Sivas": "Bursa",
            "salı": "cuma",
            "kapatılacak": "açılacak",
            "çöktü": "çökmedi",
        },
    ),
    "hi": Language(
        ("नगर निगम के अनुसार, ", "मंत्री ने कहा: "),
        "पुराना पुल पटना में मंगलवार से 14 ट्रकों के लिए तीन सप्ताह "
        "तक बंद रहेगा क्योंकि उत्तरी खंभा बाढ़ के बाद धंस गया और मजदूर घाट की मरम्मत कर रहे हैं",
        "बाजार के व्यापारी राज्यपाल के जवाब का इंतजार कर रहे हैं।",
        {"14": "16", "तीन": "पांच", "पटना": "रांची", "मंगलवार": "शुक्रवार", "बंद": "खुला", "बंद रहेगा": "बंद नहीं रहेगा"},
    ),
    "pl": Language(
        ("Według prokuratora: ", "Rzeczniczka powiedziała: "),
        "sąd w Gdyni skazał dwóch rybaków za to, że sprzedali dwanaście skrzyń homarów w kwietniu, a "
        "spółdzielnia musi zwrócić klientom 3400 złotych przed końcem lata",
        "Ich adwokat złoży apelację.",
        {
            "Gdyni": "Sopocie",
            "skazał": "uniewinnił",
            "dwóch": "trzech",
            "dwanaście": "dwadzieścia",
            "kwietniu": "październiku",
            "3400": "5400",
            "musi": "nie musi",
            "sprzedali": "kupili",
            "przed": "po",
        },
    ),
    "cs": Language(
        ("Podle žalobce: ", "Mluvčí uvedla: "),
        "soud v Ostravě odsoudil dva rybáře za to, že v dubnu prodali dvanáct beden kaprů, a družstvo "
        "musí zákazníkům vrátit 3400 korun do konce léta",
        "Jejich advokát se odvolá.",
        {
            "Ostravě": "Olomouci",
            "odsoudil": "osvobodil",
            "dva": "tři",
            "dubnu": "říjnu",
            "dvanáct": "dvacet",
            "3400": "5400",
            "musí": "nemusí",
            "prodali": "koupili",
            "léta": "zimy",
        },
    ),
    "sv": Language(
        ("Enligt åklagaren: ", "Talespersonen sade: "),
        "dömde rätten i Visby två fiskare för att de sålde tolv lådor hummer i april, och föreningen "
        "måste betala tillbaka 3400 kronor till kunderna före slutet av sommaren",
        "Deras advokat överklagar.",
        {
            "Visby": "Kalmar",
            "dömde": "friade",
            "två": "tre",
            "tolv": "tjugo",
            "april": "oktober",
            "3400": "5400",
            "måste": "måste inte",
            "sålde": "köpte",
            "före": "efter",
            "sommaren": "vintern",
        },
    ),
    "el": Language(
        ("Σύμφωνα με τον εισαγγελέα, ", "Η εκπρόσωπος δήλωσε: "),
        "το δικαστήριο του Βόλου καταδίκασε δύο ψαράδες επειδή πούλησαν δώδεκα κιβώτια αστακούς τον "
        "Απρίλιο και ο συνεταιρισμός πρέπει να επιστρέψει 3400 ευρώ στους πελάτες πριν από το τέλος του "
        "καλοκαιριού",
        "Ο δικηγόρος τους θα ασκήσει έφεση.",
        {
            "Βόλου": "Πειραιά",
            "καταδίκασε": "αθώωσε",
            "δύο": "τρεις",
            "δώδεκα": "είκοσι",
            "Απρίλιο": "Οκτώβριο",
            "3400": "5400",
            "πρέπει": "δεν πρέπει",
            "πούλησαν": "αγόρασαν",
            "πριν": "μετά",
        },
    ),
    "he": Language(
        ("לפי התובע, ", "הדוברת אמרה: "),
        "בית המשפט בחיפה הרשיע שני דייגים שמכרו שנים עשר ארגזי סרטנים באפריל והאגודה חייבת להחזיר "
        "ללקוחות 3400 שקלים לפני סוף הקיץ",
        "עורך הדין שלהם יערער.",
        {
            "בחיפה": "באשדוד",
            "הרשיע": "זיכה",
            "שני": "שלושה",
            "באפריל": "באוקטובר",
            "3400": "5400",
            "חייבת": "לא חייבת",
            "שמכרו": "שקנו",
            "לפני": "אחרי",
            "הקיץ": "החורף",
        },
    ),
    "fa": Language(
        ("به گفته دادستان، ", "سخنگو گفت: "),
        "دادگاه بوشهر دو ماهیگیر را که دوازده صندوق میگو در آوریل فروختند محکوم کرد و تعاونی باید 3400 "
        "تومان را پیش از پایان تابستان به مشتریان برگرداند",
        "وکیل آنها تجدیدنظر می‌خواهد.",
        {
            "بوشهر": "بندرعباس",
            "دو ماهیگیر": "سه ماهیگیر",
            "دوازده": "بیست",
            "آوریل": "اکتبر",
            "3400": "5400",
            "باید": "نباید",
            "فروختند": "خریدند",
            "محکوم": "تبرئه",
            "پیش": "پس",
            "تابستان": "زمستان",
        },
    ),
}
CASES = [
    pytest.param(language, old, new, id=f"{name}-{old}-{new}")
    for name, language in LANGUAGES.items()
    for old, new in language.exchanges.items()
]


def told(language: Language, lead_in: int, said: str) -> str:
    closing = {"「": "」と述べた。", "“": "”라고 말했다."}.get(language.lead_ins[lead_in][-1], ". ")
    return language.lead_ins[lead_in] + said + closing


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_the_same_statement_of_another_speaker_says_nothing_new(language: Language) -> None:
    assert compare(told(language, 0, language.said), told(language, 1, language.said)).duplicate
    assert compare(told(language, 1, language.said), told(language, 0, language.said)).duplicate


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_a_shorter_text_says_nothing_new_and_a_longer_one_does(language: Language) -> None:
    shorter = told(language, 0, language.said)
    assert compare(f"{shorter} {language.more}", shorter).duplicate
    assert not compare(shorter, f"{shorter} {language.more}").duplicate


@pytest.mark.parametrize(("language", "old", "new"), CASES)
@pytest.mark.parametrize("lead_in", [0, 1])
def test_an_exchange_says_something_else(language: Language, old: str, new: str, lead_in: int) -> None:
    assert old in language.said
    later = told(language, lead_in, language.said.replace(old, new, 1))
    assert not compare(told(language, 0, language.said), later).duplicate


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (
            "3,400 원을 다리 수리에 쓰기로 했다고 시청이 밝혔다.",
            "변호사는 항소할 것이다. 3,400 원을 다리 수리에 쓰기로 했다고 시청이 밝혔다.",
        ),
        (
            "검찰에 따르면, 목포 법원은 게 열두 상자를 판 어부 두 명에게 유죄를 선고했다.",
            "변호사는 항소할 것이다. 검찰에 따르면, 목포 법원은 게 열두 상자를 판 어부 두 명에게 유죄를 선고했다.",
        ),
        (
            "据检察官介绍，舟山法院四月判处两名渔民有罪，合作社必须在夏天结束之前向顾客退还货款.",
            "据检察官介绍，舟山法院四月判处两名渔民有罪，合作社必须在夏天结束之前向顾客退还货款.他们的律师将上诉.",
        ),
    ],
)
def test_a_point_ends_a_sentence_of_characters(earlier: str, later: str) -> None:
    assert not compare(earlier, later).duplicate
    assert compare(later, earlier).duplicate


VIETNAMESE = (
    "tòa án Hải Phòng đã kết án hai ngư dân vì bán mười hai thùng tôm hùm hồi tháng tư và hợp tác xã phải trả lại 3400 "
    "đồng cho khách trước cuối mùa hè."
)


@pytest.mark.parametrize(
    ("old", "new"), [("mười hai", "hai mươi"), ("mùa hè", "mùa đông"), ("tháng tư", "tháng hai"), ("bán", "trả")]
)
def test_a_known_word_in_the_place_of_another_is_another_statement(old: str, new: str) -> None:
    assert not compare(VIETNAMESE, VIETNAMESE.replace(old, new)).duplicate


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Retten i Ribe dømte fabrikken, og direktøren trak sig {}efter oplæsningen af dommen i august", "ikke "),
        ("ศาลจังหวัดระยองสั่งให้โรงงานจ่ายเงินแก่ครอบครัวที่บ้านถูกน้ำท่วมและผู้อำนวยการ{}ลาออกหลังอ่านคำพิพากษา", "ไม่"),
        ("高松の裁判所は家が浸水した七家族に支払うよう工場に命じ、判決の言い渡しの後で工場長は辞任し{}た", "なかっ"),
    ],
)
def test_a_word_less_may_be_a_negation_less(text: str, negated: str) -> None:
    assert not compare(text.format(negated), text.format("")).duplicate
    assert not compare(text.format(""), text.format(negated)).duplicate
