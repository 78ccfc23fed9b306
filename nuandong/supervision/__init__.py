"""Supervision (督查): who is inspected is drawn by lot, visits come unannounced, what they find is put right.

Words: a *draw* (随机抽查) takes *targets* (places or units) and their *inspectors* out of two *pools* by a recorded
*seed*, so that anybody can repeat it; a *visit* (督查) looks at one of them, drawn or not; a *finding* (问题) of a
visit becomes a task of the unit that has to put it right, waits for a *re-check* (复查) once that says it is done, and
is *closed* (销号) when the re-check passes.
Tables: supervision_draw, supervision_drawpick, supervision_visit, supervision_visitfile, supervision_finding.
"""
