"""Who gets scarce stock: pure values in, pure values out.

Nothing here imports Odoo, reads a clock or draws a random number: the same snapshot gives the same plan, byte for
byte. ``values`` holds what goes in and comes out, ``plan`` decides who gets how much, ``layout`` from which quants.
"""
