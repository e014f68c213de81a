"""HTTP: which addresses may be connected to, how much is taken from a server, how long it is left alone."""
