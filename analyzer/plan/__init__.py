"""A plan: the months of all moves, and what follows from them without any choice.

`reading` reads plan files, `schedule` derives forms, cutovers and spans, `rules` names the
violations. There is no solver in this package.
"""
