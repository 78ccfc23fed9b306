"""Rescue of people without shelter (流浪乞讨人员救助): from the first clue to the last follow-up.

Clue desk: a *clue* (线索) says that somebody somewhere needs help; a *dispatch* (派出) sends one team to it; an
*escalation* (升级) rings up leaders when nobody goes or arrives in time. Patrol: a *round* (巡查) of one team visits
key locations, each visit a *check* (打卡). Tables: rescue_clue, rescue_cluecounter, rescue_dispatch, rescue_escalation,
rescue_patrolround, rescue_patrolcheck, rescue_patrolmode. Called by web, api, jobs and flows.
"""
