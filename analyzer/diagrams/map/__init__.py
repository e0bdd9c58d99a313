"""A landscape as a map: every place is fixed once for all months, and each month says what stands where."""
