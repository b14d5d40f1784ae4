import json

from markupsafe import Markup

from odoo import api, fields, models

#: What policies, segments and their sort keys remember under another name than their field's.
FIELDS = {"field": "field_path"}


class SomAllocationPolicyVersion(models.Model):
    """What a version said, in the words of its policy's screen."""

    _inherit = "som.allocation.policy.version"

    summary = fields.Html(string="In Plain Words", compute="_compute_summary", sanitize=False)

    @api.depends("definition")
    @api.depends_context("lang")
    def _compute_summary(self):
        for version in self:
            version.summary = version._som_words(json.loads(version.definition))

    def _som_words(self, definition):
        """:param dict definition: as ``som.allocation.policy._som_definition`` has it"""
        policy = self.env["som.allocation.policy"].new(self._som_policy_values(definition))
        return Markup("<p>%s</p><ol>%s</ol><p>%s</p>") % (
            policy._som_words_where(),
            Markup("").join(self._som_segment_words(segment) for segment in policy.segment_ids),
            Markup("<br/>").join(policy._som_words_of_all_segments()))

    def _som_policy_values(self, definition):
        """Values of a policy that is never saved: it only has words for what it would do."""
        places = self.env["stock.warehouse"].browse(definition["warehouses"]).exists()
        return {
            "company_id": definition["company"], "warehouse_ids": [(6, 0, places.ids)],
            **{name: definition[name] for name in ("minimum_fill", "starve_runs", "starve_days")},
            "segment_ids": [(0, 0, {
                **{name: segment[name] for name in ("name", "strategy", "sharing", "share_cap")},
                "sequence": number, "domain": repr(segment["domain"]),
                "sort_ids": [(0, 0, {"sequence": place, **{FIELDS.get(name, name): key[name] for name in key}})
                             for place, key in enumerate(segment["sort"])],
            }) for number, segment in enumerate(definition["segments"])]}

    @api.model
    def _som_segment_words(self, segment):
        condition = Markup("") if segment.takes_all else Markup("<br/><code>%s</code>") % segment.domain
        return Markup("<li><strong>%s</strong> – %s%s</li>") % (segment.name or "", segment.words or "", condition)
