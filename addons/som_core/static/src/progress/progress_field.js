import { onWillUnmount, useEffect } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { progressBarField, ProgressBarField } from "@web/views/fields/progress_bar/progress_bar_field";

const REFRESH_MS = 2000;
/** States of a record whose work goes on in the background. */
const UNDER_WAY = ["running", "waiting"];

/** A progress bar that keeps itself up to date while the work of its record goes on in the background. */
export class LiveProgressField extends ProgressBarField {
    setup() {
        super.setup();
        useEffect(
            (state) => {
                browser.clearInterval(this.timer);
                if (UNDER_WAY.includes(state)) {
                    this.timer = browser.setInterval(() => this.props.record.load(), REFRESH_MS);
                }
            },
            () => [this.props.record.data.state]
        );
        onWillUnmount(() => browser.clearInterval(this.timer));
    }
}

registry.category("fields").add("som_progress", {
    ...progressBarField,
    component: LiveProgressField,
});
