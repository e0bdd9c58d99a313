"""Many landscapes × many scenarios: a plan kept in each, on processes or on a Dask cluster, with a ledger as the record.

- `tasks`: what a task is and what comes of it; the hashes that it is known by
- `working`: a job in a worker: read the landscape once, answer its scenarios one by one
- `computing`: what is computed: plans kept, in figures; `at_once`, `choosing`, `sharing`: delays of one plan all at once
- `executor`: what the run asks of whoever computes; `processes` and `cluster` are the two that there are
- `ledger`: where results are kept (`analyzer.stores.results`)
- `run`: the loop between them: only what is missing is computed, what is lost is computed again
"""
