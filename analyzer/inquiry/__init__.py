"""What nobody wrote down yet: questions to each vendor, and their answers back into the file (docs/packs.md)."""
