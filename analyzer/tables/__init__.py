"""Plain lists of systems and links, in and out: CSV files or one Excel workbook.

`headings` holds the one table of headings; `importing`, `exporting` and `template` are the doors.
"""
