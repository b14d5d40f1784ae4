{
    "name": "Sales Order Allocation",
    "summary": "Scarce stock goes to the right order, by your rules, and everybody can see why",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "license": "LGPL-3",
    "author": "SOM contributors",
    "depends": ["som_core"],
    "data": [
        "security/ir.model.access.csv",
        "security/som_allocation_policy_security.xml",
        "security/som_allocation_run_security.xml",
        "data/som_allocation_data.xml",
        "data/ir_cron.xml",
        "views/som_allocation_run_line_views.xml",
        "views/som_allocation_run_views.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
