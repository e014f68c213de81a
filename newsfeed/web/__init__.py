"""Pages and a report on repeated text and its sources: ``newsfeed serve``, ``newsfeed report``."""
