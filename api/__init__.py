"""The REST service of Kakehashi (to come: see CHANGELOG)."""
