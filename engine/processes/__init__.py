"""Several processes that share one network: who they are, what they tell each other, and how."""
