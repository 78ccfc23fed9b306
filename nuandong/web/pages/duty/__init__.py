"""Who is on duty: the state now, rosters, hand-overs, teams, vehicles, posts."""
