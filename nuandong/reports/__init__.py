"""Read models over the journal: figures for boards and reports, kept up to date event by event.

Words: a *figure* is a named count; *flow* figures are read for a span of days, *stock* figures (open clues, people in
the station) are the sum of all their days. Whatever is shown can be recounted from the events at any time.
Tables: reports_figure. Called by pages; fed by a job through the journal's consumer "reports.figures".
"""
