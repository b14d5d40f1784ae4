"""What was read of bills of materials, level by level."""


class Levels:
    """The products that were looked at, and how each is made."""

    def __init__(self):
        self.products = None  #: ``product.product``
        self.boms = None  #: ``mrp.bom``, all of them
        self.kits = {}  #: product → the bill of materials that it is sold and used by, in parts
        self.normal = {}  #: product → bills of materials that it is made by, first choice first

    def add(self, products, kits, normal):
        """:param kits: product → bill of materials
        :param normal: product → bills of materials
        """
        self.products = products if self.products is None else self.products | products
        found = products.env["mrp.bom"].union(*kits.values(), *normal.values())
        self.boms = found if self.boms is None else self.boms | found
        self.kits.update(kits)
        self.normal.update(normal)

    def bom(self, product, picking_type):
        """The one that native procurement takes: of the operation type, or of none; else any."""
        boms = self.together(self.normal.get(product, picking_type.env["mrp.bom"]))
        return next((bom for bom in boms if bom.picking_type_id in (picking_type, picking_type.browse())),
                    boms[:1])

    def together(self, boms):
        """Some of the bills of materials: what is read of one is read of all."""
        return boms.with_prefetch(self.boms._prefetch_ids)
