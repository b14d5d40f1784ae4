# A glue addon of methods and what they show: no data.  pylint: disable=manifest-required-key
{
    "name": "Sales Order Allocation: Production",
    "summary": "Promise dates from components, work centers and manufacturing orders",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "license": "LGPL-3",
    "author": "SOM contributors",
    "depends": ["som_allocation", "sale_mrp"],
    "auto_install": True,
    "assets": {
        "web.assets_backend": ["som_allocation_mrp/static/src/**/*"],
        "web.assets_tests": ["som_allocation_mrp/static/tests/tours/**/*"],
    },
}
