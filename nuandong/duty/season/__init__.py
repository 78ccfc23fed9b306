"""The roster of a whole season: who takes turns where (`plan`), the turns worked out (`rotation`), what is wrong with
them (`weighing`), all of it beside the roster that stands (`preview`). Nothing here writes.
"""
