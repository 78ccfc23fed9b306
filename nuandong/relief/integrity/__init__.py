"""Checks for what may not happen with relief (DIS-034): each finds what does not fit, and refuses nobody."""
