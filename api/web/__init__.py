"""The page: what people see in a browser. It adds no rule and no figure; it asks what every other door asks."""
