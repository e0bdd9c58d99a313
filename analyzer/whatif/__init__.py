"""What if: scenarios, the plan kept or made again, roll-forward, differences of answers, slips, many landscapes, the nation.

Semantics, section 7.
"""
