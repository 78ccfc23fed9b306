"""A season's evaluation: its figures, its targets, what a county says of it; a page and a Word document."""
