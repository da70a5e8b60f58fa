"""`python -m app.cli`: the same as `jifen`."""

from app.cli import main

main(prog_name="jifen")
