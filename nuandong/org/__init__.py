"""Who works here, what each may do, and which regions each sees.

Words: a *unit* is an office, a station or a partner; *staff* are people who act, with or without an *account*; a *post*
is a *role* held in a unit for a region and a time; a *delegation* lends a post while its holder is away; the *actor* of
an act is whoever signed for it, the *typist* whoever typed it (代录); a *hand-over* (移交) moves everything open to
somebody else.
Tables: org_unit, org_staff, org_role, org_post, org_delegation, org_account, org_signedsession, org_loginattempt,
org_caseact, org_handoverrecord. Called by every module above; knows geo, journal and vault.
"""
