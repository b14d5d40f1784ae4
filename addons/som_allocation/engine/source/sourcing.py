"""source(items, sites, pools, offers, terms) → which sites ship an order, and how much each.

First as much worth as can be is covered, then it costs as little as can be: what is shipped, lines, goods, and days
that anything comes after it was wanted. Hard rules (what there is, whole steps, items that are not split, what a site
can take on, the most sites) are never broken. A good answer is made first; where nothing can beat it, it stands, else
HiGHS looks for the best there is, and what it says is measured again in whole numbers.
"""
from .bound import least_cost
from .exact import improve
from .greedy import greedy
from .problem import Problem
from .values import Share, Sourced


def source(items, sites, pools, offers, terms, seconds=1.0):
    """Which sites ship an order. The same for the same input, in whatever order it comes, unless the time runs out.

    :param items: ``values.Item``
    :param sites: ``values.Site``
    :param pools: ``values.Pool``
    :param offers: ``values.Offer``; of pools and sites at hand
    :param terms: ``values.Terms``
    :param float seconds: how long to look for something better than the first good answer
    :return: ``values.Sourced``, its shares in order of item and offer
    """
    problem = Problem(items, sites, pools, offers, terms)
    shares = greedy(problem)
    worth, cost = problem.measure(shares)
    exact = _beyond_doubt(problem, worth, cost)
    if not exact:
        shares, exact = improve(problem, shares, seconds)
        worth, cost = problem.measure(shares)
    return Sourced(tuple(Share(item, offer, ticks) for (item, offer), ticks in sorted(shares.items())),
                   worth, cost, exact)


def _beyond_doubt(problem, worth, cost):
    if not any(problem.suitable.values()):
        return True
    if problem.terms.all_or_nothing and any(
            problem.reach[item.id] < problem.steps(item) for item in problem.items):
        return True  # so nothing is sourced
    return worth == problem.all_worth and cost <= least_cost(problem)
