"""Stored results shown: figures, tables, sentences in two languages, the screen. Nothing here runs the model."""
