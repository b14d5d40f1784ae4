import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * How much of a credit limit, the field's own value, is used: a bar that never leaves its frame, and the percentage
 * beside it. The option `used` names the field with what is owed.
 */
export class CreditBarField extends Component {
    static template = "som_core.CreditBarField";
    static props = { ...standardFieldProps, usedField: String };

    get used() {
        const { data } = this.props.record;
        const limit = data[this.props.name];
        return limit ? Math.round((100 * data[this.props.usedField]) / limit) : 0;
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

registry.category("fields").add("som_credit_bar", {
    component: CreditBarField,
    supportedTypes: ["monetary"],
    extractProps: ({ options }) => ({ usedField: options.used }),
});
