"""Worksheets and labels as PDF: exact millimetres, the same bytes for the same answer, nothing cut off.

Needs the extra ``pdf`` (reportlab, pyStrich); this is their only home. What does not fit, or what the font
has no character for, is an error that names it: a label that hides a word is worse than none.
"""
