"""What the offices of township and district share: the views, hung on both."""
