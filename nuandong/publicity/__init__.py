"""Publicity and public opinion: what was said through which channel, what was found to be said, and what was answered.

Words: an *announcement* (宣传) is one entry of the publicity log: what, through which *channel*, where, how often, how
many it reached; it counts as work for the duties of plans. An *opinion item* (舆情) is found somewhere, given to the
unit it is about as a task, *verified* (核实), *answered* (回应) and *closed* (办结) by the unit that found it.
Tables: publicity_announcement, publicity_opinion.
"""
