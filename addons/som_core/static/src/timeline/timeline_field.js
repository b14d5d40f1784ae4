import { Component } from "@odoo/owl";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The stages of an order from left to right, each with when it was reached and how far it has come. */
export class TimelineField extends Component {
    static template = "som_core.TimelineField";
    static props = { ...standardFieldProps };

    get stages() {
        return this.props.record.data[this.props.name] || [];
    }

    /** Date and time in the user's format and zone. */
    when(stage) {
        return stage.at ? toLocaleDateTimeString(deserializeDateTime(stage.at)) : "";
    }

    /** What a screen reader says for the state that others see as a colour. */
    stateLabel(stage) {
        return { done: _t("done"), partial: _t("partly done"), todo: _t("still to come") }[stage.state];
    }

    icon(stage) {
        return { done: "fa-check", partial: "fa-adjust", todo: "fa-circle-o" }[stage.state];
    }
}

registry.category("fields").add("som_timeline", {
    component: TimelineField,
    displayName: _t("Order timeline"),
    supportedTypes: ["jsonb", "json"],
});
