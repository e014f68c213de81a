BEGIN TRANSACTION;
CREATE TABLE articles (
	number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	feed INTEGER NOT NULL, 
	site TEXT NOT NULL, 
	moment TEXT NOT NULL, 
	url TEXT, 
	guid TEXT, 
	title TEXT, 
	summary TEXT, 
	authors JSON NOT NULL, 
	people JSON DEFAULT '[]' NOT NULL, 
	categories JSON NOT NULL, 
	language TEXT, 
	published TEXT, 
	updated TEXT, 
	fetched TEXT NOT NULL, 
	dates JSON, 
	image TEXT, 
	enclosures JSON NOT NULL, 
	content TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	given INTEGER NOT NULL, 
	simhash BIGINT, 
	novelty FLOAT NOT NULL, 
	duplicate_of INTEGER, 
	follows INTEGER, 
	pending SMALLINT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id), 
	FOREIGN KEY(feed) REFERENCES feeds (number)
);
INSERT INTO "articles" VALUES(1,'72dffeb44d047ed78687fa00dffebb62',1,'harbour.example','2024-01-04T13:45:01+00:00','https://harbour.example/ferry','1','The late ferry','The night ferry will not sail before the storm has passed, the harbour office said on Thursday.','[]','[]','[]','en','2024-01-04T13:45:01+00:00',NULL,'2024-06-01T08:48:52+00:00',NULL,NULL,'[]','e802925b299fcd685d27dbf68fb33a93',1,1,5002795571861398776,1.0,NULL,NULL,0);
INSERT INTO "articles" VALUES(2,'0c448a7c9c6c2bbec0952e807483bdc3',1,'harbour.example','2024-01-05T01:00:00+00:00','https://harbour.example/benches',NULL,'Benches for the quay','The quay gets eleven new benches in spring, and the old ones go to the school yard, the council decided.','[]','[]','[]','en','2024-01-05T01:00:00+00:00',NULL,'2024-06-01T08:48:52+00:00','{"published": {"raw": "2024-01-05 09:00", "assumed_zone": "+08:00", "assumed_from": "feed", "future": false}, "updated": null}',NULL,'[]','c6ea4e480dee067b3654f2e26fe98376',1,1,1171490947604602967,1.0,NULL,NULL,0);
INSERT INTO "articles" VALUES(3,'df7886108911bfecd73cc37d77e604d7',1,'harbour.example','2024-01-05T02:00:00+00:00','https://harbour.example/tides','0','Tides of the week','High water comes twenty minutes later each day, and on Sunday it will reach the lower steps of the market.','[]','[]','[]','en','2024-01-05T02:00:00+00:00',NULL,'2024-06-01T08:48:52+00:00',NULL,NULL,'[]','18edccb41dea304e3173e7c033d5657e',1,1,1729205152201884221,1.0,NULL,NULL,0);
INSERT INTO "articles" VALUES(4,'f8472046fe48059c21a19de39e7bd29f',1,'harbour.example','2024-01-05T03:00:00+00:00','https://harbour.example/roofs','0','Roofs after the storm','“We will mend every roof before the rain comes back,” said the mayor, who had climbed three of them herself.','[]','[]','[]','en','2024-01-05T03:00:00+00:00',NULL,'2024-06-01T08:48:52+00:00',NULL,NULL,'[]','6fc69c756cba6c115b5abd3140b48846',1,1,460643016302199991,1.0,NULL,NULL,0);
CREATE TABLE boilerplate (
	site TEXT NOT NULL, 
	passage INTEGER NOT NULL, 
	articles INTEGER NOT NULL, 
	since TEXT NOT NULL, 
	PRIMARY KEY (site, passage)
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
	PRIMARY KEY (number), 
	UNIQUE (url)
);
INSERT INTO "feeds" VALUES(1,'harbour.xml','Harbour bulletin');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','3');
INSERT INTO "meta" VALUES('algorithm','1');
INSERT INTO "meta" VALUES('terms','{"stories": 4, "share": 0.66, "run": 15}');
CREATE TABLE paragraphs (
	article INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	passage INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	status TEXT NOT NULL, 
	novelty FLOAT NOT NULL, 
	PRIMARY KEY (article, position), 
	FOREIGN KEY(article) REFERENCES articles (number), 
	FOREIGN KEY(passage) REFERENCES passages (number)
)
 WITHOUT ROWID

