"""Moves that are none, or go back."""

from __future__ import annotations

from itertools import pairwise

from analyzer.landscape.build import forms
from analyzer.landscape.checks.context import Context
from analyzer.messages import Text


def check(context: Context) -> None:
    order = {generation: i for i, generation in enumerate(context.generations)}
    for path, system in context.parts.systems:
        all_forms = forms(system)
        for i, (before, after) in enumerate(pairwise(all_forms)):
            name = f"{system.id}.{system.moves[i].id}"
            if before == after:
                context.findings.add(
                    "move_changes_nothing",
                    (*path, "moves", i, "to"),
                    f"移行「{name}」は何も変えません。",
                    f"The move '{name}' changes nothing.",
                    Text(
                        "environment、generation、vendor、package のうち変わるものを書くか、移行を取り除いてください。",
                        "Name what changes (environment, generation, vendor, package), or remove the move.",
                    ),
                    id=name,
                )
            elif order.get(after.generation, 0) < order.get(before.generation, 0):
                context.findings.add(
                    "generation_backwards",
                    (*path, "moves", i, "to", "generation"),
                    f"移行「{name}」で世代が「{before.generation}」から「{after.generation}」に戻ります。",
                    f"The move '{name}' goes back from '{before.generation}' to '{after.generation}'.",
                    Text(
                        "generations の順と移行の順を確かめてください。",
                        "Check the order of generations, and of the moves.",
                    ),
                    id=name,
                )
