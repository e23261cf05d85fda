"""Arithmetic that gives the same bits everywhere: compilation, elementary functions, exact sums, keyed draws."""
