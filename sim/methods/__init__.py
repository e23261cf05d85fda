"""What one asks of many cases: compare arms, sweep a design, reproduce an experiment."""
