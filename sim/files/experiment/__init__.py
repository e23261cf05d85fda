"""Experiments: what is varied to answer a question, as a file or Python says it."""
