import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Two customers side by side; what is the same stands back, what differs stands out. */
export class ComparisonField extends Component {
    static template = "som_core.ComparisonField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get value() {
        return this.props.record.data[this.props.name] || { ids: [], names: [], rows: [] };
    }

    open(id) {
        this.action.doAction({ type: "ir.actions.act_window", res_model: "res.partner", res_id: id, views: [[false, "form"]] });
    }
}

registry.category("fields").add("som_comparison", {
    component: ComparisonField,
    displayName: _t("Two customers side by side"),
    supportedTypes: ["jsonb", "json"],
});
