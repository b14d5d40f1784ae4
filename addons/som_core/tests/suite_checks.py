"""Checks that every addon of the suite passes. An addon's tests take them over in a few lines::

    @tagged("post_install", "-at_install", "som_demo")
    class TestSomExample(SuiteChecks, TransactionCase):
        som_module = "som_example"

and, where a check needs it, say in ``_som_records`` which record of a model to
try things on, in ``_som_arguments`` what to call a public method with, and in
``som_open_methods`` which of these everybody may call, and why.
"""
from .suite_checks_methods import MethodChecks
from .suite_checks_screens import ScreenChecks
from .suite_checks_structure import StructureChecks


class SuiteChecks(StructureChecks, ScreenChecks, MethodChecks):
    """Everything in one mixin; it goes before Odoo's test case."""
