from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.text.dates.parsing import iso, offset, parse_date, read_time, usual_zone

EVENING = "2024-01-04T21:45:01+00:00"
EVENING_MINUTE = "2024-01-04T21:45:00+00:00"
AFTERNOON = "2024-01-04T13:45:01+00:00"
MIDNIGHT = "2024-01-04T00:00:00+00:00"


def read(raw: str) -> str | None:
    time = parse_date(raw)
    return iso(time) if time else None


FORMS = {
    EVENING: [
        # ISO 8601 and what databases and libraries make of it
        "2024-01-04T21:45:01Z",
        "2024-01-04T21:45:01.250+00:00",
        "2024-01-04T21:45:01.123456789Z",
        "2024-01-04T21:45:01,5Z",
        "2024-01-04t21:45:01z",
        "2024-01-04 21:45:01",
        "2024-01-04 21:45:01.0",
        "2024-01-04T21:45:01 UTC",
        "20240104T214501Z",
        # RFC 822 and what is meant for it
        "Thu, 04 Jan 2024 21:45:01 GMT",
        "  Thu, 04 Jan 2024 21:45:01 GMT\n",
        "Thu , 04  Jan\t2024  21:45:01 GMT",
        "Thu,04 Jan 2024 21:45:01 +0000",
        "04 Jan 2024 21:45:01 -0000",
        "Thu, 04 Jan 2024 21:45:01",
        "Thu, 04 Jan 24 21:45:01 GMT",
        "Thursday, 04-Jan-24 21:45:01 GMT",
        "04-Jan-2024 21:45:01",
        "Thursday, 4 January 2024 21:45:01 GMT",
        "Thu, 4. Jan 2024 21:45:01 +0000",
        "Thu, 4 Jan 2024 21:45:1 GMT",
        "Thu, 04 Jan 2024 9:45:01 PM GMT",
        "Thu, 04 (a (nested) comment) Jan(uary) 2024 21:45:01 GMT",
        "Do, 04 Jan 2024 21:45:01 +0000",
        "jeu., 04 janv. 2024 21:45:01 +0000",
        "Чт, 04 янв 2024 21:45:01 +0000",
        # zones
        "Thu, 04 Jan 2024 22:45:01 CET",
        "Thu, 04 Jan 2024 23:45:01 CEST",
        "Thu, 04 Jan 2024 16:45:01 EST",
        "Thu, 04 Jan 2024 15:45:01 CST",
        "Fri, 05 Jan 2024 06:45:01 JST",
        "Fri, 05 Jan 2024 06:45:01 KST",
        "Fri, 05 Jan 2024 08:45:01 AEDT",
        "Fri, 05 Jan 2024 10:45:01 NZDT",
        # C and Unix
        "Thu Jan  4 21:45:01 2024",
        "Thu Jan 04 21:45:01 UTC 2024",
        "Thu Jan  4 22:45:01 CET 2024",
        # numbers
        "2024/1/4 21:45:01",
        "2024/01/04 下午 09:45:01",
        "1704404701",
        "1704404701000",
        "1704404701.5",
        "20240104214501",
        # China
        "2024年01月04日 21:45:01",
        "2024年1月4日21时45分01秒",
    ],
    EVENING_MINUTE: [
        "2024-1-4 21:45",
        "20240104T2145",
        "202401042145",
        "Thu, 04 Jan 2024 21:45 GMT",
        "Thu, 04 Jan 24 21:45 +0000",
        "Thu 4 Jan 2024 21.45 GMT",
        "January 4, 2024 9:45 pm",
        "January 4, 2024, 9:45 PM",
        "January 4, 2024 at 4:45 p.m. ET",
        "Jan 4th 2024 9:45pm",
        "4 January 2024 - 21:45",
        "21:45, 4 January 2024",
        "9:45 PM, January 4, 2024",
        "21:45 GMT, 4 January 2024",
        "04.01.2024 21:45",
        "04.01.2024, 21:45 Uhr",
        "4 января 2024 г., 21:45",
        "2024年1月4日 21:45",
        "2024年1月4日 21时45分",
        "2024年1月4日 星期四 下午9:45",
        "2024年1月4日（周四）晚上9点45分",
        "2024年1月4日 下午9时45分",
        "2024年 1月 4日 21 : 45",
        "２０２４年１月４日　２１：４５",
        "二零二四年一月四日 21:45",
        "中華民國113年1月4日 下午9:45",
        "2024-01-04 下午9:45",
        "2024-01-04 星期四 21:45",
        "2024-01-04（四）21:45",
        "4 January 2024 (21:45)",
        "Jan 4, 2024 [21:45]",
        "4 janvier 2024 (à 21h45)",
        "2024年1月4日（21时45分）",
        "2024年1月4日（木）午後9時45分",
        "令和6年1月4日 21:45",
        "2024년 1월 4일 오후 9:45",
        "2024. 1. 4. 오후 9:45",
    ],
    AFTERNOON: [
        "2024-01-04 21:45:01 +0800",
        "2024-01-04T21:45:01+0800",
        "2024-01-04 21:45:01 UTC+8",
        "2024-01-04T21:45:01 GMT+0800",
        "2024-01-04 21:45:01 Asia/Shanghai",
        "2024-01-04T21:45:01+08:00[Asia/Shanghai]",
        "Thu, 04 Jan 2024 21:45:01 +0800 (CST)",
        "Thu, 04 Jan 2024 21:45:01 +08:00",
        "Thu, 04 Jan 2024 21:45:01 +8",
        "Thu, 04 Jan 2024 21:45:01 GMT+8",
        "Thu, 04 Jan 2024 21:45:01 GMT+08:00",
        "Thu, 04 Jan 2024 21:45:01 UTC+0800",
        "Thu, 04 Jan 2024 21:45:01 HKT",
        "Thu, 04 Jan 2024 21:45:01 SGT",
        "Thu Jan 04 2024 21:45:01 GMT+0800 (中国标准时间)",
        "Thu Jan  4 21:45:01 +0800 2024",
        "2024年1月4日 21:45:01 CST",
        "2024-01-04 21:45:01 北京时间",
        "北京时间2024年1月4日 21:45:01",
        "2024年1月4日 21:45:01（北京时间）",
    ],
    MIDNIGHT: [
        "2024-01-04",
        "2024-01-03T24:00:00Z",
        "2024-W01-4",
        "2024-004",
        "20240104",
        "2024.01.04",
        "2024/1/4",
        "4.1.2024",
        "4th of January 2024",
        "Thursday, 4 January 2024",
        "Jan. 4th, 2024 at 12 am",
        "4 janvier 2024",
        "4. Januar 2024",
        "4 de enero de 2024",
        "4 gennaio 2024",
        "4 de janeiro de 2024",
        "4 januari 2024",
        "4 января 2024",
        "2024年1月4日",
        "2024年1月4号",
        "二〇二四年一月四日",
        "民國113年1月4日",
        "令和6年1月4日",
        "2024年1月4日 凌晨12点",
    ],
    "2024-01-05T02:45:01+00:00": ["Thu, 4 Jan 2024 21:45:01  EST"],
    "2024-01-04T21:45:59+00:00": ["Thu, 04 Jan 2024 21:45:60 GMT"],
    "2024-01-04T12:15:00+00:00": ["Jan 4, 2024 12:15 pm", "2024年1月4日 中午12:15", "2024年1月4日 午後0時15分"],
    "2024-01-04T00:15:00+00:00": ["12:15 AM Jan 4 2024", "2024年1月4日 凌晨0:15"],
    "2024-01-04T02:15:00+00:00": ["2024年1月4日 凌晨2:15"],
    "2024-01-04T09:45:00+00:00": ["2024 年 1 月 4 日 上午 9:45"],
    "2024-01-04T21:00:00+00:00": [
        "Jan 4th 2024 9pm",
        "2024年1月4日 下午9点",
        "2024年1月4日 21时",
        "2024年1月4日 晚上九点整",
    ],
    "2024-01-04T21:30:00+00:00": ["2024年1月4日 下午9点半"],
    "2024-01-13T21:45:00+00:00": ["13/01/2024 21:45", "01/13/2024 9:45 PM"],
    "2024-05-05T00:00:00+00:00": ["05/05/2024"],
    "2024-09-04T00:00:00+00:00": ["4 Sept 2024", "4 septembre 2024", "04 set 2024"],
    "2024-12-31T00:00:00+00:00": ["二〇二四年十二月三十一日", "2024年十二月卅一日", "31 Dez 2024"],
    "2023-03-19T03:21:00+00:00": [
        "Sat, 18 Mar 2023 20:21:00 America/Los_Angeles",
        "Sat, 18 Mar 2023 8:21 PM america/los_angeles",
        "2023-03-18 20:21:00 US/Pacific",
        "2023-03-18T20:21:00 PST8PDT",
        "2023-03-18 23:21 America/Port-au-Prince",
        "2023-03-19 00:21:00 America/Argentina/Buenos_Aires",
        "Sat, 18 Mar 2023 22:21 Etc/GMT+5",
        "March 18, 2023 at 11:21 p.m. US/Eastern",
        "Sat, 18 Mar 2023 23:21:00 America/New_York",
        "2023-03-19 03:21:00 Etc/UTC",
        "2023-03-18 20:21:00 -0700 PDT",
        "2023-03-18 20:21:00.123456789 -0700 PDT m=+0.000000001",
        "2023-03-19 03:21:00 +0000 UTC",
        "2023-03-19 11:21:00 +0800 CST",
        "2023-03-19 00:21:00 -0300 -03",
        "2023-03-19 03:21 +0000 GMT",
        "Sun, 19 Mar 2023 05:21:00 MEST",
        "19 mars 2023, 04h21 CET",
    ],
    "2024-09-12T14:30:00+00:00": [
        "Thu, 09/12/2024 - 14:30",
        "Thu, 12/09/2024 - 14:30",
        "Thursday, 9-12-2024 2:30 PM",
        "jeudi 12/09/2024 14h30",
        "Do, 12/09/24 14:30",
        "Thursday 9-12-2024 10:30 EDT",
    ],
    # What the tests of other readers and the formats of Go bring.
    "2009-05-08T17:07:09+00:00": [
        "20090508-17:07:09",
        "20090508 170709",
        "2009-May-08 17:07:09",
        "2009-5-8 17:7:9",
        "09-5-8 17:07:09",
        "08 Friday, May 2009 17:07:09",
        "Fri, 8, May 2009 17:7:9",
        "17:7:9 8 May 2009",
        "Fri, 2009/05/08 17:07:09",
        "Fri, May 08,2009 17:07:09",
        "May 8, '09 17:07:09",
        "Fri, 05 08 2009 17:07:09",
        "08MAY2009 17:07:09",
        "2009:05:08 17:07:09",
        "2009-05-08T17:07:09:125",
        "Fri, 08 May 2009 17:07:09 00",
        "08/May/2009:10:07:09 -0700",
        "10:07:09 08.05.2009 -0700",
        "Fri May 8 10:07:09 2009 MST",
        "2009-05-08 00:00:00.0 10:07:09.0 -0700",
        "2009-05-08T10:07:09-07:00Z",
        "2009-05-08T10:07:09-07:00:00",
        "Fri, 08 May 2009 10:07:09 --0700",
        "Fri, 08 May 2009 10:07:09 MST-0700",
        "Fri, 08 May 2009 10:07:09 PST-0700 (Pacific Daylight Time)",
        "Fri, 08 May 2009 19:07:09 CEST +0200",
        "Fri, 08 May 2009 22:37:09 IST+0530",
        "Fri, 08 May 2009 12:07:09 CT",
        "Παρ, 8 Μάι 2009 20:07:09 EEST",
        "2009-május-8T20:07:09+03:00",
        "8 maja 2009 17:07:09",
        "8 Mayıs 2009 17:07:09",
        "8. května 2009 17:07:09",
        "8 травня 2009 17:07:09",
        "8 mai 2009 17:07:09",
    ],
    "2009-05-08T17:00:00+00:00": ["Fri, 08 May 2009 10 -0700"],
    "2009-05-23T00:00:00+00:00": [
        "23.05.2009 -0700",
        "23 May 2009 MST",
        "2009-05-23+08:00",
        "2009-05-23Z",
        "5.23.2009",
        "05/23/09",
        "23 05 2009",
        "2009 May 23",
        "Сб, 23/05/2009",
        "23.5.2009",
    ],
    "1996-07-10T22:08:56+00:00": [
        "1996.07.10 AD at 15:08:56 PDT",
        "01996.July.10 AD 15:08:56 PDT",
        "Wednesday, July 10, 1996 AD 3:08:56pm PDT",
        "July 10 1996 15h08m56s PDT",
        "July 10 1996 15h08m56.5s PDT",
        "10 July 1996 15:08:56 Pacific Daylight Time",
        "1996-07-10 15:08:56 (PDT)",
        "1996-07-10 15:08:56 (America/Los_Angeles)",
        "1996-07-10 15:08:56 (GMT-7)",
        "1996-07-10_22:08:56",
        "1996-07-10-22-08-56",
        "1996-07-10T22-08-56",
        "19960710150856-0700",
        "19960710220856.5Z",
        "D:19960710150856-07'00'",
        "1996-192T22:08:56Z",
        "1996-W28-3T22:08:56Z",
        "837036536000",
        "@837036536",
        "/Date(837036536000+0000)/",
    ],
    "2021-09-06T14:05:06+00:00": ["1630937106123456", "1630937106123456789", "1630937106123"],
    "2021-09-06T14:05:00+00:00": [
        "Published: 6 Sep 2021 14:05",
        "Posted on September 6, 2021 at 2:05 pm",
        "发布时间：2021-09-06 14:05",
        "Publié le 6 septembre 2021 à 14h05",
        "Mis à jour le 6 septembre 2021 à 14h05",
        "Veröffentlicht am 6. September 2021, 14:05 Uhr",
        "Publicado el 6 de septiembre de 2021 a las 14:05",
        "Publicado em 6 de setembro de 2021 às 14h05",
        "Pubblicato il 6 settembre 2021 alle 14:05",
        "Geplaatst op 6 september 2021 om 14:05",
        "Опубликовано 6 сентября 2021 в 14:05",
        "2021年9月6日14:05 发布",
        "二零二一年九月六日 下午二時五分",
        "September 6, 2021 @ 2:05 PM",
        "2021-09-06, 14:05",
        "Mon, 6 Sep 2021 1405 GMT",
        "6 September 2021 14:05 hrs",
        "6 de septiembre de 2021 a las 14:05",
        "6 de setembro de 2021 às 14h05",
        "6 settembre 2021 alle ore 14:05",
        "6 Eylül 2021 Pazartesi 14:05",
        "2021. szeptember 6., hétfő 14:05",
        "6 syyskuuta 2021 klo 14.05",
        "06 September 2021 pukul 14.05",
        "6 сентября 2021 17:05 МСК",
        "6 септември 2021, 14:05",
        "6 سبتمبر 2021 14:05",
        "6 בספטמבר 2021 14:05",
        "Sep/6/2021 14:05",
        "2021Sep06 14:05",
        "ngày 6 tháng 9 năm 2021 14:05",
        "Mon, 06 Sep 2021 16:05:00 +0200.",
    ],
    # Names of CLDR; the years of Thailand.
    "2021-09-06T00:00:00+00:00": [
        "6 सितंबर 2021",
        "सोमवार, 6 सितंबर 2021",
        "६ सितंबर २०२१",
        "6 সেপ্টেম্বর 2021",
        "6 செப்டம்பர், 2021",
        "6 సెప్టెంబర్, 2021",
        "2021 സെപ്റ്റംബർ 6",
        "6 กันยายน 2564",
        "6 ก.ย. 2564",
        "วันจันทร์ที่ 6 กันยายน พ.ศ. 2564",
        "6 ستمبر، 2021",
        "6 سپتامبر 2021",
        "6 أيلول 2021",
        "6 սեպտեմբերի 2021",
        "6 სექტემბერი 2021",
        "6 қыркүйек 2021",
        "6. septembra 2021",
        "6. rujna 2021.",
        "सितंबर 6, 2021",
        "6 Medi 2021",
        "9月6日 2021",
        "9월 6일, 2021",
    ],
    "2021-09-06T14:35:00+00:00": [
        "6 सितंबर 2021, 14:35",
        "6 ก.ย. 2564 เวลา 14:35 น.",
        "6 ก.ย. 2564 14.35 น.",
        "9月6日 2021 14:35",
        "6. septembra 2021 14:35",
    ],
    # The words of other languages around a date, in the order of each.
    "2024-03-15T14:30:00+00:00": [
        "2024 m. kovo 15 d. 14:30:00",
        "2024 m. kovo 15 d., penktadienis, 14 val. 30 min.",
        "2024. gada 15. marts 14:30:00",
        "15. martā, 2024, plkst. 14:30",
        "15. maaliskuuta 2024 klo 14.30.00",
        "15.3.2024 klo 14.30.00",
        "15. března 2024 v 14:30",
        "15. ožujka 2024. u 14:30",
        "петак, 15. март 2024. у 14:30",
        "15 Μαρτίου 2024 στις 2:30 μ.μ.",
        "п’ятниця, 15 березня 2024 р. о 14:30",
        "15.03.2024 г., 14:30:00",
        "2024 ж. 15 наурыз, 14:30",
        "fredag den 15. marts 2024 kl. 14.30",
        "15 de mar. de 2024, 2:30 p. m.",
        "sexta-feira, 15 de março de 2024 às 14h30",
        "2024(e)ko martxoaren 15(a) 14:30",
        "Dydd Gwener, 15 Mawrth 2024 am 14:30",
        "15 mars 2024 në 2:30 e pasdites",
        "15 մարտի, 2024 թ., 14:30",
        "יום שישי, 15 במרץ 2024 בשעה 14:30",
        "١٥ مارس ٢٠٢٤، ٢:٣٠ م",
        "15/03/2024، 2:30 م",
        "१५ मार्च, २०२४ रोजी २:३० PM",
        "15 మార్చి, 2024 2:30 PMకి",
        "15 มี.ค. 67 14:30 น.",
        "lúc 14:30 15 tháng 3, 2024",
        "15 thg 3, 2024, 14:30:00",
        "15 Mac 2024 pada 2:30 PTG",
        "Marso 15, 2024, 2:30 ng hapon",
        "petak, 15. ožujka 2024. u 14:30 sati",
        "venerdì 15° marzo 2024, ore 14:30",
        "2024년 3월 15일 금요일 14시 30분",
        "2024 оны 3-р сарын 15, 14:30",
    ],
    "2024-03-15T12:30:00+00:00": ["Pn, 15 Kov 2024 14:30:00 +0200", "Παρ, 15 Μαρ 2024 14:30:00 +0200"],
    "2024-11-01T00:00:00+00:00": [
        "2024-11",
        "November 2024",
        "Nov, 2024",
        "2024年11月",
        "二〇二四年十一月",
        "พฤศจิกายน 2567",
    ],
    "2024-01-01T00:00:00+00:00": ["2024", "2024年", "كانون الثاني 2024"],
    "2024-08-13T10:00:00+00:00": [
        "2024. augusztus 13., 10 óra",
        "2024. augusztus 13. 10 órakor",
        "13. August 2024, 10 Uhr",
        "13 août 2024 à 10 h",
        "13 août 2024 à 10 heures",
        "13 августа 2024, 10 часов",
        "13 agosto 2024, ore 10",
        "13 sierpnia 2024, godz. 10",
        "08/13/2024 10:00 AM Tuesday",
        "۲۳ مرداد ۱۴۰۳ ساعت ۱۰:۰۰",
        "سه شنبه 23 مرداد 1403 - 10:00",
    ],
    "2024-08-05T10:30:00+00:00": [
        "2024. augusztus 5. 10 óra 30 perc",
        "5 августа 2024 в 10 часов 30 минут",
        "08/05/2024 10:30 Monday",  # the weekday settles the order
        "08/05/2024 Mon, 10:30",
    ],
    "2025-03-20T00:00:00+00:00": ["30 اسفند 1403"],
    "2025-03-21T00:00:00+00:00": ["۱ فروردین ۱۴۰۴"],
    "1971-08-08T00:00:00+00:00": ["8/8/71", "08.08.71"],
    "2000-12-31T00:00:00+00:00": ["31-12-00"],
    "1999-01-04T21:45:01+00:00": ["Mon, 04 Jan 99 21:45:01 GMT"],
    "1999-12-31T23:59:59+00:00": ["946684799"],
    "1806-02-09T23:59:45+00:00": ["Sun, 09 Feb 1806 23:59:45 +0000"],
    "2103-12-13T18:30:02+00:00": ["Thu, 13 Dec 2103 18:30:02 GMT"],
}


