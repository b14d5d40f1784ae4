import threading

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name


class RaceCase(BaseCase):
    """Workers with cursors of their own that do things at the same moment, as the server's workers do."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.answers, self.errors = {}, []

    def _env(self, user=SUPERUSER_ID):
        """A transaction of its own: committed when left, rolled back on an error."""
        registry = self.registry

        class Opened:
            def __enter__(self):
                # the test mode of other classes must not lend us its cursor
                self.cr = registry.cursor()
                return api.Environment(self.cr, user, {"tracking_disable": True})

            def __exit__(self, kind, value, trace):
                if kind is None:
                    self.cr.commit()
                else:
                    self.cr.rollback()
                self.cr.close()
        return Opened()

    def _race(self, *works):
        """Start each piece of work (a function of an environment) at the same moment; retry conflicts as HTTP does."""
        barrier = threading.Barrier(len(works))
        threads = [threading.Thread(target=self._run, args=(barrier, number, work))
                   for number, work in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)

    def _run(self, barrier, number, work):
        try:
            with self._env() as env:
                env.cr.execute("SELECT 1")  # every worker's picture is older than what the others do
                barrier.wait(30)
                self.answers[number] = retrying(lambda: work(env), env)
        except Exception as error:  # noqa: BLE001 — reported by the test in the main thread
            self.errors.append(error)
