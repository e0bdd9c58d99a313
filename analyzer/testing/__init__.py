"""Integration tests (連携テスト): due legs, the smallest test sets and their parties."""