@pytest.mark.parametrize(("raw", "time"), [(raw, time) for time, raws in FORMS.items() for raw in raws])
def test_forms_in_use(raw: str, time: str) -> None:
    assert read(raw) == time


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday",
        "3 hours ago",
        "昨天 21:45",
        "3小时前",
        "1月4日 21:45",
        "1899",
        "2024-13",
        "24年1月",
        "Chapter 2024",
        "May 24",
        "21:45",
        "04/01/2024",  # only its writer knows the order
        "1/4/24 9:45",
        "24/01/04",
        "30.10.23",  # Germany's order or Korea's
        "17-6-23 14:05",
        "6-1-2 15:04",  # no year
        "10 09 2003",
        "Tue, 23/05/2009",  # a Saturday
        "12 listopada 2024",  # October in Croatian, November in Polish
        "23 May 2009 XYZ",
        "2013-01-27-01",
        "Sun, 16 Dec 2012 1:2:3:4 GMT",
        "10.2.3",
        "09/12/2025 Monday",  # no Monday in any order
        "30 اسفند 1402",  # no leap year
        "1403/05/15",  # of the solar calendar or of the lunar one
        "Thu, 05/09/2024",  # a Thursday in either order
        "Mon, 09/12/2025",  # no Monday in any order
        "Foo, 09/12/2024",
        "2024-01-04 10:00 Mars/Olympus",
        "24年1月4日",
        "Thu, 31 Feb 2024 10:00:00 GMT",
        "2024-13-01",
        "2024-01-04 25:00",
        "2024-01-04T10:00:00+25:00",
        "Thu, 04 Jan 2024 21:45:01 XYZ",
        "Thu, 04 Jan 2024 21:45:01 IST",  # India, Israel or Ireland
        "2024-01-04 21:45:01 Europe/Nowhere",
        "Thu Jan 04 21:45:01 CST 2024",  # China or America
        "2024-01-04 21:45:01 CST",
        "2024-01-04 21:45:01 (IST)",
        "6 May 2024 until 14:05",
        "Posted by: J. Doe, 04/01/2024",
        "Thu, 04 Jan 2024 21:45:01 EST+2",
        "2024年1月4日 上午12:30",  # before noon or after it
        "2024年1月4日 晚上12:30",  # before or after midnight
        "2024年1月4日 晚上1:30",
        "2024-01-04 21:45 AM",
        "4 Juvember 2024",
        "15 kovo 2024 nesuprantama 14:30",
        "15 mars 2024 und 16 mars 2024",
        "Marching 4, 2024",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "12345",
        "17044047010000",  # neither milliseconds nor microseconds
        "170440470100000000",
        "99999999999999999999",
        "v2.3.2024",
        "2024-01-04x21:45:01",
        "2024-01-04 and so on",
        "2024-01-04\ud800",
        "x" * 10_000,
    ],
)
def test_wrong_is_worse_than_missing(raw: str) -> None:
    assert parse_date(raw) is None


