"""Where on the imagery a picture looks, with how much error, or why that cannot be said."""
