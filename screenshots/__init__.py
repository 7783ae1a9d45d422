"""The README's pictures of the dashboard, and what makes them."""
