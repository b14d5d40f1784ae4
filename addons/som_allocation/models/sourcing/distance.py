from math import asin, cos, radians, sin, sqrt

EARTH = 6371.0088  #: mean radius, km


def located(partner):
    """Whether anybody has stored where an address is; 0, 0 lies in the sea."""
    return bool(partner.partner_latitude or partner.partner_longitude)


def great_circle(one, other):
    """Kilometres between two addresses as the crow flies; None where nobody knows where one of them is."""
    if not (located(one) and located(other)):
        return None
    north, south = radians(one.partner_latitude), radians(other.partner_latitude)
    east = radians(other.partner_longitude - one.partner_longitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))
