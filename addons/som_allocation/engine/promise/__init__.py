"""When goods can be there: pure values in, pure values out.

``values`` holds what goes in and comes out, ``pool`` the goods in order of date, ``promising`` decides who draws on
which of them, ``protect`` sets aside what is kept for some, ``shipping`` turns the moment goods are ready into the day
they are with the customer, and back.
"""
