"""Names of months in the languages of CLDR (Unicode), and dates with them in English.

Names that mean different months in two languages are left out (listopada is October in Croatian, November in Polish).
In the tables, an underscore is a space.
"""

from __future__ import annotations

import re
from functools import cache

from newsfeed.text.dates.words import listed

ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# fmt: off
# In the form that dates use. These are read in any date.
_COMMON = (
    """
    januar jänner jän janvier janv enero ene gennaio gen janeiro januari ιανουαρίου ιαν január stycznia ocak
    ledna ianuarie tammikuuta січня января янв януари يناير ינואר בינואר जनवरी जन॰ जानेवारी জানুয়ারি জানু ਜਨਵਰੀ
    જાન્યુઆરી ஜனவரி ஜன జనవరి జన ಜನವರಿ ജനുവരി มกราคม ม.ค ມັງກອນ ມ.ກ ဇန်နဝါရီ មករា جنوری ژانویه كانون_الثاني
    հունվարի հունվար հնվ იანვარი იან қаңтар қаң январь студзень студзеня јануар јануари siječanj siječnja
    januára sausio sausis janvāris jaanuar janúar eanáir ionawr urtarrila gener janar yanvar
    """,
    """
    februar feber février févr fév fevrier febrero febbraio fevereiro fev februari φεβρουαρίου φεβ február febr
    lutego şubat února februarie helmikuuta лютого февраля февр фев февруари فبراير פברואר בפברואר फ़रवरी फ़र॰
    फेब्रुवारी फेब्रुअरी ফেব্রুয়ারি ফেব ਫ਼ਰਵਰੀ ફેબ્રુઆરી பிப்ரவரி பிப் ఫిబ్రవరి ఫిబ్ర ಫೆಬ್ರವರಿ ഫെബ്രുവരി
    กุมภาพันธ์ ก.พ ກຸມພາ ກ.ພ ဖေဖော်ဝါရီ កុម្ភៈ فروری فوریه شباط փետրվարի փետրվար փտվ თებერვალი თებ ақпан ақп
    февраль лютага люты фебруар pebrero veljača veljače februára vasario vasaris februāris veebruar febrúar
    feabhra chwefror otsaila febrer shkurt fevral
    """,
    """
    märz mär mrz mars marzo março maart mrt marts μαρτίου μάρ március márc marca mart března martie maaliskuuta
    maret березня марта мар مارس מרץ במרץ मार्च মার্চ ਮਾਰਚ માર્ચ மார்ச் மார் మార్చి ಮಾರ್ಚ್ മാർച്ച് มีนาคม มี.ค
    ມີນາ ມ.ນ မတ် មីនា مارچ آذار մարտի մարտ մրտ მარტი მარ наурыз нау март сакавіка сакавік marso machi ožujak
    ožujka marec kovas kovo märts márta mawrth martxoa març
    """,
    """
    avril avr abril abr aprile απριλίου απρ április ápr kwietnia nisan dubna aprilie huhtikuuta квітня апреля
    апр април أبريل ابريل אפריל באפריל अप्रैल एप्रिल अप्रिल এপ্রিল এপ্রি ਅਪ੍ਰੈਲ એપ્રિલ ஏப்ரல் ஏப் ఏప్రిల్ ఏప్రి
    ಏಪ್ರಿಲ್ ഏപ്രിൽ เมษายน เม.ย ເມສາ ມ.ສ ဧပြီ មេសា اپریل آوریل نيسان ապրիլի ապրիլ ապր აპრილი აპრ сәуір сәу апрель
    красавіка красавік aprili travanj travnja apríla apríl balandžio balandis aprīlis aprill aibreán ebrill
    apirila prill aprel
    """,
    """
    mai mayo maggio mag maio mei maj maja μαΐου μαίου μάι május máj mayıs května toukokuuta травня мая май
    مايو מאי במאי मई मे মে ਮਈ મે மே మే ಮೇ മേയ് พฤษภาคม พ.ค ພຶດສະພາ ພ.ພ မေ ឧសភា مئی مه أيار մայիսի մայիս մյս
    მაისი მაი мамыр мам мај svibanj svibnja mája gegužės gegužė maijs maí bealtaine maiatza maig
    """,
    """
    juni juin junio giugno giu junho ιουνίου ιουν ιούν június jún czerwca haziran června iunie kesäkuuta червня
    июня июн юни يونيو יוני ביוני जून जुन জুন ਜੂਨ જૂન ஜூன் జూన్ ಜೂನ್ ജൂൺ มิถุนายน มิ.ย ມິຖຸນາ ມິ.ຖ ဇွန် មិថុនា
    جون ژوئن حزيران հունիսի հունիս հնս ივნისი ივნ маусым мау июнь чэрвень чэрвеня јун јуни hunyo lipanj lipnja
    júna junij birželio birželis jūnijs juuni júní meitheamh mehefin ekaina juny qershor iyun
    """,
    """
    juli juillet juil julio luglio lug julho ιουλίου ιουλ ιούλ július júl lipca temmuz července iulie heinäkuuta
    липня июля июл юли يوليو יולי ביולי जुलाई जुल॰ जुलै জুলাই জুল ਜੁਲਾਈ જુલાઈ ஜூலை జులై ಜುಲೈ ജൂലൈ กรกฎาคม ก.ค
    ກໍລະກົດ ກ.ລ ဇူလိုင် កក្កដា جولائی ژوئیه تموز հուլիսի հուլիս հլս ივლისი ივლ шілде шіл июль ліпень ліпеня јул
    јули julai hulyo srpanj srpnja júla julij liepos liepa jūlijs juuli júlí iúil gorffennaf uztaila juliol
    korrik iyul
    """,
    """
    août aout agosto ago augustus augusti αυγούστου αυγ αύγ augusztus sierpnia ağustos srpna elokuuta agustus
    серпня августа авг август أغسطس اغسطس אוגוסט באוגוסט अगस्त अग॰ ऑगस्ट अगस्ट আগস্ট আগ ਅਗਸਤ ઑગસ્ટ ஆகஸ்ட் ஆக
    ఆగస్టు ఆగ ಆಗಸ್ಟ್ ഓഗസ്റ്റ് สิงหาคม ส.ค ສິງຫາ ສ.ຫ ဩဂုတ် សីហា اگست اوت آب օգոստոսի օգոստոս օգս აგვისტო აგვ
    тамыз там жнівень жніўня ogos agosti kolovoza kolovoz augusta avgust rugpjūtis rugpjūčio augusts ágúst
    lúnasa awst abuztua agost gusht avqust
    """,
    """
    septembre septiembre settembre sett setembro set σεπτεμβρίου σεπ szeptember szept września eylül září
    septembrie syyskuuta вересня сентября сент сен септември سبتمبر ספטמבר בספטמבר सितंबर सित॰ सप्टेंबर
    सेप्टेम्बर সেপ্টেম্বর সেপ্ট সেপ ਸਤੰਬਰ સપ્ટેમ્બર செப்டம்பர் செப் సెప్టెంబర్ సెప్టెం ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റംബർ
    กันยายน ก.ย ກັນຍາ ກ.ຍ စက်တင်ဘာ កញ្ញា ستمبر سپتامبر أيلول սեպտեմբերի սեպտեմբեր սեպ სექტემბერი სექ қыркүйек
    қыр сентябрь верасень верасня септембар setyembre septemba rujan rujna septembar septembra rugsėjis rugsėjo
    septembris medi iraila setembre shtator sentyabr sentabr
    """,
    """
    oktober okt octobre octubre ottobre ott outubro out οκτωβρίου οκτ október października ekim října octombrie
    lokakuuta жовтня октября окт октомври أكتوبر اكتوبر אוקטובר באוקטובר अक्टूबर अक्टू॰ ऑक्टोबर अक्टोबर অক্টোবর
    অক্টো ਅਕਤੂਬਰ ઑક્ટોબર அக்டோபர் அக் అక్టోబర్ అక్టో ಅಕ್ಟೋಬರ್ ഒക്ടോബർ ตุลาคม ต.ค ຕຸລາ ຕ.ລ အောက်တိုဘာ តុលា اکتوبر
    اکتبر تشرين_الأول հոկտեմբերի հոկտեմբեր հոկ ოქტომბერი ოქტ қазан қаз октябрь кастрычніка кастрычнік октобар
    oktubre oktoba oktobar októbra spalio spalis oktobris oktoober hydref urria tetor oktyabr oktabr
    """,
    """
    novembre noviembre novembro νοεμβρίου νοε νοέ kasım listopadu noiembrie marraskuuta листопада ноября нояб
    ноя ноември نوفمبر נובמבר בנובמבר नवंबर नव॰ नोव्हेंबर नोभेम्बर নভেম্বর নভে ਨਵੰਬਰ નવેમ્બર நவம்பர் நவ నవంబర్
    నవం ನವೆಂಬರ್ നവംബർ พฤศจิกายน พ.ย ພະຈິກ ພ.ຈ နိုဝင်ဘာ វិច្ឆិកា نومبر نوامبر تشرين_الثاني նոյեմբերի նոյեմբեր նոյ
    ნოემბერი ნოე қараша қар ноябрь лістапада лістапад новембар nobyembre novemba studenoga studeni novembar
    novembra lapkritis lapkričio novembris nóvember samhain tachwedd azaroa nëntor noyabr
    """,
    """
    dezember dez décembre déc decembre diciembre dic dicembre dezembro δεκεμβρίου δεκ grudnia aralık prosince
    decembrie joulukuuta desember грудня декабря дек декември ديسمبر דצמבר בדצמבר दिसंबर दिस॰ डिसेंबर डिसेम्बर
    ডিসেম্বর ডিসে ਦਸੰਬਰ ડિસેમ્બર டிசம்பர் டிச డిసెంబర్ డిసెం ಡಿಸೆಂಬರ್ ഡിസംബർ ธันวาคม ธ.ค ທັນວາ ທ.ວ ဒီဇင်ဘာ ធ្នូ
    دسمبر دسامبر كانون_الأول դեկտեմբերի դեկտեմբեր դեկ დეკემბერი დეკ желтоқсан жел декабрь снежань снежня
    децембар disember disyembre desemba prosinac prosinca decembar decembra gruodžio gruodis decembris detsember
    nollaig rhagfyr abendua desembre dhjetor dekabr
    """,
)
# These are read only in dates all words of which are known: some are short, or words of other languages, too.
_RARE = (
    """
    am_faoilleach ama amajjii da_schaner dzove dzv ean faoi fhaoilleach genièr genver ghe ghennàrgiu hān hānuere
    ian ianuali ion jaan janaayo janairu janeru jannaayo jannar jannewaris janoary januaari januaarip januara
    januarie januario januaro januwari janyuwari jen jenụwarị jén jénúári led leden mut mutarama ndi ndira oca
    ođđajagemánnu ođđj oṣù_ṣẹ́rẹ́ rbn rêbendan sam samwiyee saus schan schaner sii siilo sij sty styczeń
    sánzá_ya_yambo sān sānuali tammi tammikuu urt xan xaneiro xin xineru yan zen zenâr ýan ýanwar ιανουάριοσ
    гыйн гыйнвар нэгдүгээр_сар сту січ січень январ январы яну јан јанвар יאַנ יאַנואַר ינו׳ جانفي جنوري يانۋار
    کانوونی_دووەم जाने জানুৱাৰী ਜਨ જાન્યુ ଜାନୁଆରୀ ಜನ ജനു දුරුතු ဇန် ጃን ጃንዋሪ ጥሪ ජනවාරි tammik
    """,
    """
    an_gearran chw chwef col colte cʼhwe cʼhwevrer da_favrer dzd dzodze fab faburairu favr favrer fbl feabh
    febraayo febreiro febreru febrewaris febrièr febroary februaari februaarip februara februario februaro
    februwari febrụwarị fevrâr few fewral fewriyee fra frar fre freàrgiu fēp fēpueli fẹ́b fẹ́búári gas
    gashyantare gearr ghearran guov guovvamánnu gur guraandhala helmi helmikuu kuk kukadzi lut luty ots
    oṣù_èrèlè peb pep pepeluali péb pébruari pēp pēpuere sbt shk sibat sánzá_ya_míbalé vas veebr velj úno únor
    şub φεβρουάριοσ лют лютий феб феврал февралы хоёрдугаар_сар פֿעב פֿעברואַר פבר׳ شوبات فبروري فيبروري فيفري
    فېبروري فېۋرال फेब्रु ফেব্ৰু ফেব্ৰুৱাৰী ਫ਼ਰ ફેબ્રુ ଫେବୃଆରୀ ಫೆಬ್ರ ഫെബ്രു නවම් ဖေ ለካ ለካቲት ፌብ ፌብሩዋሪ පෙබරවාරි
    helmik
    """,
    """
    adar adr am_màrt bitootessa bře březen da_mars kov kur kurume maa maachị maalis maaliskuu maarso mac mach
    mal malaki maris marsi marsip marsu martio marto martsa martzu marzec marzu mashi matshi maw maʻa maʻasi mbo
    mbooy meur meurzh mhàrt msi màrt mäe mäerz māe māehe měr měrc měrca njuk njukčamánnu ožu oṣù_ẹrẹ̀nà
    sánzá_ya_mísáto ted tedoxe wer werurwe μάρτιοσ μαρ бер березень гуравдугаар_сар мартъи мартъийы сак מערץ
    ئازار مارت মাৰ্চ ମାର୍ଚ୍ଚ മാർ මැදින් መጋ መጋቢት ማርች මාර්තු maalisk
    """,
    """
    abriil abrile abrëll afi afirilu afɔ afɔfĩe aib an_giblean api apl apriili apriilip aprilo aprily apryl
    apryla avrigl avrîl awr awril bal cuo cuoŋománnu dub duben ebr ebrel eebila elb eph ephreli epr epreel
    epreli ghiblean gibl huhti huhtikuu kub kubvumbi kwi kwiecień mata nis nsn nîsan oṣù_ìgbé pri see seeɗto
    sánzá_ya_mínei tra épr éprel āpe āperira ʻap ʻapelila ʻepe ʻepeleli απρίλιοσ апрел апрелы дөрөвдүгээр_сар
    квіт квітень кра אַפּר אַפּריל אפר׳ أفريل ئاپرېل اپريل نیسان एप्रि এপ্ৰিল ਅਪ੍ਰੈ ଅପ୍ରେଲ ಏಪ್ರಿ ഏപ്രി බක් ဧ ሚያ
    ሚያዝያ ኤፕሪ ኤፕሪል අප්‍රේල් huhtik
    """,
    """
    an_cèitean beal caamsaa cam chivabvu chv chèitean cèit da_matg dam dame duu duujal geg gic gicurasi gln
    gulan kvě květen maaie maaji maajip maayo mae maiu majo maju matg mayu maý mee mej meja meje mejju mey meyi
    mies miessemánnu méi mē oṣù_ẹ̀bibi svi sánzá_ya_mítáno touko toukokuu μάιοσ μαΐ майы тавдугаар_сар трав
    травень מיי ئایار مئي ماي مۍ মে’ ମଇ වෙසක් ሜይ ጉንበት ግን මැයි toukok
    """,
    """
    an_t-ògmhios birž chikumi chk cze czerwiec da_zercladur eka geas geassemánnu haz hezîran hun hune hzr iun
    iune iyn iýun jon jona jug jugn junh junhu junie junija juu juun juunip jūn kam kamena kesä kesäkuu kor
    korse làm làmpadas masa meh meith mezh mezheven oṣù_òkúdu qer sun sune suw suwe sánzá_ya_motóbá wax
    waxabajjii xun xunu xuño yun yuni zercl zercladur ògmh ògmhios červen čvn ġun ġunju ιούνιοσ зургаадугаар_сар
    июны ијн ијун черв червень чэр ئىيۇن جوان حوزەیران ଜୁନ පොසොන් ሰነ ጁን ජූනි kesäk
    """,
    """
    ado adoolessa an_t-iuchar chg chikunguru da_fanadur fan fanadur gor gorff goue gouere heinä heinäkuu hul hūr
    hūrae iuch iuchar iul iulai iyl iýul jolay julayi julaị julhet julhu julie julija juulip jūl korr liep
    lipiec lui lul lulju luulyo mor morso nyakanga oṣù_agẹmọ sia siamlɔm siu siulai sul sulet suoi suoidnemánnu
    sánzá_ya_nsambo tem trm trì trìulas tîrmeh uzt xnt xul xullo xunetu yul yuli červenec čvc ιούλιοσ
    долоодугаар_сар июлы ијл ијул лип липень ліп ئىيۇل تەمووز جولاءِ جولای جويلية يوليوز ਜੁਲਾ ଜୁଲାଇ ඇසළ ဇူ ሓም
    ሓምለ ጁላይ ජූලි heinäk
    """,
    """
    abu aga agasti aggusti aggustip agostu ags agt agu agusta an_lùnastal aog aogositra auguscht augusto aus
    austu avg avo avost avq avust awg awgust awgusta aww awwissu ağu aŭg aŭgusto borg borgemánnu dea deasiamime
    elo elokuu eost gush hag hagayya juk juko kan kanama kol lùna lùnastal lún nyamavhuvhu ogo ogosto ogs
    oṣù_ògún rugp sie sierpień srpen sánzá_ya_mwambe tbx tebax ágú āku ākuhata ʻaok ʻaokosi ʻau ʻaukake
    αύγουστοσ августы ауг аугуст жні наймдугаар_сар серп серпень אוג׳ אויג אויגוסט آگسٽ أوت ئاب ئاۋغۇست اګست غشت
    ऑग আগষ্ট ਅਗ ଅଗଷ୍ଟ ಆಗ ഓഗ නිකිණි ဩ ነሓ ነሓሰ ኦገስ ኦገስት ọgọ ọgọst ọgọọst ọ́gọ අගෝස්තු elok
    """,
    """
    an_t-sultain any anyɔnyɔ cab cabudanni da_settember eyl ful fulbaana gun gunyana gwen gwengolo hep hepetema
    ira kep kepakemapa meán_fómhair mfómh nze nzeri oṣù_owewe rugs ruj sat satumba seb sebteembar sebtembar sen
    sentýabr septambra septembari septembarip septembro septhemba septimber septämber setembar setenbru
    setiembre settember settembru sht siilto slt stb sult syys syyskuu sàt sàttumbar sánzá_ya_libwa sép
    séptémber sēp sēpitema sẹp sẹptẹ́mba t-sultain wrz wrzesień zář îln îlon čakč čakčamánnu σεπτέμβριοσ вер
    вересень есдүгээр_сар сентябр сентябры сентјабр сеп סעפּ סעפּטעמבער ספט׳ ئەیلوول سيپٽمبر سپتمبر سېنتەبىر
    سېپتمبر شتنبر सप्टें ছেপ্তে ছেপ্তেম্বৰ ਸਤੰ સપ્ટે ସେପ୍ଟେମ୍ବର ಸೆಪ್ಟೆಂ സെപ്റ്റം බිනර စက် መስ መስከረም ሴፕቴ ሴፕቴምበር
    සැප්තැම්බර් syysk
    """,
    """
    an_dàmhair cot cotmeh deireadh_fómhair dfómh dàmh dàmhair eki golg golggotmánnu gum gumiguru here hyd kel
    kele loka lokakuu och ochobre octòbre oke oketopa okthoba okthobha oktobari oktobarip oktobra oktobro
    oktoobar oktýabr onk onkoloolessa ottubru otu otubar otubru oṣù_ọ̀wàrà paź październik santugaine spal stg
    sánzá_ya_zómi tet ukw ukwakira urr yar yarkomaa říj říjen ɔtb ʻok ʻoka ʻokakopa ʻokatopa οκτώβριοσ
    аравдугаар_сар жовт жовтень кас октябр октябры октјабр אוק׳ אקט אקטאבער آڪٽوبر ئۆكتەبىر تشرینی_یەکەم ऑक्टो
    অক্টোবৰ ਅਕਤੂ ઑક્ટો ଅକ୍ଟୋବର ಅಕ್ಟೋ ഒക്ടോ ഒക്‌ടോബർ වප් အောက် ኦክቶ ኦክቶበር ጥቅ ጥቅምቲ ọkt ọktoba ọktóba ඔක්තෝබර් lokak
    """,
    """
    ade adeɛmekpɔxe an_t-samhain aza da_november jolal kas lapkr marras marraskuu mbu mbudzi mijdar mjd nob noe
    noema nof noofeembar nop nopémber novambra novembari novembarip novembru novimber novämber now nowemapa
    nowember nowembra nowàmbar noy noý noýabr nuv nuvenbru nuw nuwamba nvb nën nóv nōv nōvema nọv nọvẹ́mba
    oṣù_bélú pay payares sadaasa samh santandria skáb skábmamánnu sta stu sánzá_ya_zómi_na_mɔ̌kɔ́ t-samhain tach
    ugu ugushyingo νοέμβριοσ арван_нэгдүгээр_сар лист листопад ліс нов ное ноябр ноябры ној нојабр נאוו
    נאוועמבער נוב׳ تشرینی_دووەم نونبر نويابىر नोव्हें নৱে নৱেম্বৰ ਨਵੰ નવે ନଭେମ୍ବର ನವೆಂ നവം ඉල් နို ሕዳ ሕዳር ኖቬም
    ኖቬምበር නොවැම්බර් marrask
    """,
    """
    abe an_dùbhlachd ara avi avientu berfanbar bow bowte brf da_december decembari decembarip decembro dek des
    desambra desimber desàmbar dets dezämber dhj dicembar dis disamba diseembar disemba disẹ́mba diz dizenbru
    diċ diċembru dsb dzm dzome dés désémber dùbh dùbhlachd gru grudzień gruod joulu joulukuu juov juovlamánnu
    kek kekemapa kerzu kzu mud mudde nad nadale noll oṣù_ọ̀pẹ̀ pro prosinec rhag sánzá_ya_zómi_na_míbalé tīh
    tīhema tīs tīsema uku ukuboza zvi zvita δεκέμβριοσ арван_хоёрдугаар_сар груд грудень декабр декабры дец сне
    דעצ דעצעמבער דצמ׳ دجنبر دېكابىر ڊسمبر کانونی_یەکەم डिसें ডিচে ডিচেম্বৰ ਦਸੰ ડિસે ଡିସେମ୍ବର ಡಿಸೆಂ ഡിസം උඳුවප්
    ဒီ ታሕ ታሕሳስ ዲሴም ዲሴምበር දෙසැම්බර් jouluk
    """,
)
# fmt: on
_NUMBERS = {
    word.replace("_", " "): number for number, words in enumerate(_COMMON, start=1) for word in words.casefold().split()
}

