"""Rescue of people without shelter (流浪乞讨人员救助): from the first clue to the last follow-up.

Clue desk: a *clue* (线索) says that somebody somewhere needs help; a *dispatch* (派出) sends one team to it; an
*escalation* (升级) rings up leaders when nobody goes or arrives in time. Patrol: a *round* (巡查) of one team visits
key locations, each visit a *check* (打卡). Tables: rescue_clue, rescue_cluecounter, rescue_dispatch,
rescue_patrolround, rescue_patrolcheck, rescue_patrolmode.

Outdoors: an *encounter* (现场救助) is one person met and what was done, a *follow-up* (跟踪劝导) a visit to somebody
who turned help down, a *hospital case* (住院跟踪) somebody treated first. Indoors: a *stay* (在站) is one person's time
in a station with bed, care, belongings and exit; a *kin notice* (寻亲公告) seeks the family. Tables: rescue_encounter,
rescue_followup, rescue_departmentnotice, rescue_hospitalcase, rescue_stay, rescue_bed, rescue_beduse, rescue_careentry,
rescue_belonging, rescue_leaverequest, rescue_exitrecord, rescue_kinnotice. Called by web, api, jobs and flows.
"""
