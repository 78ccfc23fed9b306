"""The clue desk and the page of one clue."""
