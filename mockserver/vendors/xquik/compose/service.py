"""The three steps. Nothing is stored and nothing is charged. Must not know how a text is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from mockserver.core.settings import Edition
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.compose import algorithm, guidance
from mockserver.vendors.xquik.compose.checklist import Looked, judge
from mockserver.vendors.xquik.compose.reading import read
from mockserver.vendors.xquik.compose.schemas import (
    Assessment,
    Check,
    ComposeRequest,
    Composition,
    Preparation,
    Refinement,
    Step,
)
from mockserver.vendors.xquik.compose.voice import voice_of
from mockserver.vendors.xquik.drafts.schemas import Goal
from mockserver.vendors.xquik.errors import INVALID_INPUT
from mockserver.vendors.xquik.radar.subjects import recommended
from mockserver.vendors.xquik.styles import service as styles

_STYLES_SHOWN = 20

NEEDED: Mapping[Edition, Mapping[Step, tuple[str, ...]]] = {
    Edition.DOCUMENTED: {Step.COMPOSE: ("topic",), Step.REFINE: ("topic",), Step.SCORE: ("draft",)},
    Edition.OBSERVED: {Step.COMPOSE: ("topic",), Step.REFINE: ("goal", "tone", "topic"), Step.SCORE: ("draft",)},
}
"""What a step cannot do without.

Assumption: the topic, and for the score the draft, although the table says that only the step is required.
"""


def compose(workspace: Workspace, request: ComposeRequest, edition: Edition) -> Composition:
    """Do a step; 400 `invalid_input` naming what it lacks."""
    for field in NEEDED[edition][request.step]:
        value = getattr(request, field)
        if value is None or not value.strip():
            raise INVALID_INPUT(f"{field} is required for step {request.step}.")
    if request.step is Step.COMPOSE:
        return _prepare(workspace, request)
    return _refine(request) if request.step is Step.REFINE else _score(request)


def _prepare(workspace: Workspace, request: ComposeRequest) -> Preparation:
    topic = read(request.topic or "")
    # Assumption: without a goal it is engagement.
    goal = request.goal or Goal.ENGAGEMENT
    style = styles.find(workspace, request.styleUsername) if request.styleUsername else None
    texts = [] if style is None else [str(tweet["text"]) for tweet in style.tweets]
    saved = styles.latest(workspace, _STYLES_SHOWN).rows
    signals = algorithm.by_goal(goal)
    told: Preparation = {
        "contentRules": [
            {"rule": rule, "description": why} for rule, why in guidance.rules(goal, topic, voice_of(texts))
        ],
        "scorerWeights": [{"signal": each.name, "weight": each.weight, "context": each.context} for each in signals],
        "followUpQuestions": guidance.questions(request.goal, topic, has_style=style is not None),
        "algorithmInsights": [
            {"name": name, "polarity": "positive" if good else "negative", "description": why}
            for name, good, why in algorithm.INSIGHTS
        ],
        "engagementMultipliers": [
            {"action": each.action, "multiplier": algorithm.multiplier(each), "source": "heavy ranker"}
            for each in signals
            if each.weight > algorithm.LIKE.weight
        ],
        "topPenalties": guidance.penalties(topic),
        "engagementVelocity": algorithm.VELOCITY,
        "radarRecommendations": [
            {
                "source": source,
                "endpoint": f"/api/v1/radar?source={source}",
                "useFor": use,
                "guidance": f"Look for what is new about {guidance.subject(topic)}",
            }
            for source, use in recommended(topic.text)
        ],
        "intentUrl": _intent(topic.text.strip()),
        "nextStep": "Answer the questions, then call step refine with goal, tone and topic.",
        "source": algorithm.SOURCE,
    }
    if saved:
        told["savedStyles"] = [{"username": row.key, "tweetCount": row.tweet_count} for row in saved]
    if style is not None:
        told["styleTweets"] = texts
    elif request.styleUsername:
        told["styleNote"] = f"No style of {request.styleUsername} is cached. Fetch it with POST /styles first."
    return told


def _refine(request: ComposeRequest) -> Refinement:
    topic = read(request.topic or "")
    goal = request.goal or Goal.ENGAGEMENT
    context, call = read(request.additionalContext or ""), read((request.callToAction or "").strip())
    forms = guidance.patterns(goal, topic)
    return {
        "compositionGuidance": guidance.composition(
            goal, topic, (request.tone or "").strip(), context, call, request.mediaType
        ),
        "examplePatterns": [{"pattern": form, "description": why} for form, why in forms],
        "intentUrl": _intent(forms[0][0]),
        "nextStep": "Write the tweet, then call step score with the draft.",
    }


def _score(request: ComposeRequest) -> Assessment:
    draft = read((request.draft or "").strip())
    judged = judge(Looked(draft, request.hasLink is True, request.hasMedia is True))
    checks: list[Check] = [
        {"factor": factor.name, "passed": fault is None} | ({} if fault is None else {"suggestion": fault})  # type: ignore[misc]
        for factor, fault in judged
    ]
    faults = [fault for _, fault in judged if fault is not None]
    count = len(checks) - len(faults)
    told: Assessment = {
        "totalChecks": len(checks),
        "passedCount": count,
        "passed": not faults,
        "topSuggestion": faults[0] if faults else "Nothing to mend: post it when your readers are awake",
        "checklist": checks,
        "score": round(100 * count / len(checks)),
        "feedback": f"{count} of {len(checks)} checks passed",
        "suggestions": faults,
        "nextStep": "Mend what failed and score it again." if faults else "Post it, or save it as a draft.",
    }
    if not faults:
        told["intentUrl"] = _intent(draft.text)
    return told


def _intent(text: str) -> str:
    return f"https://x.com/intent/tweet?text={quote(text, safe='')}"
