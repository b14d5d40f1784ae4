import hashlib
import json

from odoo import models


class SomAllocationPolicy(models.Model):
    """A policy as it stands, remembered: which rules a run followed can be read years later."""

    _inherit = "som.allocation.policy"

    def _som_version(self):
        """The version that says what the policy says now; a new one where the latest says something else.

        Two who make one at once both write its number to the policy: the second begins again and finds the first's.

        :return: ``som.allocation.policy.version``
        """
        self.ensure_one()
        policy = self.sudo()  # sudo: whoever starts a run leaves behind by which rules it went
        definition = json.dumps(
            policy._som_definition(), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=sorted)
        sha256 = hashlib.sha256(definition.encode()).hexdigest()
        latest = self.env["som.allocation.policy.version"].sudo().search(  # sudo: as above
            [("policy_id", "=", self.id)], order="number desc", limit=1)
        if latest.sha256 != sha256:
            policy.version_number += 1
            policy.flush_recordset(["version_number"])
            latest = latest.create(policy._prepare_version(definition, sha256))
        return latest.with_env(self.env)

    def _prepare_version(self, definition, sha256):
        return {"policy_id": self.id, "company_id": self.company_id.id, "number": self.version_number,
                "definition": definition, "sha256": sha256}

    def _som_definition(self):
        """Everything by which the policy decides, as plain values."""
        return {
            "company": self.company_id.id,
            "warehouses": sorted(self.warehouse_ids.ids),
            "minimum_fill": self.minimum_fill, "starve_runs": self.starve_runs, "starve_days": self.starve_days,
            "segments": [segment._som_definition() for segment in self._som_segments()],
        }