def test_cst_is_chinas_where_the_reader_knows() -> None:
    unix = "Thu Jan 04 21:45:01 CST 2024"
    assert parse_date(unix, chinese=True) == datetime(2024, 1, 4, 13, 45, 1, tzinfo=UTC)
    assert parse_date("Thu, 04 Jan 2024 21:45:01 CST", chinese=True) == parse_date(unix, chinese=True)


def test_a_date_alone_is_one_in_any_zone() -> None:
    assert read_time("2024-01-04") == read_time("20240104") == read_time("2024年1月4日") == date(2024, 1, 4)
    zone = timezone(timedelta(hours=8))
    assert parse_date("2024-01-04", default_zone=zone) == datetime(2024, 1, 4, tzinfo=UTC)


def test_a_zoneless_time_is_one_of_the_default_zone() -> None:
    zone = timezone(timedelta(hours=8))
    assert parse_date("2024-01-04 21:45:01", default_zone=zone) == datetime(2024, 1, 4, 13, 45, 1, tzinfo=UTC)
    assert parse_date("2024-01-04 21:45:01 GMT", default_zone=zone) == datetime(2024, 1, 4, 21, 45, 1, tzinfo=UTC)


def test_the_usual_zone_is_the_one_most_times_are_written_with() -> None:
    shanghai, london = "Thu, 04 Jan 2024 21:45:01 +0800", "Thu, 04 Jan 2024 21:45:01 GMT"
    assert usual_zone([london, shanghai, "2024-01-05T00:00:00+08:00"]) == timezone(timedelta(hours=8))
    assert usual_zone([shanghai, "1704404701", "1704404702000", "2024-01-05", "soon"]) == timezone(timedelta(hours=8))
    assert usual_zone(["1704404701", "2024-01-05", "soon"]) is None
    assert usual_zone([]) is None


