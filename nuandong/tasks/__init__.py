"""Tasks given to units, and the generic record of work done.

Words: a *task* (任务) is given by one unit to another, its *owner* (责任单位), with a time by which and a *deliverable*
(成果要求); the owner *receives* it (签收), reports, completes it with evidence; the giver *accepts* (验收) or *returns*
it. A *work record* (工作登记) says how much of a kind of work (library/work/kinds.yaml) was done; plans count it where
no module of its own records that work. Tables: tasks_task, tasks_taskfile, tasks_workrecord.
"""
