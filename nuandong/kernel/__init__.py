"""The bottom layer: plain Python that every module may use and that knows none of them.

Actors and spans, ids, errors, texts, clock, periods and working days, money, identity numbers, encryption.
No Django, no database, no network; the only files read are those whose path is passed in.
"""
