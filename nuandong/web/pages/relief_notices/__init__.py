"""Public notices of relief: the board, posters, the public pages, objections and their answers."""
