import { toLocaleDateString } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";

const { DateTime } = luxon;

// the goods: 4 in stock, the rest with a receipt in five days, that is put off to the eighth
const day = (days) => toLocaleDateString(DateTime.now().plus({ days }));
const EARLIEST = ".o_inner_group .o_field_widget[name='som_earliest_date']";
const PROMISED = ".o_inner_group .o_field_widget[name='som_promised_date']";
const STATE = ".o_inner_group .o_field_widget[name='som_promise_state']";
const AVAILABILITY = ".o_data_row .o_widget_qty_at_date_widget a";
const PART = (...words) => `tr${words.map((word) => `:contains('${word}')`).join("")}`;
const ROW = (...words) => `.o_field_widget[name='som_milestone_ids'] .o_data_row${
    words.map((word) => `:contains('${word}')`).join("")}`;

registry.category("web_tour.tours").add("som_promise_confirm", {
    steps: () => [
        {
            content: "The quotation says when all of it can be with the customer",
            trigger: `${EARLIEST}:contains('${day(5)}'):not(:has(.text-danger)):not(.text-danger)`,
        },
        {
            trigger: AVAILABILITY,
            run: "click",
        },
        {
            content: "And why: what is in stock, and what comes with which receipt",
            trigger: `.o_som_promise:contains('With the customer on'):has(${PART("4 Units", "in stock")})`
                + `:has(${PART("4 Units", "WH/IN/")})`,
        },
        {
            content: "The customer wants it tomorrow",
            trigger: ".o_inner_group .o_field_widget[name='som_requested_date'] input",
            run: "edit +1d && press Tab",
        },
        {
            content: "That cannot be: the date stays, and is red",
            trigger: `${EARLIEST}.text-danger:contains('${day(5)}'), ${EARLIEST} .text-danger:contains('${day(5)}')`,
        },
        {
            trigger: AVAILABILITY,
            run: "click",
        },
        {
            trigger: ".o_som_promise .text-danger:contains('wanted on')",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_confirm']:visible",
            run: "click",
        },
        {
            content: "What can be kept is promised",
            trigger: `.o_form_view:has(${STATE}:contains('On Time')) ${PROMISED}:contains('${day(5)}')`,
        },
        {
            content: "What was asked for is kept apart from it",
            trigger: ".o_inner_group .o_field_widget[name='som_requested_date']",
            run() {
                const asked = this.anchor.querySelector("input")?.value || this.anchor.textContent;
                if (!asked.includes(day(1))) {
                    throw new Error(`requested: ${asked}, not ${day(1)}`);
                }
            },
        },
    ],
});

registry.category("web_tour.tours").add("som_promise_moved", {
    steps: () => [
        {
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_filter_menu .o_menu_item:contains('Promise at Risk')",
            run: "click",
        },
        {
            content: "Only the order whose promise moved",
            trigger: ".o_list_view:not(:has(.o_data_row + .o_data_row)) .o_data_row td[name='partner_id']:contains('Ada')",
            run: "click",
        },
        {
            content: "It is promised for a later day",
            trigger: `.o_form_view:has(${STATE}:contains('Later than First Promised')) ${PROMISED}:contains('${day(8)}')`,
        },
        {
            content: "The salesperson has something to do, and is told why",
            trigger: ".o-mail-Activity:contains('What was promised comes later'):contains('WH/IN/'):contains('planned for')",
        },
        {
            trigger: ".o_notebook .nav-link:contains('Timeline')",
            run: "click",
        },
        {
            content: "The ledger keeps what was promised first",
            trigger: ROW("Promised", day(5), "Confirmed"),
        },
        {
            content: "And what it was changed to, with the cause",
            trigger: ROW("Promised", day(8), "planned for"),
        },
    ],
});
