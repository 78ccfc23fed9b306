"""Weather warnings: what is in force here, what came in, what was made of it; relaying by form and by file."""
