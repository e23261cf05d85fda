"""The model itself: one file a behaviour, one function an equation. Scalars in, one scalar out; no state, no draws, no loops."""
