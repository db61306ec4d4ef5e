"""The numbers: ours and our peers' in one run, on one machine, under the same load."""
