"""URLs: canonical form, tracking parameters, redirectors."""
