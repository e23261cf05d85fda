"""Studies: arms compared in one world, as a file says them."""
