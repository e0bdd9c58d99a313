"""Rolling forward: which moves were done, and the landscape as of the new month."""

from analyzer.whatif.advancing.done import read_done
from analyzer.whatif.advancing.rolling import advance
from analyzer.whatif.advancing.values import Advanced

__all__ = ["Advanced", "advance", "read_done"]
