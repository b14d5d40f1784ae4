from .common import SomCommon


class ProfileCommon(SomCommon):
    """Orders, deliveries, invoices and payments at given times, and the figures made of them."""

    def _figures(self, partner=None, company=None, now=None):
        partner = partner or self.customer
        return self.env["som.profile.figures"]._som_figures(partner, company or self.company, now)[partner.id]

    def _confirmed(self, *lines, date_order=None, **values):
        """A confirmed order: lines are (product, quantity)."""
        order = self._order(*lines, **values)
        order.action_confirm()
        if date_order:
            order.date_order = date_order
        return order

    def _ship(self, order, at, quantities=None):
        """Ship at a time what is open, or so much of each product."""
        pickings = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        self._validate(pickings.with_context(som_occurred_at=at), quantities)

    def _return(self, picking, quantity):
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking").create(
                {"picking_id": picking.id})
        wizard.product_return_moves.quantity = quantity
        self._validate(self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"]))

    def _invoiced(self, date, amount, partner=None, **values):
        """A posted invoice over an amount."""
        invoice = self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": (partner or self.customer).id, "invoice_date": date,
            "invoice_line_ids": [(0, 0, {"name": "x", "quantity": 1, "price_unit": amount, "tax_ids": False})],
            **values})
        invoice.action_post()
        return invoice

    def _pay(self, invoice, date, amount=None):
        values = {"payment_date": date, **({"amount": amount} if amount else {})}
        return self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids).create(values)._create_payments()

    def _refresh(self, partners=None, company=None):
        company = company or self.company
        self.env["som.customer.profile"]._som_refresh(partners or self.customer, company)

    def _profile(self, partner=None, company=None):
        return self.env["som.customer.profile"].search([
            ("partner_id", "=", (partner or self.customer).id), ("company_id", "=", (company or self.company).id)])

    def _age(self, profiles, **interval):
        """Let time pass since some profiles were computed, and since everything else in the database."""
        for profile in profiles:
            self.env.cr.execute(
                "UPDATE som_customer_profile SET computed_at = computed_at - make_interval(secs => %s) WHERE id = %s",
                [interval.get("hours", 0) * 3600 + interval.get("minutes", 0) * 60, profile.id])
        profiles.invalidate_recordset()
