"""What no answer can beat, without solving anything."""


def least_cost(problem):
    """No answer that covers all there can be costs less than this: each item at its cheapest, and one shipment."""
    if not any(problem.reach.values()):
        return 0
    shipment = min((site.per_shipment for site in problem.sites.values()), default=0)
    return shipment + sum(_least_of(problem, item) for item in problem.items)


def _least_of(problem, item):
    """Lines and goods of an item at the least, and lateness by the earliest goods there are."""
    offers, sites = problem.suitable[item.id], problem.sites
    if not problem.reach[item.id]:
        return 0
    return (min(sites[offer.site].per_line for offer in offers)
            + problem.reach[item.id] * min(offer.per_step for offer in offers)
            + problem.late(item, min(offer.arrives for offer in offers)))
