"""Everything about records; knows no window and is handed an open database."""
