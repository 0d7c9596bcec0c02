"""The subcommand ``pool``: a pooled result in words or as JSON."""

from __future__ import annotations

import argparse
import json
import sys

from adempauze.evidence import reading
from adempauze.evidence.meta import METHODS, PoolingError, obstacles
from adempauze.evidence.pool import domains, members, pool_domain
from adempauze.evidence.pool_words import describe, other_run, side_by_side_line
from adempauze.messages import LANGUAGES, table

NAME = "pool"
HELP = "pool the effects of one domain and show the parts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("domain", help=f"one of {', '.join(domains())}")
    parser.add_argument("--json", action="store_true", help="print the result as JSON; i2 is in percent")
    parser.add_argument(
        "--method", choices=METHODS, default="pm", help="Paule-Mandel (pm), DerSimonian-Laird (dl), fixed"
    )
    parser.add_argument(
        "--hartung-knapp",
        action="store_true",
        default=True,
        help="the interval for few samples, wherever samples can differ and it is not narrower: used by default",
    )
    parser.add_argument(
        "--normal", dest="hartung_knapp", action="store_false", help="the normal interval, which few samples overstate"
    )
    parser.add_argument("--guess-adjusted", action="store_true", help="use effects adjusted for what people guessed")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the text")


def run(args: argparse.Namespace) -> int:
    """Print the pooled result and return 0, or say why not and return 1."""
    try:
        pooled = pool_domain(
            args.domain, args.method, hartung_knapp=args.hartung_knapp, guess_adjusted=args.guess_adjusted
        )
    except PoolingError as error:
        print(_why_not(args, error), file=sys.stderr)
        return 1
    except reading.EvidenceError as error:
        print(table(args.lang, "pooling_error")["unreadable"].format(problem=error), file=sys.stderr)
        return 1
    if args.json:
        other = other_run(args.domain, pooled)
        result = {"domain": args.domain, "guess_adjusted": args.guess_adjusted, **pooled.to_dict()}
        result["unadjusted" if args.guess_adjusted else "adjusted"] = other and other.to_dict()
        print(json.dumps(result, indent=2))
    else:
        print(describe(args.domain, pooled, args.lang))
    return 0


def _why_not(args: argparse.Namespace, error: PoolingError) -> str:
    """Return all reasons against pooling, not only the first, and the effects themselves."""
    if not error.key.startswith("mixed_"):
        return error.in_words(args.lang)
    effects = members(args.domain, guess_adjusted=args.guess_adjusted)
    reasons = [obstacle.in_words(args.lang) for obstacle in obstacles(effects)]
    return "\n".join([*reasons, side_by_side_line(effects, args.lang)])
