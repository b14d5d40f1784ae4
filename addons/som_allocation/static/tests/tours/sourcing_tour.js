import { registry } from "@web/core/registry";

// wanted: 8; Here has 5 of them, North and South have all, North is the nearer
const PLACE = (name) => `.o_som_sourcing .card:has(.fs-5:contains('${name}'))`;
const SHIPS = (name) => `${PLACE(name)}:has(.badge:contains('ships'))`;
const BACK = ".o_breadcrumb .breadcrumb-item:not(.active) a:contains(/^S\\d+/)";
const MENU = (name) => `button[name='${name}']:visible`;

registry.category("web_tour.tours").add("som_sourcing_where", {
    steps: () => [
        {
            trigger: MENU("action_som_where_from"),
            run: "click",
        },
        {
            content: "What each warehouse could have of it",
            trigger: `.modal:has(${PLACE("Tour Here")}:contains('62 %')):has(${PLACE("Tour South")}:contains('100 %'))`,
        },
        {
            content: "The nearest that has all of it ships, and what that costs adds up",
            trigger: `.modal:has(.fs-4:contains('Tour North')) ${SHIPS("Tour North")}:contains('The shipment'):contains('17.00')`,
        },
        {
            content: "The others do not",
            trigger: `.modal:not(:has(${SHIPS("Tour South")})):not(:has(${SHIPS("Tour Here")}))`,
        },
        {
            content: "Nothing was written so far",
            trigger: ".modal-footer .btn:contains('Close')",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has(button[name='action_som_open_decisions']))",
        },
        {
            trigger: `body:not(:has(.modal)) ${MENU("action_confirm")}`,
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Sales Order')",
        },
        {
            trigger: "button[name='action_som_open_decisions']:contains('1')",
            run: "click",
        },
        {
            content: "The decision says who decided, when and why there",
            trigger: `.o_form_view:has([name='cause']:contains('Confirmed')) ${SHIPS("Tour North")}`,
        },
        {
            trigger: BACK,
            run: "click",
        },
        {
            trigger: "button[name='action_view_delivery']:contains('1')",
            run: "click",
        },
        {
            content: "It ships from the warehouse that was chosen",
            trigger: ".o_form_view:has(h1:contains('TNO/OUT/')) button[name='action_som_cannot_ship']:visible",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: "edit Damaged",
        },
        {
            trigger: ".modal-footer button[name='action_reject']",
            run: "click",
        },
        {
            content: "It ships no more",
            trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains('Cancelled')",
        },
        {
            trigger: BACK,
            run: "click",
        },
        {
            trigger: "button[name='action_som_open_decisions']:contains('2')",
            run: "click",
        },
        {
            content: "Both decisions stand, the later with what the warehouse said",
            trigger: ".o_list_view .o_data_row:contains('cannot ship: Damaged'):contains('Tour South') td[name='cause']",
            run: "click",
        },
        {
            trigger: `.o_form_view:has(${PLACE("Tour North")}:contains('Said that it cannot ship')) ${SHIPS("Tour South")}`,
        },
    ],
});
