"""From the text of a plan to a draft plan file: what stands in it, where, and how sure that is.

`reading.read_document` turns a file into plans with numbered paragraphs, `finding.find` says what each paragraph
lays down, `drafting.draft` writes a plan file of it. Words and patterns are data: library/words.
"""
