"""Experiments: a question, its design, its figures; and reproducing them."""
