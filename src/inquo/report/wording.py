"""The table of sentences: every finding of a report is worded here and nowhere else.

A sentence hangs on what the finding is about and on how strong it is. The words in
braces are filled with names and numbers; ``narrative`` says which. A translation is
this file again, in another language; a test checks that its keys and words in braces agree.
"""

# ruff: noqa: E501 - a sentence is a line
from __future__ import annotations

from typing import Final

from inquo.records.finding import Strength

_E, _L, _P, _U = Strength.ESTABLISHED, Strength.LIKELY, Strength.POSSIBLE, Strength.UNDETERMINED

SENTENCES: Final[dict[tuple[str, Strength], str]] = {
    # The point at which the crosshair or the flash lies.
    ("aim", _E): "The point aimed at lies within {ce90} of {coordinates}, at 90 % confidence.",
    ("aim", _L): "The point aimed at probably lies within {ce90} of {coordinates}, at 90 % confidence if the match is right.",
    ("aim", _P): "The point aimed at may lie within {ce90} of {coordinates}; the match is too weak to say more.",
    ("aim", _U): "Where this is has not been determined: {reason}.",
    # The same, when no aim point was found and the middle of the picture is placed instead.
    ("centre", _E): "The middle of the picture lies within {ce90} of {coordinates}, at 90 % confidence.",
    ("centre", _L): "The middle of the picture probably lies within {ce90} of {coordinates}, at 90 % confidence if the match is right.",
    ("centre", _P): "The middle of the picture may lie within {ce90} of {coordinates}; the match is too weak to say more.",
    ("centre", _U): "Where this is has not been determined: {reason}.",
    # Which mapped building stands there.
    ("facility", _E): "That place is on the mapped outline of {name} ({kind}), with probability {probability}.",
    ("facility", _L): "That place is most probably on the mapped outline of {name} ({kind}), with probability {probability}; next is {next}, with {next_probability}.",
    ("facility", _P): "That place is consistent with {name} ({kind}), with probability {probability}, but {next} is not excluded, with {next_probability}.",
    ("facility", _U): "Which mapped building stands there has not been determined: the most probable answer, {name} ({kind}), has probability {probability}, and {next} has {next_probability}.",
    # The most probable answer is ground that no list of facilities maps.
    ("unmapped", _E): "No mapped facility stands there: the probability that it is other ground is {probability}.",
    ("unmapped", _L): "Most probably no mapped facility stands there: the probability that it is other ground is {probability}; next is {next}, with {next_probability}.",
    ("unmapped", _P): "Whether a mapped facility stands there is open: other ground has probability {probability}, {next} has {next_probability}.",
    ("unmapped", _U): "Whether a mapped facility stands there has not been determined: other ground has probability {probability}, {next} has {next_probability}.",
    # The frame in which an explosion is first seen.
    ("impact", _L): "What looks like an explosion is first seen {time} into the footage, at frame {frame}, give or take {margin}.",
    ("impact", _U): "No explosion has been made out in these frames: {reason}.",
    # Why two shots are one site.
    ("same-site", _E): "Shots {shots} show the same site.",
    ("same-site", _L): "Shots {shots} probably show the same site.",
    # A shot that was placed through another one.
    ("chain", _L): "Shot {shot} was not placed by itself but through shot {through}, which shows the same ground; its error includes that step.",
}  # fmt: skip

STRENGTHS: Final[dict[Strength, str]] = {
    Strength.ESTABLISHED: "Established",
    Strength.LIKELY: "Probable",
    Strength.POSSIBLE: "Possible",
    Strength.UNDETERMINED: "Not determined",
}

UNMAPPED: Final = "ground that no list of facilities maps"
NO_FACILITY_LIST: Final = "no list of facilities was given"
NO_ANSWER: Final = "no answer reaches a probability of 50 %"
NO_COMPOSITE: Final = "no composite could be made"
NO_NEXT: Final = "no other answer"

INVENTED: Final = "Invented place. Nothing in this report happened."

NUMBERS: Final[tuple[tuple[str, str], ...]] = (
    (
        "CE90, the error circle",
        "The radius of the circle around a placed point that holds the true point with a probability of 90 %. One time in ten the true point lies outside it. It includes the error of the fit, of the aim point in the picture, and of the imagery itself.",
    ),
    (
        "Error ellipse",
        "The same 90 %, with its direction: where the error is larger one way than the other, the ellipse is long that way.",
    ),
    (
        "Control and check points",
        "Points found in both pictures. The fit uses the control points alone; the check points were held out, so their misses show how good the fit is where it was not told the answer.",
    ),
    (
        "Check-point error (RMSE)",
        "The root mean square of the distances, in metres on the ground, by which the fit misses the check points.",
    ),
    (
        "Expected false matches",
        "How many places as good as this one a search of the same size would find by chance, where the true place is not on the imagery. It is measured against places that are known to be wrong. The smaller, the stronger.",
    ),
    (
        "Score",
        "How alike the structure of the two pictures is at a pose, from 0 (nothing in common) to 1. A score by itself proves nothing: compare it with the next best.",
    ),
    (
        "Probability of a facility",
        "The share of the error ellipse that falls on the mapped outline of each facility, and on ground that none maps. It says which mapped building stands at the place, not whether it was in use, protected, or meant.",
    ),
    (
        "Lead",
        "A place that the picture resembles but that failed a check. It is somewhere to look, never a finding.",
    ),
)

STRENGTH_MEANINGS: Final[dict[Strength, str]] = {
    Strength.ESTABLISHED: "Place: at most one false match expected in 1,000 searches, and the shot was placed by itself. Facility: probability at least 95 %, at a place that is established.",
    Strength.LIKELY: "Place: at most one false match in 100 searches, or placed through another shot of the same site, or on points that a person set. Facility: probability at least 80 %.",
    Strength.POSSIBLE: "Place: weaker than that. Facility: probability at least 50 %.",
    Strength.UNDETERMINED: "Place: a check was failed; the reason is given. Facility: no answer reaches 50 %.",
}

LIMITS: Final[tuple[str, ...]] = (
    "A placement says where the camera looked. It does not say who fired, why, when, or with what effect.",
    "The footage has not been authenticated: editing, mirroring or staging before publication are not excluded by a match.",
    "The ground is taken to be flat under each picture. Tall buildings lean in oblique views, and points on roofs are displaced by their height.",
    "A list of facilities is as complete as whoever made it. A building that it leaves out appears here as unmapped ground.",
    "A facility on the map is not a witness: it may have been mapped, renamed or given its use after the event.",
    "The imagery is of another date than the footage. What stood, and what was destroyed, may differ between them.",
)
