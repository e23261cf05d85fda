"""One case and many: simulating a case, the design that numbers cases, where they run, and what they leave on disk."""
