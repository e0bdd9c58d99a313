"""What people take to meetings: what each vendor must build, test and answer, as a pack of files (docs/packs.md)."""
