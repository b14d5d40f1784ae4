import { registry } from "@web/core/registry";

// wanted: 9, there are 2; a receipt brings 4 of them too late, the rest another warehouse has, if it is asked
const CURE = (kind, ...words) => `.o_field_widget[name='cure_ids'] .o_data_row:contains('${kind}')${
    words.map((word) => `:contains('${word}')`).join("")}`;

registry.category("web_tour.tours").add("som_shortage_board", {
    steps: () => [
        {
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_filter_menu .o_menu_item:contains('To Order')",
            run: "click",
        },
        {
            trigger: ".o_group_by_menu .o_menu_item:contains('Product')",
            run: "click",
        },
        {
            content: "A group says how much is short and what has to be ordered",
            trigger: ".o_group_header:contains('TP-SCARCE'):contains('7.00'):contains('3.00')",
            run: "click",
        },
        {
            trigger: ".o_data_row td[name='short_qty']:contains('7.00')",
            run: "click",
        },
        {
            content: "The form says what comes late, what is to be ordered, and that nothing is left over",
            trigger: ".o_form_view:has([name='late_qty']:contains('4.00')):has([name='to_order_qty']:contains('3.00')) [name='missing_qty']:contains('0.00')",
        },
        {
            content: "What would cure it: the receipt, if it came sooner, and another warehouse in time",
            trigger: `.o_form_view:has(${CURE("Expedite", "WH/IN/")} td[name='days']:contains('4')):has(${CURE("Transfer", "Tour Reserve")} td[name='days']:contains('0'))`,
        },
        {
            trigger: ".o_notebook .nav-link:contains('Who Waits')",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains('Ada Buyer'):contains('7.00'):contains('70.00')",
        },
        {
            trigger: ".o_notebook .nav-link:contains('What Would Cure It')",
            run: "click",
        },
        {
            trigger: `${CURE("Expedite")} button[name='action_open']`,
            run: "click",
        },
        {
            content: "The receipt itself, where its date is changed",
            trigger: ".o_form_view h1:contains('WH/IN/')",
        },
        {
            trigger: ".o_breadcrumb .breadcrumb-item:contains('Shortages')",
            run: "click",
        },
        {
            content: "Back on the board, as it was grouped",
            trigger: ".o_group_header:contains('TP-SCARCE')",
        },
        {
            trigger: ".o_data_row:contains('7.00') .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: "button[name='action_replenish']",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Replenishment asked for: 1')",
        },
        {
            content: "What nobody had ordered is on its way",
            trigger: ".o_view_nocontent:contains('No shortage to show')",
        },
    ],
});
