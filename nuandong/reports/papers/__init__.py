"""Official papers as files: a workbook and a Word document of the same report, in the layout offices expect."""
