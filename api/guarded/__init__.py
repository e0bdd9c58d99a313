"""Work on what strangers sent, in processes of its own: bounded in memory, CPU and time, and no loss when one dies."""
