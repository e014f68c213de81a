"""Reports of a run: outcome and exit code, closing summary, poll statistics, progress, logs."""
