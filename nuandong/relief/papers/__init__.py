"""The official tables of a season (DIS-032), filled from its rows: on screen, on paper, as workbooks."""
