"""The best answer there is, by HiGHS: mixed-integer programs whose answers are made whole and measured again.

Two are solved: the greatest worth, then the least cost at that worth. Each binds quantities to whether a site ships
an item at all, and that to whether it ships anything; bounds are as tight as what there is. Where two answers are as
good, the same one is found for the same input: one thread, a fixed seed, everything in order of id.

Once it is settled who ships what, how much of it is a matter of flow, and mostly comes out whole by itself: whole
steps are asked for only where it does not.
"""
from collections import defaultdict
from math import gcd
from time import monotonic

try:
    import highspy
except ImportError:  # the greedy answer has to do
    highspy = None

#: What HiGHS may be off by before it calls a number whole.
TOLERANCE = 1e-9
#: What a number may be off by that is whole but for what was lost on the way.
NEARLY = 1e-6


def improve(problem, shares, seconds):
    """A better answer than one at hand, if there is one.

    :param dict shares: (item id, offer id) → ticks; keeps all rules
    :param float seconds: how long it may take
    :return: the best answer that was found, and whether nothing beats it
    """
    if highspy is None or seconds <= 0:
        return shares, False
    until = monotonic() + seconds
    worth, _cost = problem.measure(shares)
    model = _Model(problem)
    if worth < problem.all_worth:
        found, proved = model.solve(model.worths(), shares, until)
        shares = _better(problem, shares, found)
        if not proved or _worth(problem, shares) != _worth(problem, found):
            return shares, False
        worth = _worth(problem, shares)
    if not shares and problem.terms.all_or_nothing:
        return shares, True
    model.keep(worth)
    found, proved = model.solve(model.costs(), shares, until)
    shares = _better(problem, shares, found)
    return shares, proved and problem.measure(found) == problem.measure(shares)


def _worth(problem, shares):
    measured = problem.measure(shares)
    return measured and measured[0]


def _better(problem, shares, found):
    """Of two answers the better one; what HiGHS has found may break a rule once it is made whole."""
    measured = found is not None and problem.measure(found)
    if not measured:
        return shares
    worth, cost = problem.measure(shares)
    return found if (-measured[0], measured[1]) < (-worth, cost) else shares


