"""One page that shows a calibration: self-contained, nothing is loaded from elsewhere."""

import base64
from pathlib import Path

from lib.catalogue.calibrate import BUDGET
from lib.catalogue.calibration_json import Calibration
from lib.catalogue.figures import base_rates, distributions, roc_pr
from lib.catalogue.sentences import rate_words, scan_sentence, share_words, two_steps
from lib.core.templates import template
from lib.report import style
from lib.report.wording import number, percent
from lib.thresholds.similarities import RISING

_TEMPLATES = Path(__file__).parent / "templates"


def calibration_page(found: Calibration) -> str:
    """Write the report of a calibration.

    Parameters
    ----------
    found : Calibration

    Returns
    -------
    str
        HTML with its pictures inside; the same for the same calibration.
    """
    return template(
        _TEMPLATES,
        "calibration.html.j2",
        score=number,
        percent=percent,
        share=lambda rate: share_words(rate, found.threshold.rate_of),
        value="{:.6g}".format,
    ).render(
        c=found,
        record=found.threshold,
        sign="≥" if RISING[found.threshold.similarity] else "≤",
        points=[
            (
                "recommended",
                "a point estimate: the most recall that reaches the target here, and the highest "
                "threshold that has it",
                found.recommended,
            ),
            ("certified", "the most recall that does so with confidence", found.certified),
            ("50/50 threshold", "what a set with as many true as false pairs asks", found.balanced),
            ("lowest", "the same recall as the recommended, at the foot of its gap", found.point),
        ],
        verdict=verdict_sentence(found),
        rate=rate_words(found.threshold),
        scan=scan_sentence(found, found.scan) if found.scan else "",
        two_steps=two_steps(found),
        budget=BUDGET,
        pictures={
            name: base64.b64encode(style.png(draw(found))).decode()
            for name, draw in (
                ("distributions", distributions),
                ("roc_pr", roc_pr),
                ("base_rates", base_rates),
            )
        },
        ink=style.INK,
        muted=style.MUTED,
        faint=style.FAINT,
        alarm=style.ALARM,
    )


def verdict_sentence(found: Calibration) -> str:
    """Say what is promised, or what it would take, and the assumption."""
    target = f"precision of at least {found.threshold.min_precision:g}"
    rate = f"a base rate of {rate_words(found.threshold)}"
    if found.certified is not None:
        return (
            f"Certified: at {rate} the certified threshold has a {target} with "
            f"{percent(found.confidence)} confidence, provided that {found.verdict.assumption}."
        )
    needed = found.verdict.negatives_needed
    take = (
        f" It would take about {needed:,.0f} independent false pairs, if the rates stay as they "
        "look."
        if needed
        else ""
    )
    return (
        f"Not certifiable at {rate}, {target}: {found.verdict.reason}.{take} The assumption is "
        f"that {found.verdict.assumption}."
    )
