{
    "name": "Sales Order Allocation: Drop-Shipping",
    "summary": "Vendors who deliver straight to the customer, as places to ship from and in promise dates",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "license": "LGPL-3",
    "author": "SOM contributors",
    "depends": ["som_allocation", "stock_dropshipping"],
    "data": [
        "security/ir.model.access.csv",
        "views/som_sourcing_rule_views.xml",
        "views/som_sourcing_decision_views.xml",
        "views/purchase_order_views.xml",
        "wizards/som_sourcing_reject_vendor_views.xml",
    ],
    "auto_install": True,
}
