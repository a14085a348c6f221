"""Kills, power cuts, full disks and spoilt inputs: what the program must survive."""
