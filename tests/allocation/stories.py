"""Short snapshots told by hand: one product, one place, unless said otherwise."""
from engine.plan import plan
from engine.values import Demand, Holding, Policy, Product, Segment, Snapshot, Supply

ONE_SEGMENT = (Segment(1),)


def demand(number, wanted, held=0, **more):
    return Demand(number, more.pop("product", 1), more.pop("source", 1), wanted, held, **more)


def story(stock, *demands, segments=ONE_SEGMENT, starve_runs=0, starve_days=0, **more):
    """``stock``: ticks on one quant, or the supplies; what demands hold they hold on the first that has it."""
    supplies = (Supply(1, 1, 1, stock),) if isinstance(stock, int) else tuple(stock)
    holdings = tuple(Holding(each.id, each.id, _holds(each, supplies), each.held) for each in demands if each.held)
    products = more.pop("products", tuple(Product(product) for product in sorted({each.product for each in demands})))
    return Snapshot(tuple(demands), supplies, Policy(tuple(segments), starve_runs, starve_days), products=products,
                    holdings=holdings, **more)


def _holds(demand, supplies):
    return next(supply.id for supply in supplies if supply.product == demand.product)


def given_to(snapshot):
    """Demand → ticks it holds after the plan."""
    return {grant.demand: grant.quantity for grant in plan(snapshot).grants}


def reasons(snapshot):
    return {grant.demand: grant.reason for grant in plan(snapshot).grants}


def exceptions(snapshot):
    return {grant.demand for grant in plan(snapshot).grants if grant.exception}
