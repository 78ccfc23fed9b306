"""Who is on duty: posts, rosters, shifts, teams and vehicles.

Words: a *post* (值班岗位) is a desk that must be manned, such as the hotline; a *shift* (班次) puts somebody at
a post or in charge of a *team* (队伍) for a time; a *leader* (带班领导) is on shift beside the operator of a post.
*To relieve* (替班) is to take over a shift or its rest; a *hand-over* (交接班) passes the log to the next shift; a
*swap* (换班) is a relief by consent. A *season* (整季排班) is planned in a draft; a *reach test* (通讯联络测试) asks
those on the roster whether they can be reached.
Tables: duty_team, duty_teammember, duty_teamposition, duty_vehicle, duty_vehicleuse, duty_post, duty_shift,
duty_shifthandover, duty_rosterdraft, duty_swaprequest, duty_reachtest, duty_reachcall. Called by rescue, flows, jobs
and web.
"""
