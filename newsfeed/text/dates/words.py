"""Words in dates of a hundred languages: weekdays, parts of the day, and what stands between them.

The names are those of CLDR (Unicode); an underscore is a space. The names of months are in
:mod:`newsfeed.text.dates.months`.
"""

from __future__ import annotations

import unicodedata

WEEKDAYS = """
    aaɓ aaɓnde ahad ahd ajé al alah alahady alak alakamisy alar alarobia alats alatsinainy alh alhamis
    alhamisi alt altine alx alxamis an ann anna antradienis aoine ar arbaco arbc arf arfininngorneq asa asab
    asabar asabotsy ase aseer asteartea asteazkena astelehena ata ataasinngorneq axad axd az b.e bazar
    bazar_ertəsi bear bearjadat bil bin biy biyernes bla blaɖa c.a caw cawe ceturtd ceturtdiena che
    chenàbura china chipiri chishanu chitatu chn chor chorshanba chp chs cht chủ_nhật cmt cn cs csütörtök
    cum cuma cumartesi cyu czw czwartek céad cümə cümə_axşamı dc dew dewo dg di dia diardaoin dib dibéer
    diciadain did didòmhnaich die dienstag dih dihaoine dijous dijòus dil dilbata dilluns diluain diluns dim
    dimanche dimanĉo dimars dimarts dimecres dimenge dimàirt dimècres dinsdag disathairne dissabte diumenge
    divendres dj dl dom domenica domenie domh domingo domingu dominica domìniga don donderdag donnerstag
    donneschdeg ds dt dum dumengia dumingu duminică dunschtig duor duorasdat dush dushanba duş duşem duşenbe
    dv dydd_gwener dydd_iau dydd_llun dydd_mawrth dydd_mercher dydd_sadwrn dydd_sul dzo dzoɖa dé_céadaoin
    dé_domhnaigh dé_haoine dé_luain dé_máirt dé_sathairn déar déardaoin dën dënschdeg dşm e_diel e_enjte
    e_hënë e_martë e_mërkurë e_premte e_shtunë enj erb esmaspäev eye eyenga fal falaite fim fimmtudagur fiɖ
    fiɖa fr fraí fraídè fraị fraịdee fredag freed freideg freitag fri friday friitig frí fríggjadagur fös
    föstudagur gask gaskavahkku gie gievgia gio giovedì giò giòbia gli glindesdi gnd gnu gtu gwe gwener hbi
    hla hoore-biir huw huwebes hétfő hën hós hósdagur iau ig igandea ijumaa il-ġimgħa il-ħadd il-ħamis
    is-sibt isn isniin isnin isonto it-tlieta it-tnejn jeu jeudi jim jimaata jimco jmc joi joibe jov jovedi
    jue jueves jum juma jumaah jumaat jumamosi jumanne jumapili jumat jumatano jumatatu jummaʼa kab kamis
    kamisa ke kedd kem kemis keskiviikko keskiviikkona ketvirtadienis kha khamiis khamis khms kib kibxata
    kin kinta-fera kolmapäev kt ku_cyumweru kua kuarta-fera kuwa_gatandatu kuwa_gatanu kuwa_gatatu
    kuwa_kabiri kuwa_kane kuwa_mbere kuɖ kuɖa kɔs kɔsiɖa l-erbgħa lah lahadi lar laraba larunbata lau
    lauantai lauantaina laugardagur laupäev laurdag ley leygardagur lin linggo lit litinin llu llun llunes
    lp lr lu luan lun lundi lundo lunedi lunedì lunes luni lunis luns lwesb lwesibini lwesihlanu lwesine
    lwesithathu láv lávvardat lör lördag lør lørdag lāpule maanantai maanantaina maandag man mandag mane
    mardi mardo marlunngorneq martars martedi martedì martes martis marți mawbaare mawnde maŋ maŋŋebárga mbe
    mbl mem memleɖa mer mercoledì mercredi mercuridi mercʼher merkredo mesemna meu mgq mgqibelo mie miercuri
    miercus mik mikudagur min minggu mittwoch mittwuch miy miyerkules mié miércoles mið miðvikudagur mng mo
    moandei mokɔlɔ_mwa_míbalé mokɔlɔ_mwa_mísáto mokɔlɔ_mwa_yambo mokɔlɔ_ya_mínéi mokɔlɔ_ya_mítáno mon monday
    montag mps mpɔ́sɔ mso mst mtn mug mugovera muv muvhuro mvu mvulo mwd máirt mán mánadagur mánudagur mä
    määntig må mån måndag mèr mèrcuris méindeg mér mércores mër mët mëttwoch mōn mōnite mọn mọnde mọ́n
    mọ́ndè naa naasaande ne ned nedelja nedeľa nedjelja neděle neljapäev niedz niedziela nje njedźela
    njeslaare njeźela og on ons onsdag or osteguna ostirala otrd otrdiena par paraire payshanba paz pazar
    pazartesi pe pen penktadienis penşenbe per perjantai perjantaina perşembe pet petak petek pi piatok
    piektd piektdiena pin pingasunngorneq pirmadienis pirmd pirmdiena piątek pja pjatk pn po pon pondelok
    pondělí ponedeljak ponedeljek ponedjeljak poniedziałek poʻahā poʻakahi poʻakolu poʻalima poʻalua poʻaono
    pr pre pt pul pulelulu pzt pá pátek péntek pêncşem pón póndźela pónjeźele pühapäev pět pětk pşm qua
    quarta quarta-feira qui quinta quinta-feira rab rabu reb rebo reede rob roobii rāh rāhoroi rāt rātapu sa
    sab sabado sabato sabbato sabide sabti sabtu sad sadorn sal salasa salı samedi samschdeg samschtig
    samstag san sanbata sap sapaat saptu saterdag sath saturday satọdee sbti seg segunda segunda-feira
    sekmadienis sel selasa senin senén ses sesh seshanba sesta-fera sestd sestdiena sex sexta sexta-feira
    shan shanba si sib sig sigunda-fera sin sis sisamanngorneq siş sişenbe sk snein sneon sob sobota son
    sonda sondag sonndeg sonntag sotn sotnabeaivi sre sreda sri srijeda srj srjeda srjoda st streda stw
    stwórtk středa su sub subota sunday sunntig sunnudagur sunnuntai sunnuntaina svo svondo svētd svētdiena
    sze szerda szo szombat sàb sàbadu sáb sábado sábadu sát sátọdè sâm sâmbătă sêşem sön söndag sø søn
    søndag sāp sāpate sşm sọn sọndee sọ́n sọ́ndè tal talaado talaata talata tallimanngorneq teisipäev ter
    tersa-fera terça terça-feira tha thu thursday thứ_ba thứ_bảy thứ_hai thứ_năm thứ_sáu thứ_tư ti tiisdei
    tiistai tiistaina tir tirs tirsdag tis tisdag tiu tiuzdee tiú tiúzdè tldo tli tne tok tokonaki
    tongersdei tor torek tors torsdag torstai torstaina tr trečiadienis trešd trešdiena tue tuesday tuʻa
    tuʻapulelulu ty tysdag týs týsdagur tāi tāite tūr tūrei tūs tūsite tọ́z tọ́zdè tọọ tọọzdee ulwesibili
    ulwesihlanu ulwesine ulwesithathu umgqibelo umsombuluko uto utorak utorok vasárnap ve ven venderdi
    vendredi vendredo venerdi venerdì venres vie vienres viernes vin vinars vineri vr vrijdag vrydag vuos
    vuossárga wał wałtora wed wednesday wen wenerei wenezdee wiixata wix wo woansdei woensdag wt wtorek wut
    wutora wẹ́n wẹ́nẹ́zdè xov xoves xue xueves yak yakshanba yaou yaw yawoɖa ybo yekşem yşm za zaterdag zi
    ziischtig zo zom zoma zondag àbámẹ́ta àjj àjjuma àla àlarba àìkú ç.a çar çarşamba çarşem çarşenbe çşm
    çərşənbə çərşənbə_axşamı ìsẹ́gun înî út úterý ýek ýekşenbe þri þriðjudagur čet četrtek četvrtak čt
    čtvrtek ġim ħad ħam ĵa ĵaŭdo śr środa şem şemî şen şenbe şənbə šeštadienis št štvrtok štw štwórtk δευ
    δευτέρα κυρ κυριακή πέμ πέμπτη παρ παρασκευή σάβ σάββατο τετ τετάρτη τρί τρίτη аў аўторак б.е ба баасан
    базар базар_ертәси бейсенбі бейш бейшемби бс бя бямба воскресенье вс вт вто вторник вівторок да даваа дс
    душ душанба душанбе дцг дшб дыццӕг дүй дүйсенбі дүйшөмбү дүш дүшәмбе жек жексенбі жекшемби жм жс жум
    жума жұма ишемби ишм крс къуырисӕр лх лхагва майрӕмбон мрб мя мягмар нд нед недела неделя недеља неділя
    недјеља ня нядзеля ням пʼятниця пай пайшанба панядзелак панҷшанбе пет петак петок петък пн пон
    понеделник понедельник понедељак понеділок понедјељак пт пшб пятница пятніца пү пүрэв пәнҗ пәнҗешәмбе
    саб сабат сабота сб сбт сейсенбі сенбі серада середа сеш сешанба сешанбе сиш сишәмбе ср сре среда сри
    сриједа сряда сс суб суббота субота сшб събота сәрсенбі уто уторак хуыцаубон хцб цпр цыппӕрӕм ч.а чацвер
    чет четвер четверг четвртак четврток четвъртък чор чоршанба чоршанбе чт чц чшб чәр чәршәмбе чәршәнбә
    чәршәнбә_ахшамы шан шанба шанбе шарш шаршемби шейш шейшемби шим шимбә шнб шәнбә якш якшанба якшанбе
    якшәмбе яшб җом җомга ҷмъ ҷумъа ҹ.а ҹүмә ҹүмә_ахшамы ӕрт ӕртыццӕг երեքշաբթի երկ երկուշաբթի երք կիր
    կիրակի հինգշաբթի հնգ շաբաթ շբթ ուր ուրբաթ չորեքշաբթի չրք דאנערשטיק דינסטיק זונטיק יום_א׳ יום_ב׳ יום_ג׳
    יום_ד׳ יום_ה׳ יום_ו׳ יום_חמישי יום_ראשון יום_רביעי יום_שבת יום_שישי יום_שלישי יום_שני מאָנטיק מיטוואך
    פֿרײַטיק שבת آچر اتوار اربع الأحد الأربعاء الاثنين الثلاثاء الجمعة الخميس السبت اونۍ اڱارو بدھ جمعرات
    جمعه جمعو جمعہ جۈ جۈمە خميس دوشنبه دووشەممە دۈ دۈشەنبە سه_شنبه سه‌شنبه سومر سێشەممە سە سەيشەنبە شنبه شە
    شەممە شەنبە منگل يە يەكشەنبە پنج_شنبه پنجشنبه پیر پێنجشەممە پە پەيشەنبە چا چارشەنبە چهارشنبه چوارشەممە
    ڇنڇر ھەینی ہفتہ یکشنبه یەکشەممە आइत आइतबार गुरु गुरुवार बिहि बिहिबार बुध बुधबार बुधवार मंगल मंगलवार मंगळ
    मंगळवार मङ्गल मङ्गलबार रवि रविवार शनि शनिबार शनिवार शुक्र शुक्रबार शुक्रवार सोम सोमबार सोमवार দেও দেওবাৰ
    বুধ বুধবার বুধবাৰ বৃহ বৃহস্পতি বৃহস্পতিবার বৃহস্পতিবাৰ মঙ্গল মঙ্গলবার মঙ্গলবাৰ রবি রবিবার শনি শনিবার
    শনিবাৰ শুক্র শুক্রবার শুক্ৰ শুক্ৰবাৰ সোম সোমবার সোমবাৰ ਐਤ ਐਤਵਾਰ ਬੁੱਧ ਬੁੱਧਵਾਰ ਮੰਗਲ ਮੰਗਲਵਾਰ ਵੀਰ ਵੀਰਵਾਰ
    ਸ਼ਨੀ ਸ਼ਨੀਵਾਰ ਸ਼ੁੱਕਰ ਸ਼ੁੱਕਰਵਾਰ ਸੋਮ ਸੋਮਵਾਰ ગુરુ ગુરુવાર બુધ બુધવાર મંગળ મંગળવાર રવિ રવિવાર શનિ શનિવાર
    શુક્ર શુક્રવાર સોમ સોમવાર ଗୁରୁ ଗୁରୁବାର ବୁଧ ବୁଧବାର ମଙ୍ଗଳ ମଙ୍ଗଳବାର ରବି ରବିବାର ଶନି ଶନିବାର ଶୁକ୍ର ଶୁକ୍ରବାର
    ସୋମ ସୋମବାର சனி செவ் செவ்வாய் ஞாயி ஞாயிறு திங் திங்கள் புத புதன் வியா வியாழன் வெள் வெள்ளி ఆది ఆదివారం
    గురు గురువారం బుధ బుధవారం మంగళ మంగళవారం శని శనివారం శుక్ర శుక్రవారం సోమ సోమవారం ಗುರು ಗುರುವಾರ ಬುಧ ಬುಧವಾರ
    ಭಾನು ಭಾನುವಾರ ಮಂಗಳ ಮಂಗಳವಾರ ಶನಿ ಶನಿವಾರ ಶುಕ್ರ ಶುಕ್ರವಾರ ಸೋಮ ಸೋಮವಾರ ചൊവ്വ ചൊവ്വാഴ്ച ചൊവ്വാഴ്‌ച ഞായറാഴ്‌ച ഞായർ
    തിങ്കളാഴ്‌ച തിങ്കൾ ബുധനാഴ്‌ച ബുധൻ വെള്ളി വെള്ളിയാഴ്‌ച വ്യാഴം വ്യാഴാഴ്‌ച ശനി ശനിയാഴ്‌ച අඟහ අඟහරුවාදා
    ඉරිදා බදාදා බ්‍රහස් බ්‍රහස්පතින්දා සඳුදා සිකු සිකුරාදා සෙන සෙනසුරාදා จันทร์ พฤหัส พุธ วันจันทร์
    วันพฤหัสบดี วันพุธ วันศุกร์ วันอังคาร วันอาทิตย์ วันเสาร์ ศุกร์ อังคาร อาทิตย์ เสาร์ ຈັນ ພະຫັດ ພຸດ
    ວັນຈັນ ວັນພະຫັດ ວັນພຸດ ວັນສຸກ ວັນອັງຄານ ວັນອາທິດ ວັນເສົາ ສຸກ ອັງຄານ ອາທິດ ເສົາ ကြာသပတေး စနေ တနင်္ဂနွေ
    တနင်္လာ ဗုဒ္ဓဟူး သောကြာ အင်္ဂါ კვი კვირა ოთხ ოთხშაბათი ორშ ორშაბათი პარ პარასკევი სამ სამშაბათი შაბ
    შაბათი ხუთ ხუთშაბათი ሐሙስ ሓሙ ሓሙስ ማክሰ ማክሰኞ ረቡ ረቡዕ ሰሉ ሰሉስ ሰኑ ሰኑይ ሰን ሰንበት ሰኞ ቀዳ ቀዳም ቅዳሜ እሑድ ዓር ዓርቢ ዓርብ ចន្ទ
    ច័ន្ទ ពុធ ព្រហ ព្រហស្បតិ៍ សុក្រ សៅរ៍ អង្គារ អាទិត្យ ẹtì ọjọ́_ajé ọjọ́_àbámẹ́ta ọjọ́_àìkú ọjọ́_ìsẹ́gun
    ọjọ́_ẹtì ọjọ́bọ ọjọ́rú
    周一 周三 周二 周五 周六 周四 周日 土曜日 日曜日 星期一 星期三
    星期二 星期五 星期六 星期四 星期日 月曜日 木曜日 水曜日 火曜日 金曜日 금요일
    목요일 수요일 월요일 일요일 토요일 화요일
"""

