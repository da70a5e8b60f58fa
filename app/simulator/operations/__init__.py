"""What the simulator can do, a file a subject; each draws, foretells, acts and books."""
