"""Who has a say in a native method: what is asked once for many may pass by nobody."""


def only(records, method, *modules):
    """Whether a method of a model is that of some modules alone: extended by no other, and patched by nobody.

    :param records: of the model
    """
    model = records.env.registry[records._name]
    if method in vars(model):  # set on the model while Odoo runs, as automation rules do
        return False
    found = {vars(kind).get("_module") for kind in model.__mro__ if method in vars(kind)}
    return found <= {None, *modules}  # None: what every model has
