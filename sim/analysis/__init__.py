"""What stored results say: sensitivity, robustness, effects by factor. Functions of tables; nothing is read or run here."""
