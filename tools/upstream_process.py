"""Odoo's command with one change to its test runner; started by `make test-upstream`.

Odoo runs tests tagged ``at_install`` (most of stock's) while modules load, when
only those below are loaded: the suite's code would not be there yet, so they
would prove nothing about it. Here they run after everything is loaded, before
the ``post_install`` ones.
"""
import sys

from odoo.cli.command import main
from odoo.tests import loader

native_make_suite = loader.make_suite


def make_suite(module_names, position="at_install"):
    """Nothing while modules load; both kinds once all are loaded."""
    if position == "at_install":
        return native_make_suite([], position)
    suite = native_make_suite(module_names, "at_install")
    suite.addTests(native_make_suite(module_names, "post_install"))
    return suite


if __name__ == "__main__":
    loader.make_suite = make_suite
    sys.argv[0] = "odoo"
    main()
