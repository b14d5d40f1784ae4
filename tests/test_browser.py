"""Browser tests do run here: without this one, a broken browser would show as skipped tests only."""
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestBrowser(HttpCase):
    def test_the_backend_opens(self):
        self.browser_js(
            "/odoo", "console.log('test successful')", ready="!!document.querySelector('.o_navbar')", login="admin")

    def test_the_server_answers(self):
        self.assertEqual(self.url_open("/web/login").status_code, 200)
