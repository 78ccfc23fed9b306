"""A superior's blank (上级空表): a workbook or Word document bound once to figures of a report, filled every period.

Words: an *edition* is one file of a blank, known by its SHA-256; a *grid* is what stands in it, cell by cell; a
*binding* says which figure, passage or fact goes where; a *mapping* is all bindings of an edition as somebody saved
them; a *filling* is a copy of the file with the values of one report.
Foreign files are only ever opened in limited child processes (`reading`, `writing`).
"""
