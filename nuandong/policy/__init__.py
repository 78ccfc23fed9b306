"""How much is due to whom, and how a sum of money is shared out. Pure: no Django, no database.

`schema`      what a file of library/standards says: dated values with their sources
`library`     the files, read once and checked whole, and the version of each
`editions`    a standard as it stands on a day, and the columns it asks of every household
`benefit`     the reference engine: one household in, amount in fen and trace out; the judge of `nuandong.batch`
`words`       a trace in sentences that an applicant understands
`allocation`  a budget over townships, villages and households, exact to the fen and monotone

Called by `plans` (standards that a plan names), `batch` (the same for columns) and the commands.
"""
