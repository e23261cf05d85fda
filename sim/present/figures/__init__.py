"""Figures: functions of tables. Nothing here reads a file, writes one, or runs the model."""
