"""Winter-spring relief after disasters (product D): from the ledger of a village on.

Words: a *form* (表) is a file of library/forms; a *ledger* (台账) is an uploaded spreadsheet of households in need; a
*need* (需救助情况) is what one household needs in one season, in the columns of the official ledger.
Tables: ledger files, their rows, remembered columns, needs. Who calls it: web, jobs, cli.
"""