MORNING = """
    pagi umaga dopoledne
    am a.m a._m ap dop fm f.h f.m m.n r.n p.d yb pg sa öö дп ү.ө πμ π.μ ص صبح ق.ظ قبل‌ازظهر ب.ن
    पूर्वाह्न ਪੂ.ਦੁ ಪೂರ್ವಾಹ್ನ முற்பகல் පෙ.ව
    ก่อนเที่ยง ກ່ອນທ່ຽງ នាព្រឹក ព្រឹក နံနက် ጥዋት priešpiet priekšp priekšpusdienā prijepodne
    пре_подне претпл e_paradites
    da_manhã de_la_mañana vorm vm
"""
AFTERNOON = """
    petang malam sore hapon gabi odpoledne de_la_noche da_noite
    pm p.m p._m ip odp em e.h e.m i.n m.d yh ptg ch ös пп ү.х μμ μ.μ م د.ن ب.ظ بعدازظهر अपराह्न
    ਬਾ.ਦੁ ಅಪರಾಹ್ನ பிற்பகல் ප.ව
    หลังเที่ยง ຫຼັງທ່ຽງ ល្ងាច ညနေ ከሰዓት popiet pēcp pēcpusdienā popodne поподне по_подне попл
    e_pasdites da_tarde de_la_tarde
    nam nm
"""
BETWEEN = """
    sati sata klockan hs hrs horas heures hodin hodín orë ng ° den. годин
    of the on at year den de del de_l la le les el en do da di ao à às ás as a_las alle ore ora um
    uhr am kl klo kell om
    uur ob u v o w we na în və saat saati lúc ngày năm pukul jam pada nang saa ag ar në ne ta d l m
    g r p e a ko ren
    th st nd rd er mh º ª h hod hod. val mėn mėnesio min gada gadā gads plkst godz óra г год года
    гада р рік року ж жыл
    ч час часа в во у о об оны он ый ой թ թվականի ժամը წ წლის בשעה ב של ה في الساعة سنة ساعت سال کو
    بجے को बजे रोजी वाजता এ টায়
    ਨੂੰ ਵਜੇ એ ના રોજ વાગ્યે அன்று ರಂದು ට దిన కి రోజు เวลา น วันที่ ที่ พ.ศ พุทธศักราช ค.ศ ເວລາ ម៉ោង
    ថ្ងៃទី ខែ ឆ្នាំ ရက် နေ့ နာရီ ခုနှစ် လ ዓ.ም του στις ώρα
    y j jl ъ טן ел dal dhen u_l
"""


def listed(words: str) -> list[str]:
    """Return the words of a table, in the form in which words of a date are looked up.

    >>> listed("A.M. Il-Ħadd")
    ['a.m.', 'il_ħadd']
    """
    return unicodedata.normalize("NFKC", words.replace("ʼ", "’").replace("-", "_")).casefold().split()
