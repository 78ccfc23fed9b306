"""The demo season: a real county's divisions, invented people, a winter played through the actions of real work.

Everything is drawn from one seed and the day it is told for: two loads for the same day are the same season. Identity
numbers carry the unassignable prefix 99 and are accepted only in demo mode.
"""
