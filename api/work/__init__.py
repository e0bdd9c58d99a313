"""Questions that take more than a moment: computed in guarded processes."""