# Two words in Levantine Arabic; abbreviations in Thai and Lao contain points.
_NAME = re.compile(r"(?:كانون|تشرين)\s\w+|[^\s\d,./():-]+(?:\.[^\s\d,./():-]+)*")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)  # names in these are read where they stand
_WEEKDAY_BEFORE = re.compile(r"^[^\d,]{2,40}?(?:,\s?|\s|ที่\s?)(?=\d)")
_THAI = re.compile(r"[\u0e01-\u0e5b]")
_BUDDHIST_YEAR = re.compile(r"(?:พ\.ศ\.\s?)?\b(2[45]\d\d)\b")
_SHORT_YEAR = re.compile(r"(?<=[a-y.]\s)(\d\d)(?=\s|$)")  # behind the name of a month
_AHEAD = 543  # years by which Thailand's calendar is ahead of the common era
_WORDS_OF_TIME = re.compile(r"\s?(?:เวลา|น\.)\s?")


def number(word: str) -> int | None:
    """Return the number of the month that a word names, in English also by its first letters.

    >>> number("seítembre"), number("rujna")
    (None, 9)
    """
    word = word.casefold()
    english = next((n for n, name in enumerate(ENGLISH, start=1) if name.casefold().startswith(word)), None)
    return english or _NUMBERS.get(word)


@cache
def rare() -> dict[str, int]:
    """Return the numbers of months by the names that are read only among known words."""
    return {word: number for number, words in enumerate(_RARE, start=1) for word in listed(words)}


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
    month = None if _LATIN.match(name[0]) else number(name[0])
    return ENGLISH[month - 1] if month else name[0]
