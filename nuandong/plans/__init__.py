"""Plans as code: who must do what, how often, how fast, and whether it was done.

Words: a *plan* (方案) is a checked file of obligations; an *activation* puts a version of it in force for a region and
a window; an *obligation* (义务) is one duty of it; an *instance* is that duty for one period, trigger or division, with
the events that prove it. `schema` and `loader` read files, `engine` decides, `compliance` keeps the tables up to date.
Tables: plans_planversion, plans_obligation, plans_activation, plans_fact, plans_instance.
Called by duty, supplies, rescue (clocks on their pages), flows, web, jobs, cli.
"""
