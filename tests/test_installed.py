"""The database that the tests run on is what they think it is."""
from odoo.tests import TransactionCase, tagged

from tools.paths import glue_addons, suite_addons


@tagged("post_install", "-at_install", "som_demo", "som_apps")
class TestInstalled(TransactionCase):
    """Runs on every database there is."""

    def test_every_addon_is_installed(self):
        installed = self.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
        waiting = set() if "mrp" in installed else set(glue_addons())
        self.assertEqual(set(suite_addons()) - set(installed), waiting)

    def test_nothing_is_half_installed(self):
        waiting = self.env["ir.module.module"].search([("state", "in", ("to install", "to upgrade", "to remove"))])
        self.assertFalse(waiting.mapped("name"))
