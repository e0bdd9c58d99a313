"""The offices' own forms: each sheet of one becomes plain lists, and every cell keeps its place in the office's sheet.

`translating` is the door. What a form says is judged in its own module (`sapporo`, `suita`, `own`); ids and aliases of
businesses are in `businesses`, who a name means in `registry`.
"""
