"""Feasible recruitment: what all figures of one measure allow together, month by month.

Every figure becomes one or two constraints on how many persons of a population were taken in
between two days (the mart ``recruitment_constraints``). ``space`` lays out what can be counted
apart, ``allowed`` holds the constraints against each other by linear programming, ``disputes``
finds those that cannot all hold, and ``bands`` fills the marts ``recruitment_monthly`` and
``recruitment_conflicts``.
"""
