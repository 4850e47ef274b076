"""Where country and regime differ: identity numbers, clocks, help lines, formats.

Plain Python and data files. Texts that people read are Swedish message ids; whoever
shows them translates them.
"""
