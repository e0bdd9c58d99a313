"""Slips: what a plan's months, bridges and costs become when its moves are late (semantics, section 7, *Slip simulation*)."""