class _Model:
    """The rules as rows, once for both programs."""

    def __init__(self, problem):
        self.problem = problem
        self.highs = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.0),
                            ("mip_abs_gap", 0.5), ("mip_feasibility_tolerance", TOLERANCE),
                            # the answer that it begins with is good already
                            ("mip_heuristic_run_rins", False), ("mip_heuristic_run_rens", False)):
            self.highs.setOptionValue(name, value)
        self._size = 0
        self._whole = []
        self._steps = {}  # (item, offer) → column: steps of it
        self._visits = {}  # (site, item) → column: whether it ships any of it
        self._ships = {site: self._column(1) for site in problem.sites}
        self._late = defaultdict(list)  # item, or None for all → [(moment, column: whether the last part is as late)]
        self._add_steps()
        self._add_limits()
        self._add_dates()

    def _column(self, most):
        self.highs.addCol(0.0, 0.0, float(most), 0, [], [])
        self.highs.changeColIntegrality(self._size, highspy.HighsVarType.kInteger)
        self._size += 1
        return self._size - 1

    def _row(self, columns, most, least=-float("inf")):
        """A row: columns with their factors; the whole of it in the smallest whole numbers."""
        self.highs.addRow(least, float(most), len(columns), list(columns), [float(x) for x in columns.values()])

    def _at_most(self, columns, most):
        if most is not None and columns:
            shared = gcd(*columns.values())
            self._row({column: factor // shared for column, factor in columns.items()}, most // shared)

    def _add_steps(self):
        problem = self.problem
        for item in problem.items:
            for offer in problem.suitable[item.id]:
                most = problem.steps(item, offer)
                if most:
                    column = self._steps[item.id, offer.id] = self._column(most)
                    self._row({column: 1, self._visit(offer.site, item.id): -most}, 0)

    def _visit(self, site, item):
        if (site, item) not in self._visits:
            column = self._visits[site, item] = self._column(1)
            self._row({column: 1, self._ships[site]: -1}, 0)
        return self._visits[site, item]

    def _add_limits(self):
        problem = self.problem
        of_item, of_pool, of_site = defaultdict(dict), defaultdict(dict), defaultdict(dict)
        for (item, number), column in self._steps.items():
            step, offer = problem.item[item].step, problem.offers[number]
            of_item[item][column] = 1
            of_pool[offer.pool][column] = step
            of_site[offer.site][column] = step
        self._of_item = of_item
        for item, columns in of_item.items():
            steps = problem.steps(problem.item[item])
            self._row(columns, steps, steps if problem.terms.all_or_nothing else 0)
        for pool, columns in of_pool.items():
            self._at_most(columns, problem.pools[pool].quantity)
        for site, columns in of_site.items():
            self._at_most(columns, problem.sites[site].quantity)
        for site in problem.sites.values():
            self._at_most({column: 1 for (at, _item), column in self._visits.items() if at == site.id}, site.lines)
        for item in problem.items:
            if item.whole:
                self._at_most({column: 1 for (_at, mine), column in self._visits.items() if mine == item.id}, 1)
        self._at_most({column: 1 for site, column in self._ships.items() if problem.sites[site].counts},
                      problem.terms.most_sites)

    def _add_dates(self):
        """Whether the last part comes as late as each moment at which something can come, and costs more for it."""
        problem = self.problem
        groups = defaultdict(dict)
        for (item, offer), column in self._steps.items():
            group = None if problem.terms.together else item
            arrives = problem.offers[offer].arrives
            if self._late_cost(group, item, arrives):
                groups[group].setdefault(arrives, []).append((column, problem.steps(
                    problem.item[item], problem.offers[offer])))
        for group, moments in groups.items():
            before = None
            for arrives in sorted(moments):
                late = self._column(1)
                self._late[group].append((arrives, late))
                for column, most in moments[arrives]:
                    self._row({column: 1, late: -most}, 0)
                if before is not None:
                    self._row({late: 1, before: -1}, 0)
                before = late

    def _late_cost(self, group, item, arrives):
        if group is None:
            return any(self.problem.late(one, arrives) for one in self.problem.items)
        return self.problem.late(self.problem.item[item], arrives)

    def worths(self):
        """Column → what it is worth; below zero, for the least is looked for."""
        factors = {column: -self.problem.item[item].worth * self.problem.item[item].step
                   for (item, _offer), column in self._steps.items()}
        return self._smallest(factors)

    def keep(self, worth):
        """Only answers of that worth count from now on."""
        if worth == self.problem.all_worth:
            for item, columns in self._of_item.items():
                self._row(columns, self.problem.reach[item], self.problem.reach[item])
            return
        factors = {column: -factor for column, factor in self.worths().items()}
        shared = gcd(*(self.problem.item[item].worth * self.problem.item[item].step
                       for item, _offer in self._steps)) if self._steps else 1
        if factors:
            self._row(factors, float("inf"), worth // shared)

    def costs(self):
        problem = self.problem
        factors = {column: problem.offers[offer].per_step for (_item, offer), column in self._steps.items()}
        factors |= {column: problem.sites[site].per_line for (site, _item), column in self._visits.items()}
        factors |= {column: problem.sites[site].per_shipment for site, column in self._ships.items()}
        factors |= self._date_costs()
        return self._smallest(factors)

    def _date_costs(self):
        """Each moment costs what it adds to the one before it."""
        factors = {}
        for group, moments in self._late.items():
            items = self.problem.items if group is None else [self.problem.item[group]]
            before = 0
            for arrives, column in moments:
                cost = sum(self.problem.late(item, arrives) for item in items)
                factors[column] = cost - before
                before = cost
        return factors

    def _smallest(self, factors):
        shared = gcd(*factors.values()) if factors else 0
        return {column: factor // (shared or 1) for column, factor in factors.items()}

    def solve(self, factors, start, until):
        """
        :return: the answer, made whole (None: there is none in time), and whether it was proved to be the best
        """
        for kind in (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger):
            for column in self._steps.values():
                self.highs.changeColIntegrality(column, kind)
            found, proved, is_whole = self._solve(factors, start, until)
            if is_whole:
                break
        return found, proved

    def _solve(self, factors, start, until):
        """As above, and whether the answer was whole as it was found."""
        left = until - monotonic()
        if left <= 0:
            return None, False, True
        for column in range(self._size):
            self.highs.changeColCost(column, float(factors.get(column, 0)))
        self.highs.setOptionValue("time_limit", left)
        self.highs.clearSolver()
        self._start(start)
        self.highs.run()
        status = self.highs.getModelStatus()
        if self.problem.terms.all_or_nothing and status == highspy.HighsModelStatus.kInfeasible:  # so nothing
            return {}, True, True
        if self.highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None, False, True
        values = list(self.highs.getSolution().col_value)
        proved = status == highspy.HighsModelStatus.kOptimal
        is_whole = all(abs(values[column] - round(values[column])) < NEARLY for column in self._steps.values())
        return {key: round(values[column]) * self.problem.item[key[0]].step
                for key, column in self._steps.items() if round(values[column])}, proved, is_whole

    def _start(self, shares):
        """Begin with the answer at hand."""
        problem, values = self.problem, [0.0] * self._size
        for (item, offer), ticks in shares.items():
            values[self._steps[item, offer]] = ticks // problem.item[item].step
            site, arrives = problem.offers[offer].site, problem.offers[offer].arrives
            values[self._visits[site, item]] = values[self._ships[site]] = 1.0
            for at, column in self._late.get(None if problem.terms.together else item, ()):
                if at <= arrives:
                    values[column] = 1.0
        solution = highspy.HighsSolution()
        solution.col_value = values
        self.highs.setSolution(solution)
