import { registry } from "@web/core/registry";

const BANNER = ".alert[name='som_held']";

registry.category("web_tour.tours").add("som_core_hold", {
    steps: () => [
        {
            content: "Nothing holds the quotation as long as nobody asks",
            trigger: `.o_form_view:not(:has(${BANNER})) .o_statusbar_buttons button[name='action_confirm']`,
            run: "click",
        },
        {
            content: "It is held, and says why",
            trigger: `${BANNER}:contains('Too big for a tour: ask first.')`,
        },
        {
            content: "It says what becomes of it",
            trigger: `${BANNER} [name='som_hold_title']:contains('confirmed as soon as it is released')`,
        },
        {
            content: "It is still a quotation",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Quotation')",
        },
        {
            trigger: `${BANNER} button[name='action_som_waive']`,
            run: "click",
        },
        {
            content: "Who waives sees what, and has to say why",
            trigger: ".modal .o_field_widget[name='hold_ids'] .o_data_row:contains('Too big for a tour')",
        },
        {
            trigger: ".modal .o_field_widget[name='reason'] textarea",
            run: "edit Agreed by phone",
        },
        {
            trigger: ".modal-footer button[name='action_waive']",
            run: "click",
        },
        {
            content: "It is a sales order now",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Sales Order')",
        },
        {
            content: "Nothing holds it any more",
            trigger: `.o_form_view:not(:has(${BANNER})) button[name='action_som_open_holds']:contains('1')`,
        },
    ],
});
