"""Reading YAML: every value with its place, every mistake in words at its place, and the kinds of value a file may hold."""
