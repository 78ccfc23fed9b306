"""Which records are about the same person: proposals with a probability and the weight of every field, never decisions.

`columns`     the list that is read, and what is refused
`lookalikes`  characters that look alike, kept as data
`characters`  what a Chinese character is compared by: simplified form, sound, dialect, look-alikes
`normal`      records made comparable, in columns
`blocking`    which records are compared at all
`fields`      what they are compared by
`alone`       one record made comparable, without a database
`judging`     one pair compared, without a database
`model`       the trained weights, kept as data in library/linkage
`database`    the steps inside DuckDB
`linking`     a list with itself
`on_spark`    the same for lists beyond the memory of one machine
`finding`     one person against a few others

Called by the command `link` and by `people`.
"""
