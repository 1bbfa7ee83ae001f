"""法律援助: what follows from its records - groups, terms, checks, numbers, the way of a case."""
