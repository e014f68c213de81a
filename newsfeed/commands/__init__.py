"""The scrapy commands of the project; a module a command, found by its name."""
