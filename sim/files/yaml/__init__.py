"""YAML as plain data that remembers where each value stands."""
