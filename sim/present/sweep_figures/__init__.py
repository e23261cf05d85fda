"""The figures of a stored sweep: which there are, what each is drawn from, what stands below it."""
