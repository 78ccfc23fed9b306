"""The journal events of the four steps: reports, assessments, packs, reviews."""
