"""Views: arrangements of widgets that show a Frame together."""
