"""What people take to meetings: one module for each worksheet, all listed in `registry`."""
