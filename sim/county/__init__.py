"""A county at rest: its columns, how it is synthesised from a scenario, the trends around it, what is measured in it."""
