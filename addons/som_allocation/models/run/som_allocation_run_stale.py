from odoo import models

from ...engine import differences as moved

SHOWN = 20  #: differences that are named; the rest is counted


class SomAllocationRun(models.Model):
    """Tells in words what moved since a run was planned."""

    _inherit = "som.allocation.run"

    def _som_what_moved(self, before, now):
        """A line for each difference between the snapshot a run was planned from and the data as they are now."""
        self.ensure_one()
        found = moved.differences(before, now)
        shown = found[:SHOWN]
        names = self._som_names(shown)
        texts = [self._som_difference_text(each, names) for each in shown]
        if len(found) > SHOWN:
            texts.append(self.env._("… and %s more.", len(found) - SHOWN))
        return "\n".join(texts)

    def _som_names(self, differences):
        """What people call the products and orders of differences, with a query for each kind."""
        # sudo: names of what the company's own run is about
        products = self.env["product.product"].sudo().browse({each.product for each in differences if each.product})
        moves = self.env["stock.move"].sudo().browse(
            {each.id for each in differences if each.what not in (moved.STOCK, moved.RESERVED) and each.id}).exists()
        return {
            "product": {product.id: product.display_name for product in products},
            "order": {move.id: move.sale_line_id.order_id.name for move in moves},
        }

    def _som_difference_text(self, difference, names):
        scale = self.env["som.allocation.snapshot"]._som_scale()
        values = {
            "product": names["product"].get(difference.product, ""),
            "order": names["order"].get(difference.id, self.env._("a removed order")),
            "before": f"{difference.before / scale:g}", "after": f"{difference.after / scale:g}",
        }
        return {
            moved.STOCK: self.env._("Stock of %(product)s: was %(before)s, is %(after)s.", **values),
            moved.RESERVED: self.env._(
                "%(product)s reserved for others: was %(before)s, is %(after)s.", **values),
            moved.NEW: self.env._("New demand: %(order)s wants %(after)s of %(product)s.", **values),
            moved.GONE: self.env._("%(order)s no longer waits for %(product)s.", **values),
            moved.WANTED: self.env._(
                "%(order)s wanted %(before)s of %(product)s, now %(after)s.", **values),
            moved.HELD: self.env._("%(order)s held %(before)s of %(product)s, now %(after)s.", **values),
            moved.RANK: self.env._("%(order)s stands elsewhere in the queue for %(product)s.", **values),
            moved.POLICY: self.env._("The policy has changed."),
            moved.OTHER: self.env._("Locations, orders or products have changed."),
        }[difference.what]
