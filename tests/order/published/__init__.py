"""Published problems about orders, written as landscapes: what others have proven is a test of the optimiser.

`encodings` turns a problem into a landscape and keeps the problem's own formula beside it,
`subsets` solves it exactly by another way, `problems` lists instances with their optimum
and its source. The encodings are tested without an optimiser: the evaluation of any plan
must give what the formula gives.
"""
