"""The store: tables and their statements by subject, and the repository that is the one way in and out."""
