"""What HR reads about a whole council: a page, a PDF and a workbook, of released results alone."""
