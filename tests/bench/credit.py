"""Exposure and limits of 10,000 customers with invoices, payments and orders, generated in SQL."""
import time

from odoo.tools import SQL

from tests.bench._rows import copied, picked

CUSTOMERS, ROUNDS = 10_000, 3
INVOICES, ORDERS = 6, 4  # of each customer; a third of the invoices are paid, a third overdue


def _templates(env):
    """One real invoice and one real order, to copy rows from."""
    product = env["product.product"].create({
        "name": "Bench", "type": "service", "list_price": 100, "taxes_id": False, "invoice_policy": "order"})
    goods = env["product.product"].create({
        "name": "Bench goods", "type": "consu", "is_storable": True, "list_price": 100, "taxes_id": False,
        "invoice_policy": "delivery"})
    partner = env["res.partner"].create({"name": "Bench"})
    invoice = env["account.move"].create({
        "move_type": "out_invoice", "partner_id": partner.id, "invoice_date": "2026-01-10",
        "invoice_line_ids": [(0, 0, {"product_id": product.id, "quantity": 1, "price_unit": 100, "tax_ids": False})]})
    invoice.action_post()
    order = env["sale.order"].create({"partner_id": partner.id, "order_line": [
        (0, 0, {"product_id": record.id, "product_uom_qty": 2}) for record in (product, goods)]})
    order.action_confirm()
    env.flush_all()
    return partner, invoice, order


def _generate(env):
    """:return: the customers"""
    partner, invoice, order = _templates(env)
    own = copied(env, "res_partner", partner.id, CUSTOMERS)
    env.cr.execute(SQL("UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", own))
    of = picked(own, SQL("number %% %s", CUSTOMERS))
    moves = copied(
        env, "account_move", invoice.id, CUSTOMERS * INVOICES, partner_id=of, commercial_partner_id=of,
        name=SQL("'BENCH/' || number"), access_token=SQL("NULL"), sequence_number=SQL("number"))
    of_move, third = picked(moves, SQL("number")), SQL("number / %s %% 3", CUSTOMERS)
    paid = SQL("(%s = 0)", third)
    for line in invoice.line_ids:
        residual = SQL("CASE WHEN %s THEN 0 ELSE source.amount_residual END", paid)
        copied(env, "account_move_line", line.id, CUSTOMERS * INVOICES, move_id=of_move, partner_id=of,
                amount_residual=residual, amount_residual_currency=residual, reconciled=paid,
                date_maturity=SQL("CURRENT_DATE + CASE WHEN %s = 1 THEN -20 ELSE 20 END", third))
    orders = copied(
        env, "sale_order", order.id, CUSTOMERS * ORDERS, name=SQL("'BENCH' || number"), partner_id=of,
        partner_invoice_id=of, partner_shipping_id=of, access_token=SQL("NULL"))
    for line in order.order_line:
        lines = copied(
            env, "sale_order_line", line.id, CUSTOMERS * ORDERS, order_id=picked(orders, SQL("number")))
        for move in line.move_ids:
            copied(env, "stock_move", move.id, CUSTOMERS * ORDERS, sale_line_id=picked(lines, SQL("number")),
                    picking_id=SQL("NULL"), partner_id=of)
    env.cr.commit()
    env.cr.execute("ANALYZE res_partner, account_move, account_move_line, sale_order, sale_order_line, stock_move")
    env.invalidate_all()
    return env["res.partner"].browse(own)


def _asked(env, partners):
    """Exposures and limits from a cold cache.

    :return: seconds, number of queries
    """
    env.invalidate_all()
    queries, started = env.cr.sql_log_count, time.perf_counter()
    exposures = env["som.credit"]._som_exposure(partners, env.company, env.company.currency_id)
    limits = env["som.credit"]._som_limits(partners, env.company)
    took = time.perf_counter() - started
    assert len(exposures) == len(limits) == len(partners)
    for exposure in exposures.values():
        assert (exposure.receivable, exposure.to_invoice, exposure.overdue) == (400, 1600, 200), exposure
    return took, env.cr.sql_log_count - queries


def run(env):
    partners = _generate(env)
    few = [_asked(env, partners[:10]) for _round in range(ROUNDS)]
    many = [_asked(env, partners) for _round in range(ROUNDS)]
    yield "credit.s_10k", round(sorted(seconds for seconds, _queries in many)[ROUNDS // 2], 3), "s"
    # the user's own record is read now and then, whoever is asked about: the least of some rounds
    yield "credit.queries", min(queries for _seconds, queries in many), "queries"
    yield "credit.queries_of_10", min(queries for _seconds, queries in few), "queries"
    yield "credit.ms_one", round(min(_asked(env, partners[n])[0] for n in range(10)) * 1000, 2), "ms"
