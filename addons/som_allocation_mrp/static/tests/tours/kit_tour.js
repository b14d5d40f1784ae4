import { registry } from "@web/core/registry";

// wanted: 3 kits of two pieces and a board each; there is one board, ten come
registry.category("web_tour.tours").add("som_promise_kit", {
    steps: () => [
        {
            content: "The availability of a kit is shown where its promise is known",
            trigger: ".o_data_row:contains('TP-KIT') .fa-area-chart:not(.invisible)",
            run: "click",
        },
        {
            content: "In kits, and without Odoo's forecast, which knows none of them",
            trigger: ".o_popover:has(.o_som_promise tr:contains('1 Units'):contains('in stock'))"
                + ":has(.o_som_promise tr:contains('2 Units'):contains('WH/IN/')):not(:has(button:contains('Forecast')))"
                + ":not(:contains('Forecasted Stock'))",
        },
        {
            content: "Other goods have all of it",
            trigger: ".o_data_row:contains('TP-BOARD') .fa-area-chart:not(.invisible)",
            run: "click",
        },
        {
            trigger: ".o_popover:has(button:contains('Forecast')):has(.o_som_promise):contains('Forecasted Stock')",
        },
    ],
});
