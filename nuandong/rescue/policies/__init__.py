"""Is the thing in a fit state? `check_x` raises, `can_x` answers."""
