"""Figures, a file each: from the stored results to the drawing. Nothing here runs the model."""
