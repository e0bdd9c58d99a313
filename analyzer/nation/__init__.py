"""The nation: published figures of all municipalities as fleets of landscapes, and questions about them (semantics, section 7)."""
