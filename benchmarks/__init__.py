"""How fast the model is, against what the machine can do and against other frameworks. Run from the root of the project."""
