# A glue addon of methods alone: no data.  pylint: disable=manifest-required-key
{
    "name": "Sales Order Allocation: Purchase",
    "summary": "Promise dates, shortages and reordering rules that know of purchase orders and requests",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "license": "LGPL-3",
    "author": "SOM contributors",
    "depends": ["som_allocation", "purchase_stock"],
    "auto_install": True,
}
