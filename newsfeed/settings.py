"""Scrapy settings that differ from the defaults, then our own, each with its reason.

``-s NAME=VALUE`` overrides any of them; an environment variable of the same name overrides each of ours.
"""

import os

from newsfeed import __version__

BOT_NAME = "newsfeed"
COMMANDS_MODULE = "newsfeed.commands"
SPIDER_MODULES = ["newsfeed.spiders"]
NEWSPIDER_MODULE = "newsfeed.spiders"

ADDONS = {"newsfeed.reporting.jsonlog.JsonLogs": 0}
EXTENSIONS = {"newsfeed.reporting.outcome.Outcome": 0}
# Scrapy's, without remote control and the telnet console. Scrapy imports even extensions that EXTENSIONS sets to None,
# and a web server takes longer to import than a small feed to read. DOWNLOADER_MIDDLEWARES_BASE has the same reason.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.memdebug.MemoryDebugger": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.logstats.LogStats": 0,
    "scrapy.extensions.spiderstate.SpiderState": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
ITEM_PIPELINES = {"newsfeed.pipelines.DedupPipeline": 300}
# Names, not imports: a program that only needs a setting loads no exporter.
FEED_EXPORTERS = {
    "atom": "newsfeed.exporters.AtomExporter",
    "csv": "newsfeed.exporters.CsvExporter",
    "jl": "newsfeed.exporters.JsonLinesExporter",
    "json": "newsfeed.exporters.JsonExporter",
    "jsonfeed": "newsfeed.exporters.JsonFeedExporter",
    "jsonl": "newsfeed.exporters.JsonLinesExporter",
    "jsonl.gz": "newsfeed.exporters.GzipJsonLinesExporter",
    "jsonl.zst": "newsfeed.exporters.ZstdJsonLinesExporter",
    "jsonlines": "newsfeed.exporters.JsonLinesExporter",
    "marshal": None,
    "parquet": "newsfeed.exporters.ParquetExporter",
    "pickle": None,
    "rss": "newsfeed.exporters.RssExporter",
    "xml": "newsfeed.exporters.XmlExporter",
}
FEED_STORAGES = {
    "": "newsfeed.exporters.storage.AtomicFileStorage",
    "file": "newsfeed.exporters.storage.AtomicFileStorage",
}
FEED_EXPORT_ENCODING = "utf-8"

# One article at a time: outputs keep the order of the sources, and Scrapy creates no task for each item.
CONCURRENT_ITEMS = 1
# People read the closing summary; Scrapy's own log is for -L INFO and -L DEBUG.
LOG_LEVEL = "WARNING"
# A failed source is reported once, by us, with its reason.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# Our own client (newsfeed/fetch) limits everything that a server controls; docs/architecture.md gives the reasons.
DOWNLOAD_HANDLERS = {
    "http": "newsfeed.fetch.handler.FetchHandler",
    "https": "newsfeed.fetch.handler.FetchHandler",
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "newsfeed.fetch.robotstxt.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    "newsfeed.fetch.useragent.ContactUserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "newsfeed.fetch.redirect.WebRedirectMiddleware": 600,
}
# Scrapy's, without those that this project never uses; cookies are kept for a chain of redirects (fetch/redirect.py).
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": 100,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": 300,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": 580,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": 900,
}
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # bytes, both as sent and decompressed
DOWNLOAD_TIMEOUT = 30  # seconds for a whole request
DOWNLOAD_VERIFY_CERTIFICATES = True
# The handler decompresses: Scrapy's middleware accepts a truncated body as complete.
COMPRESSION_ENABLED = False
# A proxy resolves names itself, so the address it connects to cannot be checked: only NEWSFEED_PROXY is used.
HTTPPROXY_ENABLED = False

# A polite client: it identifies itself, keeps no cookies beyond redirects, sends no referrer, and leaves hosts time.
USER_AGENT = f"newsfeed/{__version__}"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"
}
REFERRER_POLICY = "no-referrer"
METAREFRESH_ENABLED = False
CONCURRENT_REQUESTS_PER_DOMAIN = 2  # at a time, for each host
DOWNLOAD_DELAY = 0.25  # seconds between two requests to a host
REDIRECT_MAX_TIMES = 10
# An immediate retry is worthwhile after no answer or a partial one, but not after a timeout, which has taken long
# enough, or 429 and 503.
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
]
# No limit, so that no request is dropped silently.
URLLENGTH_LIMIT = 0
# Lists of feeds may list lists, but not for ever.
DEPTH_LIMIT = 4
# Feeds are published for programs; robots.txt applies to pages (newsfeed/fetch/robotstxt.py).
ROBOTSTXT_OBEY = False

# The store, as an SQLAlchemy URL.
NEWSFEED_STORE = "sqlite:///newsfeed.db"
# The largest local file that is read, in bytes, both as stored and decompressed.
NEWSFEED_MAX_FILE_SIZE = DOWNLOAD_MAXSIZE
# The number of processes that read documents ahead of the main one in a long crawl; at most one per other core.
NEWSFEED_WORKERS = 1
# Hosts, host:ports or networks that may have private addresses, separated by commas.
NEWSFEED_ALLOW_PRIVATE = ""
# The address of an HTTP proxy, for networks without direct access.
NEWSFEED_PROXY = ""
# A URL or e-mail address for the owners of servers, sent in the User-Agent header.
NEWSFEED_CONTACT = ""
# The treatment of duplicate paragraphs: "drop" removes them from the text, "mark" keeps them with their status.
NEWSFEED_POLICY = "drop"
# Field names of other spiders' items, mapped to those of articles, such as {"body": "text"}.
NEWSFEED_ITEM_FIELDS: dict[str, str] = {}

# Deduplication options (newsfeed/dedup/config.py). A store keeps the options with which it was created until the dedup
# command judges all of it again.
# The number of different stories of one site that must begin or end with a paragraph for it to be boilerplate.
NEWSFEED_BOILERPLATE_STORIES = 4
# The share of a paragraph's content that earlier text must cover for it to be a duplicate.
NEWSFEED_DUPLICATE_SHARE = 0.66
# The length from which a repeated run is reuse on its own, in Chinese characters; a word counts as two.
NEWSFEED_REUSE_RUN = 15
# Only text published at most this many days earlier counts as read before; 0: no limit.
NEWSFEED_WINDOW = 0
# Which of several articles with the same paragraph keeps it: the "earliest" or the "longest".
NEWSFEED_ORIGIN = "earliest"

# The approximate number of paragraphs in a partition of a batch on Spark; the memory of a task is proportional to it.
NEWSFEED_BATCH_PARAGRAPHS = 100_000

# Seconds that a watch waits between two requests to the same host.
NEWSFEED_HOST_DELAY = 1
# The number of newest articles in each feed that a watch publishes.
NEWSFEED_PUBLISHED = 100
# The age from which a watch removes the texts of articles, once a day (90d, 52w, 1y); empty: never.
NEWSFEED_RETENTION = ""
# Whether the log is written as JSON Lines.
NEWSFEED_JSON_LOGS = False

defaults = {name: value for name, value in globals().items() if name.startswith("NEWSFEED_")}
globals().update({name: os.environ[name] for name in defaults if name in os.environ})
