"""Faults as people make them, put in by hand: each must be found by the slice of the sweep that looks at its door."""

from tests.doors.faults import alike, allowed, machines, mailed, portal, seen, threads, written
from tests.doors.faults.fault import FAULTS, Fault

__all__ = ["FAULTS", "Fault", "alike", "allowed", "machines", "mailed", "portal", "seen", "threads", "written"]
