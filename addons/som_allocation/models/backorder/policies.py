"""What happens to the rest of an order that ships in part, and how that reads together with when it ships."""

REST_POLICIES = [
    ("backorder", "Backorder without a question"),
    ("cancel", "Cancel the rest"),
]

REST_HELP = (
    "What happens to goods that are not there when the others ship.\n"
    "Backorder: they follow as soon as they can, nobody is asked.\n"
    "Cancel: they are taken off the order; what was ordered stays on record.\n")


def shipping_sentence(env, when, minimum_fill, rest):
    """The shipping policy in a sentence or two.

    :param str when: native ``picking_policy``: ``direct`` or ``one``
    :param float minimum_fill: percent of the open value, 0 for none
    :param str rest: one of ``REST_POLICIES``, or False
    """
    if when == "one":
        sentence = env._("Ships when everything is there.")
    elif minimum_fill:
        sentence = env._("Ships as soon as %s %% of the open value can ship together.", f"{minimum_fill:g}")
    else:
        sentence = env._("Ships what is there.")
    rests = {
        "backorder": env._("The rest follows as a backorder."),
        "cancel": env._("The rest is cancelled."),
    }
    return f"{sentence} {rests.get(rest) or env._('For the rest, the transfer’s operation type decides.')}"
