"""Pages and the report that show what was read before and where: ``newsfeed serve``, ``newsfeed report``."""
