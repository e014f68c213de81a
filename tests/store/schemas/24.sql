BEGIN TRANSACTION;
CREATE TABLE articles (
	number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	feed INTEGER NOT NULL, 
	site TEXT NOT NULL, 
	agency TEXT, 
	moment TEXT NOT NULL, 
	rank BIGINT DEFAULT '0' NOT NULL, 
	url TEXT, 
	guid TEXT, 
	title TEXT, 
	summary TEXT, 
	authors JSON DEFAULT '[]' NOT NULL, 
	people JSON DEFAULT '[]' NOT NULL, 
	categories JSON DEFAULT '[]' NOT NULL, 
	language TEXT, 
	published TEXT, 
	updated TEXT, 
	fetched TEXT NOT NULL, 
	dates JSON, 
	image TEXT, 
	enclosures JSON DEFAULT '[]' NOT NULL, 
	rights TEXT, 
	license TEXT, 
	reply_to TEXT, 
	removed JSON DEFAULT '[]' NOT NULL, 
	dropped TEXT, 
	content TEXT NOT NULL, 
	extracted SMALLINT DEFAULT '0' NOT NULL, 
	as_of TEXT, 
	revision INTEGER NOT NULL, 
	given INTEGER NOT NULL, 
	simhash BIGINT, 
	novelty FLOAT NOT NULL, 
	duplicate_of INTEGER, 
	repeats INTEGER, 
	copy_reason TEXT, 
	follows INTEGER, 
	pending SMALLINT NOT NULL, 
	pruned TEXT, 
	PRIMARY KEY (number), 
	UNIQUE (id), 
	FOREIGN KEY(feed) REFERENCES feeds (number)
);
INSERT INTO "articles" VALUES(1,'72dffeb44d047ed78687fa00dffebb62',1,'harbour.example',NULL,'2024-01-04T13:45:01+00:00',1071057011446308862,'https://harbour.example/ferry','1','The late ferry','The night ferry will not sail before the storm has passed, the harbour office said on Thursday.','[]','[]','[]','en','2024-01-04T13:45:01+00:00',NULL,'2024-06-01T08:48:52+00:00',NULL,NULL,'[]',NULL,NULL,NULL,'[]',NULL,'e802925b299fcd685d27dbf68fb33a93',3,'2024-01-05T03:00:00+00:00',1,1,5002795571861398776,1.0,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "articles" VALUES(2,'0c448a7c9c6c2bbec0952e807483bdc3',1,'harbour.example',NULL,'2024-01-05T01:00:00+00:00',1071057690900055178,'https://harbour.example/benches',NULL,'Benches for the quay','The quay gets eleven new benches in spring, and the old ones go to the school yard, the council decided.','[]','[]','[]','en','2024-01-05T01:00:00+00:00',NULL,'2024-06-01T08:48:52+00:00','{"published": {"raw": "2024-01-05 09:00", "assumed_zone": "+08:00", "assumed_from": "feed", "future": false}, "updated": null}',NULL,'[]',NULL,NULL,NULL,'[]',NULL,'c6ea4e480dee067b3654f2e26fe98376',3,'2024-01-05T03:00:00+00:00',1,1,1171490947604602967,1.0,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "articles" VALUES(3,'df7886108911bfecd73cc37d77e604d7',1,'harbour.example',NULL,'2024-01-05T02:00:00+00:00',1071057751311874182,'https://harbour.example/tides','0','Tides of the week','High water comes twenty minutes later each day, and on Sunday it will reach the lower steps of the market.','[]','[]','[]','en','2024-01-05T02:00:00+00:00',NULL,'2024-06-01T08:48:52+00:00',NULL,NULL,'[]',NULL,NULL,NULL,'[]',NULL,'18edccb41dea304e3173e7c033d5657e',3,'2024-01-05T03:00:00+00:00',1,1,1729205152201884221,1.0,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "articles" VALUES(4,'f8472046fe48059c21a19de39e7bd29f',1,'harbour.example',NULL,'2024-01-05T03:00:00+00:00',1071057811711477536,'https://harbour.example/roofs','0','Roofs after the storm','“We will mend every roof before the rain comes back,” said the mayor, who had climbed three of them herself.','[]','[]','[]','en','2024-01-05T03:00:00+00:00',NULL,'2024-06-01T08:48:52+00:00',NULL,NULL,'[]',NULL,NULL,NULL,'[]',NULL,'6fc69c756cba6c115b5abd3140b48846',3,'2024-01-05T03:00:00+00:00',1,1,460643016302199991,1.0,NULL,NULL,NULL,NULL,0,NULL);
CREATE TABLE degraded (
	scope TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	PRIMARY KEY (scope, kind)
)
 WITHOUT ROWID

;
INSERT INTO "degraded" VALUES('harbour.example','guid');
CREATE TABLE duties (
	name TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	until TEXT NOT NULL, 
	PRIMARY KEY (name)
)
 WITHOUT ROWID

;
CREATE TABLE failures (
	run INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	FOREIGN KEY(run) REFERENCES runs (number)
);
CREATE TABLE feeds (
	number INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	title TEXT, 
	polled TEXT, 
	PRIMARY KEY (number), 
	UNIQUE (url)
);
INSERT INTO "feeds" VALUES(1,'harbour.xml','Harbour bulletin',NULL);
CREATE TABLE hosts (
	host TEXT NOT NULL, 
	quiet_until TEXT NOT NULL, 
	PRIMARY KEY (host)
)
 WITHOUT ROWID

;
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','24');
INSERT INTO "meta" VALUES('algorithm','3');
INSERT INTO "meta" VALUES('terms','{"stories": 4, "share": 0.66, "run": 15, "window": 0, "origin": "earliest"}');
CREATE TABLE names (
	digest INTEGER NOT NULL, 
	article INTEGER NOT NULL, 
	PRIMARY KEY (digest), 
	FOREIGN KEY(article) REFERENCES articles (number)
);
INSERT INTO "names" VALUES(-8687945936286373198,3);
INSERT INTO "names" VALUES(-7008459518169940677,4);
INSERT INTO "names" VALUES(-2696317011846773648,1);
INSERT INTO "names" VALUES(-2343976200469102612,3);
INSERT INTO "names" VALUES(-1311660508599918135,1);
INSERT INTO "names" VALUES(-556440539671034468,4);
INSERT INTO "names" VALUES(-235369093422756088,3);
INSERT INTO "names" VALUES(883983694676372414,2);
INSERT INTO "names" VALUES(1233947265644641328,2);
INSERT INTO "names" VALUES(2714584208121887742,2);
INSERT INTO "names" VALUES(3060986651320589677,4);
INSERT INTO "names" VALUES(4814897200665542308,1);
INSERT INTO "names" VALUES(8277614690469969623,1);
CREATE TABLE pages (
	article INTEGER NOT NULL, 
	asked SMALLINT NOT NULL, 
	denied TEXT, 
	page JSON, 
	feed JSON, 
	PRIMARY KEY (article), 
	FOREIGN KEY(article) REFERENCES articles (number)
);
CREATE TABLE paragraphs (
	article INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	passage INTEGER NOT NULL, 
	rank BIGINT DEFAULT '0' NOT NULL, 
	text TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	status TEXT NOT NULL, 
	novelty FLOAT NOT NULL, 
	reason TEXT, 
	html TEXT, 
	url TEXT, 
	level SMALLINT, 
	ordered BOOLEAN, 
	start INTEGER, 
	PRIMARY KEY (article, position), 
	FOREIGN KEY(article) REFERENCES articles (number), 
	FOREIGN KEY(passage) REFERENCES passages (number)
)
 WITHOUT ROWID

;
INSERT INTO "paragraphs" VALUES(1,0,1,1071057011446308862,'The night ferry will not sail before the storm has passed, the harbour office said on Thursday.','paragraph','unique',1.0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "paragraphs" VALUES(2,0,2,1071057690900055178,'The quay gets eleven new benches in spring, and the old ones go to the school yard, the council decided.','paragraph','unique',1.0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "paragraphs" VALUES(3,0,3,1071057751311874182,'High water comes twenty minutes later each day, and on Sunday it will reach the lower steps of the market.','paragraph','unique',1.0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "paragraphs" VALUES(4,0,4,1071057811711477536,'“We will mend every roof before the rain comes back,” said the mayor, who had climbed three of them herself.','paragraph','unique',1.0,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE passages (
	number INTEGER NOT NULL, 
	digest BIGINT NOT NULL, 
	length INTEGER NOT NULL, 
	simhash BIGINT NOT NULL, 
	rank BIGINT, 
	article INTEGER, 
	position INTEGER, 
	PRIMARY KEY (number), 
	UNIQUE (digest)
);
INSERT INTO "passages" VALUES(1,-9046021068783403149,93,5002795571861398776,1071057011446308862,1,0);
INSERT INTO "passages" VALUES(2,5264642387940819278,101,1171490947604602967,1071057690900055178,2,0);
INSERT INTO "passages" VALUES(3,4687566461211468919,104,1729205152201884221,1071057751311874182,3,0);
INSERT INTO "passages" VALUES(4,8865644838879564910,103,460643016302199991,1071057811711477536,4,0);
CREATE TABLE postings (
	number INTEGER NOT NULL, 
	segment INTEGER NOT NULL, 
	base BIGINT NOT NULL, 
	first BIGINT NOT NULL, 
	packed BLOB NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "postings" VALUES(1,0,1,1790048327,X'02000047F8B16A00020000BC89CB7900010000E51DB164010200003AF4D6AB01010000AE44B97502010000E83EB6B104000000E8A5D7C6050200001AAB64C20A020000753E67E70D020000F20648F20E0100000BCA66B10F02000061BE9BF711000000CBEB1DC7120000005B7562AD13010000E0231BFB13020000662E4D64140200005AC1496A14020000E91163A814000000E6EDFEB514000000ABA0AE90150000006144240817000000E350F3B3180200008E17B44C1A0200006467078E1A000000D0D368BD1C0100007F8E86C91C020000037562E71C010000FAE6C9CC200100007F5571B7220100009087647324010000AEF718D1290000008A8490EF29010000D7A87D402E000000CCB9476F35020000E52737CA36020000368998713701000021CDA254390100004475CC9839000000524457B23D01000093C945DB3D0000003B40BCEA3F01000099159EFC42010000629534334301000085DC268944010000E4A0B6A1440000008861DBB045000000FA8D25B0470000009C1FE8FE49020000F8DE310455000000657E1E4364020000F87E626766010000AB97E36A8901000096871EC98D0000003E4C8C6B97020000EC8C6DB39E02000016D70454A6000000F6A62081D8');
INSERT INTO "postings" VALUES(2,1,4,8165544228,X'0000002451B4E6010000004291A6EF02000000E74DEE3E0A000000172897870B000000794F0FFA10000000E88AE24612000000D2F2DCC3120000006ABAECB31A0000008E871DF3220000004DFAAC382800000049CE485E2A00000000FD45E32B0000002EEDD02235000000072C9D934C00000010EF6ACE5E000000A0FC75566C000000B9A946E17F000000D4F2694080');
CREATE TABLE quotes (
	article INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	rank BIGINT DEFAULT '0' NOT NULL, 
	text TEXT NOT NULL, 
	speaker TEXT, 
	simhash BIGINT NOT NULL, 
	digest BIGINT NOT NULL, 
	position INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	first_article INTEGER, 
	first_position INTEGER, 
	PRIMARY KEY (article, ordinal)
)
 WITHOUT ROWID

;
INSERT INTO "quotes" VALUES(4,0,1071057811711477536,'We will mend every roof before the rain comes back,','the mayor',4999224429660808403,4562801776667527868,0,1,52,NULL,NULL);
CREATE TABLE remarks (
	run INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	FOREIGN KEY(run) REFERENCES runs (number)
);
INSERT INTO "remarks" VALUES(1,'harbour.xml','some ids stand for several entries each, which are told apart by link or title');
INSERT INTO "remarks" VALUES(1,'harbour.xml','1 of 4 entries without an id, known by link or title');
CREATE TABLE repeats (
	passage INTEGER NOT NULL, 
	site TEXT NOT NULL, 
	lines INTEGER NOT NULL, 
	at_edge INTEGER NOT NULL, 
	stories INTEGER NOT NULL, 
	articles INTEGER NOT NULL, 
	since TEXT NOT NULL, 
	boilerplate BOOLEAN NOT NULL, 
	PRIMARY KEY (passage, site)
)
 WITHOUT ROWID

;
CREATE TABLE reuse (
	article INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	from_article INTEGER NOT NULL, 
	from_position INTEGER NOT NULL, 
	share FLOAT NOT NULL, 
	distance INTEGER NOT NULL, 
	spans JSON NOT NULL, 
	PRIMARY KEY (article, position, ordinal)
)
 WITHOUT ROWID

;
CREATE TABLE revisions (
	article INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	seen TEXT NOT NULL, 
	PRIMARY KEY (article, content), 
	FOREIGN KEY(article) REFERENCES articles (number)
)
 WITHOUT ROWID

;
INSERT INTO "revisions" VALUES(1,'e802925b299fcd685d27dbf68fb33a93',1,'2024-06-01T08:48:52+00:00');
INSERT INTO "revisions" VALUES(2,'c6ea4e480dee067b3654f2e26fe98376',1,'2024-06-01T08:48:52+00:00');
INSERT INTO "revisions" VALUES(3,'18edccb41dea304e3173e7c033d5657e',1,'2024-06-01T08:48:52+00:00');
INSERT INTO "revisions" VALUES(4,'6fc69c756cba6c115b5abd3140b48846',1,'2024-06-01T08:48:52+00:00');
CREATE TABLE runs (
	number INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	started TEXT NOT NULL, 
	finished TEXT, 
	counts JSON, 
	PRIMARY KEY (number)
);
INSERT INTO "runs" VALUES(1,'tests/store/schemas/harbour.xml','2024-06-01T08:48:52+00:00','2024-06-01T08:48:52+00:00','{"sources": 1, "seconds/read": 2.1251999896776397e-05, "seconds/parse": 0.0007287270000233548, "sources/read": 1, "documents/strict": 1, "seconds/load": 2.6877305590005562, "seconds/store": 0.2834015400003409, "entries": 4, "seconds/compare": 0.41335881000031804, "articles/unchanged": 0, "articles/revised": 0, "articles/new": 4, "paragraphs/unique": 4, "seconds/give back": 0.11387926899988088}');
CREATE TABLE stories (
	passage INTEGER NOT NULL, 
	site TEXT NOT NULL, 
	core INTEGER NOT NULL, 
	articles INTEGER NOT NULL, 
	PRIMARY KEY (passage, site, core)
)
 WITHOUT ROWID

;
CREATE TABLE subscriptions (
	number INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	host TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	title TEXT, 
	site TEXT, 
	folder JSON NOT NULL, 
	status TEXT NOT NULL, 
	why TEXT, 
	due TEXT NOT NULL, 
	owner TEXT, 
	leased_until TEXT, 
	least FLOAT, 
	most FLOAT, 
	user_agent TEXT, 
	credentials TEXT, 
	full_text BOOLEAN, 
	zone TEXT, 
	policy TEXT, 
	keep JSON, 
	"drop" JSON, 
	prefer BOOLEAN, 
	agency BOOLEAN, 
	polls INTEGER NOT NULL, 
	polled TEXT, 
	succeeded TEXT, 
	received TEXT, 
	failures INTEGER NOT NULL, 
	failing_since TEXT, 
	etag BLOB, 
	modified BLOB, 
	asked FLOAT NOT NULL, 
	skip_hours JSON NOT NULL, 
	skip_days JSON NOT NULL, 
	rhythm_entries FLOAT, 
	rhythm_days FLOAT, 
	document BLOB, 
	holds JSON NOT NULL, 
	entries BLOB, 
	moved_to TEXT, 
	moved_since TEXT, 
	moved_polls INTEGER, 
	PRIMARY KEY (number), 
	UNIQUE (url)
);
CREATE INDEX passages_by_first ON passages (article);
CREATE INDEX postings_by_segment ON postings (segment, number, first, base);
CREATE INDEX reuse_by_source ON reuse (from_article, from_position, article, share);
CREATE INDEX quotes_by_digest ON quotes (digest, rank);
CREATE INDEX subscriptions_by_lease ON subscriptions (leased_until);
CREATE INDEX subscriptions_by_due ON subscriptions (status, due);
CREATE INDEX ix_failures_run ON failures (run);
CREATE INDEX ix_remarks_run ON remarks (run);
CREATE INDEX articles_by_feed ON articles (feed, fetched);
CREATE INDEX articles_by_repeated ON articles (repeats);
CREATE INDEX articles_pending ON articles (pending DESC, rank, number) WHERE pending > 0;
CREATE INDEX articles_by_rank ON articles (rank);
CREATE INDEX articles_by_site ON articles (site, dropped, moment, novelty, duplicate_of);
CREATE INDEX articles_by_followed ON articles (follows);
CREATE INDEX articles_by_copy ON articles (duplicate_of);
CREATE INDEX articles_by_agency ON articles (agency, site) WHERE agency IS NOT NULL;
CREATE INDEX articles_news ON articles (moment, number) WHERE given < revision;
CREATE INDEX articles_by_moment ON articles (moment, number);
CREATE INDEX ix_names_article ON names (article);
CREATE INDEX paragraphs_by_passage ON paragraphs (passage, rank);
CREATE VIEW article_view AS 
    SELECT
        a.id, a.url, a.title, a.site, a.language, a.moment, a.published, a.updated, a.fetched,
        feeds.url AS feed, feeds.title AS feed_title, a.agency, a.license, a.revision, a.novelty,
        (SELECT count(*) FROM paragraphs AS p WHERE p.article = a.number AND 1 = 1) AS paragraphs,
        (SELECT count(*) FROM paragraphs AS p WHERE p.article = a.number AND p.status = 'unique') AS kept,
        (SELECT count(*) FROM paragraphs AS p WHERE p.article = a.number AND p.status = 'duplicate') AS duplicates,
        (SELECT count(*) FROM paragraphs AS p WHERE p.article = a.number AND p.status = 'boilerplate') AS boilerplate,
        (SELECT first.id FROM articles AS first WHERE first.number = a.duplicate_of) AS duplicate_of,
        (
    WITH RECURSIVE chain(number, next) AS (
        SELECT a.number, CASE WHEN coalesce(a.copy_reason, '') <> 'several titles' THEN a.follows END
        UNION
        SELECT b.number, CASE WHEN coalesce(b.copy_reason, '') <> 'several titles' THEN b.follows END
        FROM chain JOIN articles AS b ON b.number = chain.next
    )
    SELECT first.id FROM chain JOIN articles AS first ON first.number = chain.number WHERE chain.next IS NULL
) AS story,
        a.pruned
    FROM articles AS a JOIN feeds ON feeds.number = a.feed
    WHERE a.dropped IS NULL;
CREATE VIEW reused AS 
    SELECT
        a.id, r.position, a.site, a.moment, p.kind, p.status, p.text, r.share, r.distance, r.spans, a.agency,
        b.id AS from_id, r.from_position, b.site AS from_site, b.moment AS from_moment, q.text AS from_text,
        b.agency AS from_agency
    FROM reuse AS r
    JOIN articles AS a ON a.number = r.article
    JOIN paragraphs AS p ON p.article = r.article AND p.position = r.position
    JOIN articles AS b ON b.number = r.from_article
    JOIN paragraphs AS q ON q.article = r.from_article AND q.position = r.from_position
    WHERE a.dropped IS NULL AND r.share > 0;
CREATE VIEW quoted AS 
    SELECT
        a.id, q.position, a.site, a.moment, q.text, q.speaker,
        b.id AS first_id, q.first_position, b.site AS first_site, b.moment AS first_moment
    FROM quotes AS q
    JOIN articles AS a ON a.number = q.article
    LEFT JOIN articles AS b ON b.number = q.first_article
    WHERE a.dropped IS NULL;
CREATE VIEW outlets AS 
    SELECT
        a.site, count(*) AS articles, count(a.duplicate_of) AS copies, count(a.agency) AS agency_copy,
        min(a.moment) AS first, max(a.moment) AS last,
        avg(a.novelty) AS novelty, sum(p.total) AS paragraphs, sum(p.kept) AS kept, sum(p.duplicates) AS duplicates,
        sum(p.boilerplate) AS boilerplate
    FROM articles AS a
    LEFT JOIN (
        SELECT
            article, count(*) AS total,
            sum(CASE WHEN status = 'unique' THEN 1 ELSE 0 END) AS kept,
            sum(CASE WHEN status = 'duplicate' THEN 1 ELSE 0 END) AS duplicates,
            sum(CASE WHEN status = 'boilerplate' THEN 1 ELSE 0 END) AS boilerplate
        FROM paragraphs GROUP BY article
    ) AS p ON p.article = a.number
    WHERE a.dropped IS NULL
    GROUP BY a.site;
COMMIT;
