"""Policies and programmes: what a government sets, for whom, from when to when, for how much money."""
