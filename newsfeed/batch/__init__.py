"""Detection in a whole archive at once on many machines: steps that exchange tables."""
