import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const REFRESH_MS = 2000;
const LINE = { width: 240, height: 60 };

/** The health of a company's data: a score, a card for each kind of finding, and the run under way. */
export class DataHealth extends Component {
    static template = "som_core.DataHealth";
    static components = { Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Data Health");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ data: null });
        this.cards = {
            duplicate: {
                title: _t("Likely duplicate customers"), icon: "fa-clone",
                fix: _t("Merge them, or say that they are not the same."),
            },
            address: {
                title: _t("Incomplete addresses"), icon: "fa-map-marker",
                fix: _t("Type what is missing into the list."),
            },
            product: {
                title: _t("Obsolete products"), icon: "fa-cube",
                fix: _t("Archive or discontinue what nobody buys."),
            },
            price: {
                title: _t("Price rules to mend"), icon: "fa-tags",
                fix: _t("Overlapping, never applied, or below cost."),
            },
        };
        onWillStart(() => this.load());
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    /** Read the state; again in a moment for as long as a run is under way. */
    async load() {
        browser.clearTimeout(this.timer);
        this.state.data = await this.orm.silent.call("som.health.run", "som_dashboard", []);
        if (this.state.data.running) {
            this.timer = browser.setTimeout(() => this.load(), REFRESH_MS);
        }
    }

    async start() {
        await this.orm.call("som.health.run", "action_start", []);
        await this.load();
    }

    open(card) {
        return this.action.doAction(card.action);
    }

    openHistory() {
        return this.action.doAction("som_core.action_som_health_run");
    }

    when(value) {
        return value ? formatDateTime(deserializeDateTime(value)) : "";
    }

    get scoreClass() {
        const score = this.state.data.score;
        return score >= 90 ? "text-success" : score >= 70 ? "text-warning" : "text-danger";
    }

    /** The scores of the last runs, from the lowest to the highest of them: on 0 to 100 a good week would look flat. */
    get range() {
        const scores = this.state.data.history.map((row) => row.score);
        return { low: Math.min(...scores), high: Math.max(...scores) };
    }

    get rangeText() {
        const { low, high } = this.range;
        return _t("From %(low)s to %(high)s in the last %(runs)s runs.", {
            low: low.toFixed(1), high: high.toFixed(1), runs: this.state.data.history.length,
        });
    }

    /** The score of the last runs as points of an SVG line. */
    get line() {
        const rows = this.state.data.history;
        const { low, high } = this.range;
        const step = LINE.width / Math.max(1, rows.length - 1);
        const height = (score) => (high > low ? LINE.height * (1 - (score - low) / (high - low)) : LINE.height / 2);
        return rows.map((row, at) => `${(at * step).toFixed(1)},${height(row.score).toFixed(1)}`).join(" ");
    }
}

registry.category("actions").add("som_data_health", DataHealth);