;
INSERT INTO "paragraphs" VALUES(1,0,1,'The night ferry will not sail before the storm has passed, the harbour office said on Thursday.','paragraph','unique',1.0);
INSERT INTO "paragraphs" VALUES(2,0,2,'The quay gets eleven new benches in spring, and the old ones go to the school yard, the council decided.','paragraph','unique',1.0);
INSERT INTO "paragraphs" VALUES(3,0,3,'High water comes twenty minutes later each day, and on Sunday it will reach the lower steps of the market.','paragraph','unique',1.0);
INSERT INTO "paragraphs" VALUES(4,0,4,'“We will mend every roof before the rain comes back,” said the mayor, who had climbed three of them herself.','paragraph','unique',1.0);
CREATE TABLE passages (
	number INTEGER NOT NULL, 
	digest BIGINT NOT NULL, 
	length INTEGER NOT NULL, 
	simhash BIGINT NOT NULL, 
	moment TEXT, 
	article INTEGER, 
	position INTEGER, 
	PRIMARY KEY (number), 
	UNIQUE (digest)
);
INSERT INTO "passages" VALUES(1,-9046021068783403149,93,5002795571861398776,'2024-01-04T13:45:01+00:00',1,0);
INSERT INTO "passages" VALUES(2,5264642387940819278,101,1171490947604602967,'2024-01-05T01:00:00+00:00',2,0);
INSERT INTO "passages" VALUES(3,4687566461211468919,104,1729205152201884221,'2024-01-05T02:00:00+00:00',3,0);
INSERT INTO "passages" VALUES(4,8865644838879564910,103,460643016302199991,'2024-01-05T03:00:00+00:00',4,0);
CREATE TABLE postings (
	number INTEGER NOT NULL, 
	segment INTEGER NOT NULL, 
	first BIGINT NOT NULL, 
	shingles BLOB NOT NULL, 
	passages BLOB NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "postings" VALUES(1,1,-9205241146683270981,X'BB5822D4F269408015FF53AB97E36A89B581AF96871EC98D5F056A3E4C8C6B97882455EC8C6DB39E9F089116D70454A69784B1F6A62081D8C91A5747F8B16A008AC078BC89CB7900D27BC2E51DB164018F31543AF4D6AB016A8AFB2451B4E601241666AE44B97502EFBE064291A6EF027BE838E83EB6B104A9F825E8A5D7C605942B73E74DEE3E0A9830631AAB64C20A85A8BF172897870B4841BB753E67E70D408AC8F20648F20E39E5250BCA66B10F4C8CAE794F0FFA10EEA0BB61BE9BF7114C5447E88AE24612C8980BD2F2DCC312F8525CCBEB1DC7127274405B7562AD1381FBB1E0231BFB1303857F662E4D64148A31B25AC1496A14D0526DE91163A8149790F4E6EDFEB5149461A7ABA0AE9015130B236144240817307020E350F3B3187000778E17B44C1A4773B56467078E1AF4F41A6ABAECB31AB98ADBD0D368BD1CD9836E7F8E86C91C7A3639037562E71C7C98D1FAE6C9CC20769DB47F5571B722AFF0F18E871DF3220B54E79087647324F501144DFAAC3828DF4DBEAEF718D129671D6E8A8490EF29BD875F49CE485E2AA103D300FD45E32BD029BFD7A87D402E1B02B32EEDD02235913AEDCCB9476F35E79E85E52737CA361D89EC3689987137D2F88621CDA254394A482E4475CC9839D7BFB2524457B23D38963693C945DB3DDE7CF33B40BCEA3FF86AD599159EFC42911BF0629534334316327E85DC2689449BB6A7E4A0B6A1440565528861DBB0455C6476FA8D25B047F95EE39C1FE8FE49A5F6DD072C9D934C11EC32F8DE3104551C031010EF6ACE5E5BD001657E1E43645EAF7AF87E626766C2C337A0FC75566C776312B9A946E17F',X'040000000200000002000000010000000300000003000000010000000300000003000000020000000300000004000000020000000400000002000000010000000400000003000000040000000300000003000000020000000400000003000000040000000400000001000000010000000200000003000000030000000300000001000000010000000100000001000000030000000300000004000000010000000200000003000000020000000200000004000000020000000400000002000000010000000400000004000000020000000400000001000000030000000300000002000000020000000100000002000000010000000200000002000000020000000200000001000000010000000100000004000000030000000400000001000000030000000400000004000000');
CREATE TABLE quotes (
	article INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
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
INSERT INTO "quotes" VALUES(4,0,'We will mend every roof before the rain comes back,','the mayor',4999224429660808403,4562801776667527868,0,1,52,NULL,NULL);
CREATE TABLE remarks (
	run INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	FOREIGN KEY(run) REFERENCES runs (number)
);
INSERT INTO "remarks" VALUES(1,'harbour.xml','1 ids stand for several entries each, which are told apart by link or title');
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
INSERT INTO "runs" VALUES(1,'harbour.xml','2024-06-01T08:48:52+00:00','2024-06-01T08:48:52+00:00','{"sources": 1, "seconds/read": 2.8231999749550596e-05, "seconds/parse": 0.0004897290000371868, "sources/read": 1, "seconds/load": 0.41776763499910885, "seconds/store": 0.02133539600072254, "entries": 4, "seconds/compare": 0.017811912000979646, "articles/unchanged": 0, "articles/revised": 0, "articles/new": 4, "paragraphs/unique": 4, "seconds/give back": 0.006683137000436545}');
CREATE INDEX passages_by_first ON passages (article);
CREATE INDEX postings_by_segment ON postings (segment, number, first);
CREATE INDEX ix_reuse_from_article ON reuse (from_article);
CREATE INDEX quotes_by_digest ON quotes (digest);
CREATE INDEX ix_failures_run ON failures (run);
CREATE INDEX ix_remarks_run ON remarks (run);
CREATE INDEX articles_pending ON articles (pending DESC, moment, number) WHERE pending > 0;
CREATE INDEX articles_by_site ON articles (site);
CREATE INDEX articles_by_copy ON articles (duplicate_of);
CREATE INDEX articles_by_moment ON articles (moment, number);
CREATE INDEX paragraphs_by_passage ON paragraphs (passage);
COMMIT;
