"""What a run leaves on disk: files that appear whole or not at all, and a record of what made them."""
