"""Detection of a whole archive at once, on many machines: the steps between which tables are exchanged."""
