"""What the commands do besides checking and building."""
