"""What of some products is free in their warehouses."""
from collections import defaultdict

#: States of transfers that have goods reserved.
RESERVED = ("assigned", "partially_available")


class FreeStock:
    """The free stock that lines may ask for, as the first of them leave it to the others.

    Free is what native ``free_qty`` says, and what the lines have reserved
    themselves. One read for each warehouse, whatever the number of lines.
    """

    def __init__(self, batch, lines):
        self.batch, self.lines = batch, lines
        self._reserved = self._read_reserved()
        self._free = self._read_free()

    def _read_reserved(self):
        """What lines that are confirmed have reserved in stock, by line id, in the product's unit."""
        reserved = defaultdict(float)
        confirmed = self.lines.filtered(lambda line: line.state == "sale")
        rows = confirmed and self.batch.env["stock.move"]._read_group(
            [("sale_line_id", "in", confirmed.ids), ("state", "in", RESERVED), ("location_id.usage", "=", "internal")],
            ["sale_line_id", "product_id", "product_uom"], ["quantity:sum"])
        for line, product, unit, quantity in rows or ():
            if product == line.product_id:
                reserved[line.id] += unit._compute_quantity(quantity, product.uom_id, round=False)
        return reserved

    def _read_free(self):
        """What is free, by (warehouse, product); nothing of what is not tracked."""
        free = {}
        for warehouse, lines in self.lines.grouped(self.warehouse).items():
            products = lines.product_id.filtered("is_storable")
            # nothing but this: places and dates in the context of whoever asks would count
            products = products.with_env(self.batch.env(context={
                "warehouse_id": warehouse.id, "allowed_company_ids": self.batch.company.ids}))
            # not the field: what it said before is kept while stock comes and goes
            quantities = products._compute_quantities_dict(None, None, None) if warehouse and products else {}
            for product_id, values in quantities.items():
                free[warehouse.id, product_id] = values["free_qty"]
        return free

    @staticmethod
    def warehouse(line):
        return line.warehouse_id or line.order_id.warehouse_id

    def take(self, lines, *, keep=True):
        """Take what lines of one order ask for, all of the same product and warehouse.

        :param bool keep: False: only look, and leave it to the others

        :return tuple: what they ask for beyond what is delivered, and what is free for them, in the product's unit;
            taken if the one covers the other
        """
        key = self.warehouse(next(iter(lines))).id, lines.product_id.id
        unit = lines.product_id.uom_id
        wanted = sum(self._open(line, unit) for line in lines)
        own = sum(self._reserved[line.id] for line in lines)
        free = self._free.get(key, 0.0) + own
        if keep and unit.compare(wanted, free) <= 0 and key in self._free:
            # what they have reserved is not free for others in the first place
            self._free[key] -= max(wanted - own, 0.0)
        return wanted, free

    @staticmethod
    def _open(line, unit):
        """What is yet to be delivered; none of what is returned."""
        return max(line.product_uom_id._compute_quantity(
            line.product_uom_qty - line.qty_delivered, unit, round=False), 0.0)
