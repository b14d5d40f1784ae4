from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import ConcurrencyError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import retry
from .race import RaceCase


@tagged("post_install", "-at_install")
class TestRetry(RaceCase):
    """Work in the background that meets a conflict with another transaction is done again."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            self.partner_id = env["res.partner"].create({"name": "Nobody yet"}).id
        self.addCleanup(self._clean_up)
        self.pauses = []
        self.startPatcher(patch.object(retry, "sleep", self.pauses.append))

    def _clean_up(self):
        with self._env() as env:
            env["res.partner"].browse(self.partner_id).unlink()

    def _partner(self, env):
        return env["res.partner"].browse(self.partner_id)

    def _name_it_elsewhere(self, name):
        with self._env() as env:
            self._partner(env).name = name

    def _meeting(self, env, conflicts):
        """Work that reads a name, is overtaken so many times, and writes the name it read and one more word."""
        seen = []

        def work():
            seen.append(self._partner(env).name)
            if len(seen) <= conflicts:
                self._name_it_elsewhere(f"Somebody {len(seen)}")
            self._partner(env).name = f"{seen[-1]} again"  # written when it is flushed, where the conflict shows
            return len(seen)

        return work, seen

    @mute_logger("odoo.sql_db")
    def test_work_that_was_overtaken_is_done_again_on_what_is_there_now(self):
        with self._env() as env:
            work, seen = self._meeting(env, conflicts=2)
            self.assertEqual(retry.retrying(env, work), 3)
        self.assertEqual(seen, ["Nobody yet", "Somebody 1", "Somebody 2"])
        self.assertEqual(len(self.pauses), 2)
        with self._env() as env:
            self.assertEqual(self._partner(env).name, "Somebody 2 again")

    @mute_logger("odoo.sql_db")
    def test_the_last_conflict_is_raised_and_leaves_a_clean_transaction(self):
        with self._env() as env:
            work, seen = self._meeting(env, conflicts=retry.TRIES)
            with self.assertRaises(SerializationFailure):
                retry.retrying(env, work)
            self.assertEqual((len(seen), len(self.pauses)), (retry.TRIES, retry.TRIES - 1))
            self.assertEqual(self._partner(env).name, f"Somebody {retry.TRIES}")

    def test_what_a_try_had_written_before_the_conflict_is_not_kept(self):
        tries = []

        def work():
            tries.append(self._partner(env).name)
            if len(tries) == 1:
                self._partner(env).name = "From the first try"
                env.flush_all()
                raise ConcurrencyError("overtaken")

        with self._env() as env:
            retry.retrying(env, work)
        self.assertEqual(tries, ["Nobody yet", "Nobody yet"])
        with self._env() as env:
            self.assertEqual(self._partner(env).name, "Nobody yet")

    def test_without_a_conflict_the_work_is_done_once_and_flushed(self):
        with self._env() as env:
            work, seen = self._meeting(env, conflicts=0)
            self.assertEqual(retry.retrying(env, work), 1)
            env.cr.execute("SELECT name FROM res_partner WHERE id = %s", [self.partner_id])
            self.assertEqual((env.cr.fetchone(), len(seen), self.pauses), (("Nobody yet again",), 1, []))

    def test_any_other_error_is_raised_at_once(self):
        done = []

        def work():
            done.append(1)
            raise UserError("No, and not later either")

        with self._env() as env:
            with self.assertRaisesRegex(UserError, "not later either"):
                retry.retrying(env, work)
            self.assertEqual((done, self.pauses), ([1], []))

    @mute_logger("odoo.sql_db")
    def test_one_that_fails_is_undone_and_told_and_nothing_else_is_lost(self):
        told = []

        def work():
            self._partner(env).name = "Half done"
            env.flush_all()
            raise UserError("No")

        def failed(error):
            told.append(str(error))
            self._partner(env).comment = "It failed"
            return "failed"

        with self._env() as env:
            self.assertEqual(retry.retrying_one(env, work, failed), "failed")
        with self._env() as env:
            self.assertEqual(self._partner(env).name, "Nobody yet")
            self.assertIn("It failed", self._partner(env).comment)
        self.assertEqual((told, self.pauses), (["No"], []))

    @mute_logger("odoo.sql_db")
    def test_one_that_was_overtaken_is_done_again_not_told(self):
        with self._env() as env:
            work, seen = self._meeting(env, conflicts=2)
            self.assertEqual(retry.retrying_one(env, work, self.fail), 3)
        self.assertEqual(len(seen), 3)
