"""Settings: Scrapy's that we change, then our own, each with its reason. ``-s NAME=VALUE`` overrides any of them."""

import os

from newsfeed import __version__
from newsfeed.exporters import EXPORTERS

BOT_NAME = "newsfeed"
COMMANDS_MODULE = "newsfeed.commands"
SPIDER_MODULES = ["newsfeed.spiders"]
NEWSPIDER_MODULE = "newsfeed.spiders"

ADDONS = {"newsfeed.reporting.jsonlog.JsonLogs": 0}
EXTENSIONS = {"newsfeed.reporting.outcome.Outcome": 0}
ITEM_PIPELINES = {"newsfeed.pipelines.DedupPipeline": 300}
FEED_EXPORTERS = {**EXPORTERS, "marshal": None, "pickle": None}
FEED_STORAGES = {
    "": "newsfeed.exporters.storage.AtomicFileStorage",
    "file": "newsfeed.exporters.storage.AtomicFileStorage",
}
FEED_EXPORT_ENCODING = "utf-8"

# One article after the other: outputs keep the order of the sources, and Scrapy makes no task for each item.
CONCURRENT_ITEMS = 1
# A person reads the summary; what Scrapy says of itself is for -L DEBUG.
LOG_LEVEL = "WARNING"
# A failed source is reported once, by us, with its reason.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
# No way in from outside.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# The client (newsfeed/fetch): bounded in everything that a server decides; docs/architecture.md tells why not Scrapy's.
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
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # bytes, as it comes and unpacked
DOWNLOAD_TIMEOUT = 30  # seconds, for everything together
DOWNLOAD_VERIFY_CERTIFICATES = True
# The handler unpacks what comes: Scrapy's middleware takes half an archive for a whole one.
COMPRESSION_ENABLED = False
# A proxy looks names up itself: where it connects to could not be judged.
HTTPPROXY_ENABLED = False

# A polite client: it says who it is, keeps and tells nothing else, and leaves hosts time.
USER_AGENT = f"newsfeed/{__version__}"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"
}
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
METAREFRESH_ENABLED = False
CONCURRENT_REQUESTS_PER_DOMAIN = 2  # at a time, of a host
DOWNLOAD_DELAY = 0.25  # seconds between two requests to a host
REDIRECT_MAX_TIMES = 10
# What may go better at once: no answer, or half of one. Not a timeout, which has cost enough, and not 429 and 503.
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
]
# No request is dropped without a word.
URLLENGTH_LIMIT = 0
# Lists of feeds may list lists, but not for ever.
DEPTH_LIMIT = 4
# A feed is there to be read by programs; robots.txt is about pages (newsfeed/fetch/robotstxt.py).
ROBOTSTXT_OBEY = False

# Where the store is: an SQLAlchemy URL; the environment variable of the same name overrides it.
NEWSFEED_STORE = os.environ.get("NEWSFEED_STORE", "sqlite:///newsfeed.db")
# The largest local file that is read, in bytes, as it is and decompressed.
NEWSFEED_MAX_FILE_SIZE = DOWNLOAD_MAXSIZE
# Hosts, host:ports or networks that may have private addresses, between commas; the environment variable does the same.
NEWSFEED_ALLOW_PRIVATE = os.environ.get("NEWSFEED_ALLOW_PRIVATE", "")
# A URL or e-mail address where servers' owners reach whoever runs this; sent with the name of the program.
NEWSFEED_CONTACT = os.environ.get("NEWSFEED_CONTACT", "")
# What is done with duplicate paragraphs: "drop" takes them out of the text, "mark" only says what they are.
NEWSFEED_POLICY = "drop"

# Options of deduplication (newsfeed/dedup/config.py). A store keeps those it began with until scrapy dedup judges it
# again.
# How many different stories of one site begin or end with the same paragraph before it counts as boilerplate.
NEWSFEED_BOILERPLATE_STORIES = 4
# The part of what a paragraph says that must have been read before, for it to be a duplicate.
NEWSFEED_DUPLICATE_SHARE = 0.66
# How long a repeated run must be, for it to be reuse on its own: Chinese characters; a word counts two.
NEWSFEED_REUSE_RUN = 15
# Only what was published up to so many days before counts as read before; 0: all of it.
NEWSFEED_WINDOW = 0
# Which of several articles that hold the same paragraph keeps it: the "earliest", or the "longest".
NEWSFEED_ORIGIN = "earliest"

# How many seconds a watch leaves a host alone after it has asked it for a feed or a page.
NEWSFEED_HOST_DELAY = 1
# How many of the newest articles stand in a feed that a watch publishes.
NEWSFEED_PUBLISHED = 100
# Whether the log is written as JSON, an object a line.
NEWSFEED_JSON_LOGS = False
