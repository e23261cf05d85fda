"""What results say: means and ratios with their intervals, effects by factor, sensitivity, robustness.

Functions of tables and arrays; nothing is read or run here.
"""
