"""Item loaders: turn the entries of a feed into articles with normalised fields."""
