from odoo import api, models
from odoo.tools import SQL

from ...arrays import numbers


class SomAllocationWriter(models.AbstractModel):
    """What native reservation does last, by native code, for the few records that it concerns.

    Whole packages stay whole and broken ones are none, goods are sent to their place, lots bring their dates.
    """

    _inherit = "som.allocation.writer"

    @api.model
    def _som_finish(self, inserted, served, pickings, packages):
        """Bring packages, places and dates up to date.

        :param inserted: the new ``stock.move.line`` records
        :param list served: ids of moves that were given something
        :param pickings: the transfers of what was written
        :param packages: what was to be packed into, before lines were given back
        """
        left = packages.exists().filtered(lambda package: package.package_dest_id and not package.picking_ids)
        left.package_dest_id = False
        self._som_finish_packages(pickings)
        self._som_finish_dates(inserted)
        self._som_finish_places(served)

    @api.model
    def _som_packages_of(self, lines):
        """The packages that some lines are to be packed into, and those around them."""
        packages = self.env["stock.package"].browse([package for [package] in self.env.execute_query(SQL(
            """SELECT DISTINCT result_package_id FROM stock_move_line
                WHERE id = ANY(%s::int[]) AND result_package_id IS NOT NULL ORDER BY 1""", numbers(lines)))])
        return packages.browse(packages._get_all_package_dest_ids()) if packages else packages

    @api.model
    def _som_finish_packages(self, pickings):
        """Whole packages stay whole; what is left of a broken one is loose."""
        packed = self._som_pickings_with(pickings, SQL("package_id IS NOT NULL"))
        if packed:
            self._som_unpack(packed.move_line_ids)
            if not self.env.context.get("bypass_entire_pack"):
                packed._check_entire_pack()
        # native code weighs what is packed: the package may have a weight of its own
        weighed = self._som_pickings_with(pickings, SQL("result_package_id IS NOT NULL"))
        self.env.add_to_compute(weighed._fields["shipping_weight"], weighed)

    @api.model
    def _som_unpack(self, lines):
        """Of a package that is not taken whole any more the lines lose it; native code leaves them half of it."""
        broken = lines._get_lines_not_entire_pack()
        if broken:
            kept = broken.filtered(lambda line: line.result_package_id != line.package_id)  # somebody packed it anew
            kept.write({"is_entire_pack": False})
            (broken - kept).write({"is_entire_pack": False, "result_package_id": False})

    @api.model
    def _som_pickings_with(self, pickings, condition):
        """Those of the transfers that have a line of a kind."""
        return pickings.browse([picking for [picking] in self.env.execute_query(SQL(
            "SELECT DISTINCT picking_id FROM stock_move_line WHERE picking_id = ANY(%s::int[]) AND %s ORDER BY 1",
            numbers(pickings.ids), condition))])

    @api.model
    def _som_finish_dates(self, inserted):
        """Lines of lots with an expiry have their dates (``product_expiry``); others have none."""
        names = [name for name in ("expiration_date", "removal_date") if name in inserted._fields]
        if not names:
            return
        dated = inserted.browse([line for [line] in self.env.execute_query(SQL(
            """SELECT l.id FROM stock_move_line l JOIN stock_lot o ON o.id = l.lot_id
                WHERE l.id = ANY(%s::int[]) AND (o.expiration_date IS NOT NULL OR o.removal_date IS NOT NULL)
                ORDER BY l.id""",
            numbers(inserted.ids)))])
        for name in names:
            self.env.add_to_compute(inserted._fields[name], dated)

    @api.model
    def _som_finish_places(self, served):
        """Goods are sent to the place that a put-away rule has for them, where there are rules."""
        placed = self.env["stock.move.line"].browse([line for [line] in self.env.execute_query(SQL(
            """SELECT l.id FROM stock_move_line l
                 JOIN stock_move m ON m.id = l.move_id
                 JOIN stock_location a ON a.id = m.location_dest_id
                WHERE m.id = ANY(%s::int[]) AND l.picked IS NOT TRUE AND (a.usage = 'view' OR EXISTS (
                      SELECT FROM stock_putaway_rule r WHERE r.location_in_id = a.id AND r.active)) ORDER BY l.id""",
            numbers(served)))])
        placed._apply_putaway_strategy()
