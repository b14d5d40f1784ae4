import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const FILE = [
    "order,channel,customer,sku,quantity,price",
    "T-1,tour-web,TOUR-1,TOUR-SKU,2,10",
    "T-2,tour-web,TOUR-1,no-such-sku,1,10",
].join("\n");

/** A stage of the timeline, as it has to stand there. */
const stage = (name, state) => `.o_som_timeline li[data-stage='${name}'][data-state='${state}']`;

const openTimeline = [
    {
        content: "The order has a tab with its timeline",
        trigger: ".o_notebook .nav-link[name='som_timeline']",
        run: "click",
    },
];

registry.category("web_tour.tours").add("som_core_import", {
    steps: () => [
        {
            content: "Open the menu Orders of the Sales app",
            trigger: ".o_menu_sections [data-menu-xmlid='sale.sale_order_menu']",
            run: "click",
        },
        {
            content: "Import Orders stands in it",
            trigger: ".o-dropdown--menu [data-menu-xmlid='som_core.menu_som_import']",
            run: "click",
        },
        {
            content: "The list of imports is open: begin a new one",
            trigger: ".o_breadcrumb:contains('Order Imports')",
        },
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Choose a file",
            trigger: ".o_field_widget[name='content'] .o_select_file_button",
            async run() {
                const file = new File([FILE], "tour.csv", { type: "text/csv" });
                await inputFiles(".o_field_widget[name='content'] .o_input_file", [file]);
            },
        },
        {
            content: "The file is there: check it",
            trigger: ".o_field_widget[name='content'] input.o_input:value('tour.csv')",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_check']",
            run: "click",
        },
        {
            content: "The order that cannot be imported is named, with its row and the reason",
            trigger: ".o_field_widget[name='error_ids'] .o_data_row:contains('T-2'):contains('no-such-sku')",
        },
        {
            content: "Nothing but the bad one is held back",
            trigger: ".alert-warning:contains('orders would be rejected')",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_import']",
            run: "click",
        },
        {
            content: "One order came in: open the orders",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Done')",
        },
        {
            trigger: ".oe_stat_button[name='action_open_orders']:contains('1')",
            run: "click",
        },
        {
            content: "The order that was created",
            trigger: ".o_list_view .o_data_row .o_data_cell:contains('Tour Customer')",
            run: "click",
        },
        ...openTimeline,
        {
            content: "It was placed, and no more",
            trigger: stage("placed", "done"),
        },
        {
            trigger: stage("confirmed", "todo"),
        },
    ],
});

registry.category("web_tour.tours").add("som_core_timeline", {
    steps: () => [
        ...openTimeline,
        {
            content: "Nothing has happened to the quotation yet",
            trigger: stage("confirmed", "todo"),
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_confirm']",
            run: "click",
        },
        {
            content: "It is a sales order now",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Sales Order')",
        },
        {
            content: "The timeline shows it without a reload",
            trigger: stage("confirmed", "done"),
        },
        {
            trigger: stage("shipped", "todo"),
        },
    ],
});
