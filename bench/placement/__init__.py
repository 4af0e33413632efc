"""How well footage is placed: recall, false placements, calibration, speed, beside named baselines.

Reading order: `question` (what is asked and answered), `look` (how footage is made to look),
`sets` (real data with truth), `decoys` (grounds without the place), `methods` (who answers),
`statistics` and `verdict` (what the answers are worth), `run`, `table`, `plot`.
"""
