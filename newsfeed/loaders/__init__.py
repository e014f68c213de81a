"""Item loaders: an entry of a feed becomes an article with normalised fields."""
