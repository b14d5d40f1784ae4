import { patch } from "@web/core/utils/patch";
import { QtyAtDatePopover, QtyAtDateWidget } from "@sale_stock/widgets/qty_at_date_widget";

// Odoo hides the availability of kits, for it forecasts products alone; what is promised of a kit is known, in kits
patch(QtyAtDateWidget.prototype, {
    get isShown() {
        const { display_qty_widget, som_promise_info } = this.props.record.data;
        return display_qty_widget || Boolean(som_promise_info && som_promise_info.kit);
    },
});

patch(QtyAtDatePopover.prototype, {
    get isKit() {
        const { som_promise_info } = this.props.record.data;
        return Boolean(som_promise_info && som_promise_info.kit);
    },
});
