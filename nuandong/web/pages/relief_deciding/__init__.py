"""Seasons, funds, the simulator of allocations, and the county's decisions."""
