"""What several processes cost, and what a model of that says of many more."""
