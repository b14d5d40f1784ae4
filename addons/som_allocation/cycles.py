"""Python's search for reference cycles, put off while a plan is made.

A plan makes hundreds of thousands of small values that live as long as the run and refer to nothing that refers back.
The search goes through all of them again and again, and through all of Odoo beside them.
"""
import gc
from contextlib import contextmanager


@contextmanager
def unsearched():
    """No search for cycles meanwhile; whoever put it off first takes it up again (other threads may be at it too)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
