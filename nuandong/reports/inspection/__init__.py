"""The inspection pack (迎检材料): one file with what an inspection asks for, each paper with its SHA-256.

Words: a *chapter* is one part of the list of contents; a *grid* is a table in it; what is *attached* lies beside it in
the archive. A pack holds what its asker may see, and no words that only a page for them may show.
"""
