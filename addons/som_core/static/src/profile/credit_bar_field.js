import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** How much of a credit limit is used: a bar that never leaves its frame, and the percentage beside it. */
export class CreditBarField extends Component {
    static template = "som_core.CreditBarField";
    static props = { ...standardFieldProps };

    get used() {
        return Math.round(this.props.record.data[this.props.name] || 0);
    }

    get width() {
        return Math.min(Math.max(this.used, 0), 100);
    }

    get tone() {
        if (this.used > 100) {
            return "danger";
        }
        return this.used > 80 ? "warning" : "success";
    }
}

registry.category("fields").add("som_credit_bar", { component: CreditBarField, supportedTypes: ["float"] });
