"""Arms compared in pairs: what a policy changed against the same county without it, how sure that is, for whom, and at what cost."""
