"""Parse dates and times in the forms that feeds use."""
