"""One box for everything: people, households, clues, places, divisions, plans, pages."""
