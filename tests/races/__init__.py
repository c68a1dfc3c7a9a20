"""Several processes at once on one database, as several web processes are."""
