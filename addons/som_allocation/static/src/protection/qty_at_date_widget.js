import { qtyAtDateWidget } from "@sale_stock/widgets/qty_at_date_widget";

// says in the availability of a line how much of the stock is kept for other orders
qtyAtDateWidget.fieldDependencies.push({ name: "som_kept_for_others", type: "float" });
