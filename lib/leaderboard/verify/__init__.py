"""Whether what is committed follows from the code, the seeds and itself.

Every module looks at one kind of evidence and gives :class:`lib.leaderboard.verify.result.Check`
objects; none of them writes. Most need no data, so that a bare clone is enough.
"""
