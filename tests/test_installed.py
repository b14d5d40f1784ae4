"""The database that the tests run on is what they think it is."""
from odoo.tests import TransactionCase, tagged

from tools.paths import suite_addons


@tagged("post_install", "-at_install", "som_demo")
class TestInstalled(TransactionCase):
    """Runs on the empty database and on the one with demo data."""

    def test_every_addon_is_installed(self):
        installed = self.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
        self.assertEqual(set(suite_addons()) - set(installed), set())

    def test_nothing_is_half_installed(self):
        waiting = self.env["ir.module.module"].search([("state", "in", ("to install", "to upgrade", "to remove"))])
        self.assertFalse(waiting.mapped("name"))
