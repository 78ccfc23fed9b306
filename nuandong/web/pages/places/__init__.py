"""Key locations and facilities, and the divisions they lie in."""