def test_iso_refuses_a_time_without_zone() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        iso(datetime(2024, 1, 4))


TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(
    lambda time: time.replace(microsecond=0)
)


@given(TIMES, st.integers(-12, 14))
def test_what_is_written_is_read_back(time: datetime, hours: int) -> None:
    local = time.astimezone(timezone(timedelta(hours=hours)))
    assert parse_date(iso(time)) == time
    assert parse_date(local.isoformat()) == time
    assert parse_date(f"{local:%a, %d %b %Y %H:%M:%S %z}") == time
    assert parse_date(f"{local:%A, %B %d, %Y %I:%M:%S %p} {local:%z}") == time
    assert parse_date(f"{time:%Y年%m月%d日 %H:%M:%S}") == time


@given(st.integers(-14 * 60, 14 * 60))
def test_an_offset_is_written_as_it_is_read(minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    assert usual_zone([f"2024-01-04T21:45:01{offset(zone)}"]) == zone


@given(TIMES.filter(lambda time: time.year > 2001))
def test_seconds_and_milliseconds_since_1970(time: datetime) -> None:
    seconds = int(time.timestamp())
    assert parse_date(str(seconds)) == parse_date(f"{seconds}000") == time


@given(st.text(max_size=40) | st.from_regex(r"[0-9/:年月日四十下午 \-+TZapmJan.,()]{0,30}"))
def test_never_raises_and_stays_in_utc(raw: str) -> None:
    time = parse_date(raw)
    assert time is None or time.tzinfo is UTC


def test_no_zone_is_usual_that_has_no_majority() -> None:
    east, west, universal = "2024-01-04T21:45:01+08:00", "2024-01-04T21:45:01-05:00", "2024-01-04T21:45:01Z"
    assert usual_zone([east, west]) is None
    assert usual_zone([west, east, universal, east]) is None
    assert usual_zone([west, east, east]) == timezone(timedelta(hours=8))
