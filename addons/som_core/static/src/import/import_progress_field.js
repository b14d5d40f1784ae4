import { onWillUnmount, useEffect } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { progressBarField, ProgressBarField } from "@web/views/fields/progress_bar/progress_bar_field";

const REFRESH_MS = 2000;

/** A progress bar that keeps itself up to date while the import runs in the background. */
export class ImportProgressField extends ProgressBarField {
    setup() {
        super.setup();
        useEffect(
            (state) => {
                browser.clearInterval(this.timer);
                if (state === "running") {
                    this.timer = browser.setInterval(() => this.props.record.load(), REFRESH_MS);
                }
            },
            () => [this.props.record.data.state]
        );
        onWillUnmount(() => browser.clearInterval(this.timer));
    }
}

registry.category("fields").add("som_import_progress", {
    ...progressBarField,
    component: ImportProgressField,
});
