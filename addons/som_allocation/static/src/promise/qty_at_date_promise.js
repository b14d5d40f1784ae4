import { patch } from "@web/core/utils/patch";
import { QtyAtDateWidget, qtyAtDateWidget } from "@sale_stock/widgets/qty_at_date_widget";

// where dates are promised, the availability of a line shows the promise: when, and from what
qtyAtDateWidget.fieldDependencies.push({ name: "som_promise_info", type: "json" });

patch(QtyAtDateWidget.prototype, {
    initCalcData() {
        super.initCalcData();
        const promise = this.props.record.data.som_promise_info;
        if (promise) {
            this.calcData.forecasted_issue = promise.late;
        }
    },
});
