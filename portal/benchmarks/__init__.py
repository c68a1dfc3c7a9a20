"""What things cost, as ratios of processor time in one run: `manage.py bench`. Machines differ, ratios hardly do."""
