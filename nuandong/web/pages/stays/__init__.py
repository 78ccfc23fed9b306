"""The rescue station: who is in, from the door to the exit."""
