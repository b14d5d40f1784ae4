import { registry } from "@web/core/registry";

const ROW = ".o_data_row:contains('TP-SCARCE')";

registry.category("web_tour.tours").add("som_safety_stock", {
    steps: () => [
        {
            trigger: `${ROW} td[name='product_min_qty']:contains('1.00')`,
        },
        {
            trigger: ".o_optional_columns_dropdown button",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o-dropdown-item:contains('Suggested Min')",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o-dropdown-item:contains('Basis')",
            run: "click",
        },
        {
            content: "A minimum is suggested, and on what it rests",
            trigger: `${ROW}:has(td[name='som_basis']:contains('20 days of demand'))`,
            run() {
                const minimum = parseFloat(this.anchor.querySelector("td[name='som_suggested_min']").textContent);
                if (!(minimum > 10)) {
                    throw new Error(`suggested: ${minimum}`);
                }
            },
        },
        {
            trigger: `${ROW} .o_list_record_selector input`,
            run: "click",
        },
        {
            trigger: ".o_cp_action_menus button:contains('Actions')",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains('Apply Suggested Min and Max')",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Changed: 1')",
        },
        {
            content: "The minimum is what was suggested",
            trigger: `${ROW}:not(:has(td[name='product_min_qty']:contains('1.00')))`,
            run() {
                const cell = (name) => this.anchor.querySelector(`td[name='${name}']`).textContent.trim();
                if (cell("product_min_qty") !== cell("som_suggested_min")) {
                    throw new Error(`min ${cell("product_min_qty")}, suggested ${cell("som_suggested_min")}`);
                }
            },
        },
    ],
});
