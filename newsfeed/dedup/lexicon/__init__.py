"""Word lists that verdicts consult: function words, verbs of saying, people, places."""
