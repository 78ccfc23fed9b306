"""Patrols: what must be looked at tonight, who is out, what nobody looked at."""
