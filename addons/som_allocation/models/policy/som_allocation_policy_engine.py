from odoo import api, models
from odoo.tools import SQL

from ...engine.values import Policy


class SomAllocationPolicy(models.Model):
    """A policy as the engine takes it: its rules, who falls under which, and in which order they stand."""

    _inherit = "som.allocation.policy"

    def _som_segments(self):
        """The segments that decide, in their order."""
        self.ensure_one()
        return self.segment_ids.filtered("active").sorted()

    def _som_segments_of(self, move_ids):
        """Where moves fall, and where they stand there: one query for each segment, however many moves.

        A move falls into the first segment whose condition it meets. One that meets none is left out: the policy
        does not speak of it, native reservation does.

        :param move_ids: ids of ``stock.move``
        :return: dict: id → (index among the policy's active segments, its rank by each sort key: smaller is first)
        """
        self.ensure_one()
        self.env.flush_all()
        moves = self._som_moves()
        placed, left = {}, list(move_ids)
        for index, segment in enumerate(self.sudo()._som_segments()):  # sudo: reservation is nobody's privilege
            if not left:
                break
            for move, *key in segment._som_take(moves, left):
                placed[move] = index, tuple(key)
            left = [move for move in left if move not in placed]
        return placed

    def _som_moves(self):
        """Stock moves as conditions and sort keys read them: the same whoever asks.

        In superuser mode, for the policy's company, and in its language and time zone.
        """
        self.ensure_one()
        # sudo: a policy decides over all demand of its company, also over what the caller may not see
        company = self.sudo().company_id
        return self.env["stock.move"].sudo().with_company(company).with_context(
            lang=company.partner_id.lang or "en_US", tz=company._som_tz())

    def _prepare_engine_policy(self):
        """The rules as the engine's value."""
        self.ensure_one()
        policy = self.sudo()  # sudo: the rules are the same for everybody whose orders they concern
        return Policy(
            segments=tuple(segment._prepare_engine_segment() for segment in policy._som_segments()),
            starve_runs=policy.starve_runs, starve_days=policy.starve_days)

    def _som_minimum_sql(self):
        """The gate of orders in basis points, as SQL over ``sale_order``: the order's own, or the policy's."""
        self.ensure_one()
        return SQL(
            "ROUND((COALESCE(NULLIF(sale_order.som_minimum_fill, 0), %s) * 100)::numeric)::int",
            self.sudo().minimum_fill)  # sudo: as above

    def _som_complete_sql(self):
        """Whether an order is given nothing unless it can be given all, as SQL over ``sale_order``."""
        return SQL("sale_order.picking_policy = 'one'")

    @api.model
    def _som_strategy_sql(self, company):
        """The strategy that a line has of its own, as SQL; NULL where it is treated as its segment says.

        The nearest decides: the line, its customer, its product, its product's category, the categories above.
        Stands over ``sale_order_line l``, ``product_template t``, ``product_category c``, and ``res_partner customer``,
        the company that the order is for (joined: a query of its own for each line takes longer than the line).
        """
        env = self.with_company(company).sudo().env  # sudo: how customers are treated is for the company to read
        return SQL(
            """COALESCE(
                NULLIF(l.som_strategy, ''),
                %(customer)s,
                %(product)s,
                %(categories)s)""",
            customer=env["res.partner"]._field_to_sql("customer", "som_allocation_strategy"),
            product=env["product.template"]._field_to_sql("t", "som_allocation_strategy"),
            categories=env["product.category"]._som_strategy_by_category_sql())
