"""The HTTP client: permitted addresses, limits on what a server sends, conditional requests, back-off."""
