from odoo.tests import tagged

from odoo.addons.som_allocation.tests.tour_common import TourCommon
from odoo.addons.som_core.tests.common import SomCommon


@tagged("post_install", "-at_install")
class TestKitTour(SomCommon, TourCommon):
    """What a salesperson sees of a kit in the availability of its line."""

    def test_a_kit_is_shown_in_kits(self):
        self.company.write({"som_promise": True, "security_lead": 0})
        piece, board, kit = (self._product(name, 10.0, sale_delay=0) for name in ("TP-PIECE", "TP-BOARD", "TP-KIT"))
        self.env["mrp.bom"].create({
            "product_tmpl_id": kit.product_tmpl_id.id, "type": "phantom", "bom_line_ids": [
                (0, 0, {"product_id": part.id, "product_qty": each}) for part, each in ((piece, 2), (board, 1))]})
        self._stock(piece, 10)
        self._stock(board, 1)
        self._coming(board, 10, 7)
        self._person("kit-seller", "sales_team.group_sale_salesman_all_leads")
        order = self._order((kit, 3), (board, 1))
        self.start_tour(f"/odoo/action-sale.action_quotations_with_onboarding/{order.id}", "som_promise_kit",
                        login="kit-seller")
