"""Processes that are killed, answers that are lost, disks that are full, servers that restart."""
