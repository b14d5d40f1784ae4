import { registry } from "@web/core/registry";

const STATE = (label) => `.o_statusbar_status .o_arrow_button_current:contains('${label}')`;
const GAINS = ".o_field_widget[name='changed_ids'] .o_data_row:has(td[name='change'].text-success)";
const LOSES = ".o_field_widget[name='changed_ids'] .o_data_row:has(td[name='change'].text-danger)";
const WHY = ".o_field_widget[name='explanation_html']";
const CONFIRM = ".modal-footer .btn-primary";

registry.category("web_tour.tours").add("som_allocation_apply", {
    steps: () => [
        {
            trigger: "button[data-menu-xmlid='sale.sale_order_menu']",
            run: "click",
        },
        {
            content: "Runs stand where the orders are",
            trigger: ".o-dropdown--menu a[data-menu-xmlid='som_allocation.menu_som_allocation_run']",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb:contains('Allocation Runs')",
        },
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='policy_id'] input",
            run: "edit Tour: Big",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Tour: Big ones first')",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_preview']",
            run: "click",
        },
        {
            trigger: STATE("Preview"),
        },
        {
            content: "Who gains, and how much",
            trigger: `${GAINS}:has(td[name='before']:contains('2.00')):has(td[name='after']:contains('8.00'))`,
        },
        {
            content: "Who loses, and how much",
            trigger: `${LOSES}:has(td[name='before']:contains('8.00')):has(td[name='after']:contains('2.00'))`,
        },
        {
            content: "Only those who lose",
            trigger: "button.oe_stat_button:has([name='loss_count']:contains('1'))",
            run: "click",
        },
        {
            trigger: ".o_facet_value:contains('Lose')",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row + .o_data_row)) td[name='order_id']",
            run: "click",
        },
        {
            content: "It says in a sentence what it gets",
            trigger: `.o_form_view ${WHY}:contains('gets 2 of the 8')`,
        },
        {
            content: "It says what stood ahead, and by which rule",
            trigger: `${WHY}:contains('What stood ahead'):contains('comes first by: Open value')`,
        },
        {
            content: "It says what would change it",
            trigger: `${WHY}:contains('What would change it') li:contains('6 Units more in stock')`,
        },
        {
            content: "Nothing is told to the customer before it is so",
            trigger: ".o_form_view:not(:has([name='customer_text']))",
        },
        {
            content: "Back to the run",
            trigger: ".breadcrumb-item:contains('ALLOC/')",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_statusbar_buttons button[name='action_apply']",
            run: "click",
        },
        {
            trigger: `.modal:contains('exactly as the preview shows') ${CONFIRM}`,
            run: "click",
        },
        {
            trigger: STATE("Applied"),
        },
        {
            content: "It says who applied it",
            trigger: ".o_field_widget[name='applied_by']:contains('tour-manager')",
        },
    ],
});

registry.category("web_tour.tours").add("som_allocation_undo", {
    steps: () => [
        {
            content: "It stands in the list as applied",
            trigger: ".o_list_view .o_data_row:contains('Tour: Big ones first'):contains('Applied') td[name='policy_id']",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_undo']",
            run: "click",
        },
        {
            trigger: `.modal:contains('given back') ${CONFIRM}`,
            run: "click",
        },
        {
            trigger: STATE("Undone"),
        },
        {
            content: "It says who undid it",
            trigger: ".alert:contains('Undone by'):contains('tour-manager')",
        },
    ],
});

registry.category("web_tour.tours").add("som_allocation_policy_preview", {
    steps: () => [
        {
            content: "A draft decides nothing, but can be tried",
            trigger: STATE("Draft"),
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_som_preview']",
            run: "click",
        },
        {
            trigger: STATE("Preview"),
        },
        {
            trigger: ".o_breadcrumb .breadcrumb-item:contains('Tour: Big ones first')",
            run: "click",
        },
        {
            content: "The policy leads to its runs",
            trigger: "button[name='action_open_runs']:contains('1')",
        },
    ],
});
