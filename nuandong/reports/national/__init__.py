"""National systems (product A.6): what is copied into them by hand, their numbers of our cases, lists of differences.

Words: a *system* is a file of library/national; a *case* is what it has one record of (a stay, a household); a *copy
sheet* (抄录单) is our cases in its order of fields; a *serial* is its number of a case.
Nothing here talks to such a system: people copy, download and upload.
"""
