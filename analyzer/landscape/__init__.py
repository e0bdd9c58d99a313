"""The landscape file and its model."""
