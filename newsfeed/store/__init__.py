"""The store: tables and statements grouped by subject, and the repository through which all access goes."""
