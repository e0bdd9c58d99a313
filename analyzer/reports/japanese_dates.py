"""和暦 and 年度 for reports; at home beside the months (pictures write them too)."""

from __future__ import annotations

from analyzer.landscape.japanese_dates import fiscal_text, fiscal_year, month_text

__all__ = ["fiscal_text", "fiscal_year", "month_text"]
