"""`--headless sweep`: what is asked for, its runs, and what is shown of them."""
