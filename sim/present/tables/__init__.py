"""Stored results as tables to hand on, with labels, units and a codebook: CSV, Excel, LaTeX, Word, Stata. Nothing here runs the model."""
