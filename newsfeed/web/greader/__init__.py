"""The Google Reader API over the clean store, for feed readers that synchronise: ``newsfeed serve --greader``.

It is the subset that FreshRSS and Miniflux serve and that their clients call. Each story is one item, however many
feeds tell it; what is read or starred here is so in the pages, and the other way round.
"""
