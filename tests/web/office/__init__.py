"""Pages of township and district."""
