"""Who may have signed a paper that is typed: the list behind the field of `nuandong.web.behalf`."""
