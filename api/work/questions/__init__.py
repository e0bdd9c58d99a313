"""Questions that the service answers in guarded processes: each kind says what it is told, and how it is answered."""
