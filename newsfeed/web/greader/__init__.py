"""The Google Reader API over the clean store, for feed readers that synchronise: ``newsfeed serve --greader``.

It is the subset that FreshRSS and Miniflux serve and that their clients call. Each story is one item, however many
feeds tell it; read and starred items are shared with the pages.
"""
