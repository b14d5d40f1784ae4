from odoo.tests import tagged

from .race import RaceCase


@tagged("post_install", "-at_install")
class TestIntakeRace(RaceCase):
    """Workers with cursors of their own send the same orders at the same moment: each order is made once."""

    WORKERS = 4
    ORDERS = 6

    def setUp(self):
        super().setUp()
        with self._env() as env:
            channel = env["som.channel"].create({
                "name": "Race", "code": "race", "unknown_customer": "create", "confirm": "no"})
            product = env["product.product"].create({"name": "Race", "default_code": "RACE-1", "type": "consu"})
            self.channel_id, self.product_id = channel.id, product.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._env() as env:
            orders = env["sale.order"].search([("som_channel_id", "=", self.channel_id)])
            orders._action_cancel()
            partners = orders.partner_id
            orders.unlink()
            env["som.channel.customer"].search([("channel_id", "=", self.channel_id)]).unlink()
            partners.unlink()
            env["som.channel"].browse(self.channel_id).unlink()
            env["product.product"].browse(self.product_id).product_tmpl_id.unlink()

    def _sent(self, reverse):
        numbers = sorted((str(number) for number in range(self.ORDERS)), reverse=reverse)
        return [{
            "order": number, "channel": "race", "customer": "racer@example.com", "customer_name": "Racer",
            "lines": [{"sku": "RACE-1", "quantity": 1}]} for number in numbers]

    def test_new_customers_and_orders_from_many_workers_at_once(self):
        self._race_to_send()

    def test_orders_of_a_known_customer_from_many_workers_at_once(self):
        with self._env() as env:
            partner = env["res.partner"].create({"name": "Racer", "email": "racer@example.com"})
            env["som.channel.customer"].create(
                {"channel_id": self.channel_id, "number": "racer@example.com", "partner_id": partner.id})
        self._race_to_send()

    def _race_to_send(self):
        """Every other worker sends the orders the other way round."""
        self._race(*(
            lambda env, worker=worker: env["som.intake"].submit(self._sent(worker % 2))
            for worker in range(self.WORKERS)))
        self.assertEqual(self.errors, [])
        with self._env() as env:
            orders = env["sale.order"].search([("som_channel_id", "=", self.channel_id)])
            self.assertEqual(sorted(orders.mapped("som_external_ref")), [str(n) for n in range(self.ORDERS)])
            self.assertEqual(len(orders.partner_id), 1)
            self.assertEqual(env["res.partner"].search_count([("email", "=", "racer@example.com")]), 1)
        answers = [answer for sent in self.answers.values() for answer in sent]
        statuses = [answer["status"] for answer in answers]
        self.assertEqual(statuses.count("created"), self.ORDERS)
        self.assertEqual(statuses.count("duplicate"), self.ORDERS * (self.WORKERS - 1))
        made = {answer["order"]: answer["id"] for answer in answers if answer["status"] == "created"}
        for answer in answers:
            self.assertEqual(answer["id"], made[answer["order"]])
