"""What to say to somebody who is about to write: rules, questions and patterns, by topic, goal, tone and the rest.

Must not know the wire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockserver.vendors.xquik.compose.reading import Reading
from mockserver.vendors.xquik.compose.schemas import MediaType
from mockserver.vendors.xquik.compose.voice import Voice
from mockserver.vendors.xquik.drafts.schemas import Goal

_ALWAYS: Sequence[tuple[str, str]] = (
    ("Put the point into the first line", "Readers decide there whether they stop"),
    ("Stay between 50 and 280 characters", "Shorter says too little, longer is folded away"),
    ("Leave links and hashtags out of the text", "Both cost reach; a link belongs into the first reply"),
)
_BY_GOAL: Mapping[Goal, tuple[str, str]] = {
    Goal.ENGAGEMENT: ("End with a question everybody has an answer to", "A reply weighs 27 times a like"),
    Goal.FOLLOWERS: ("Say what you know that others do not", "Readers then look at your profile: 24 times a like"),
    Goal.AUTHORITY: ("Show a number, a method or a mistake of your own", "Readers who stay weigh 20 times a like"),
    Goal.CONVERSATION: ("Take a position that one can disagree with", "A reply you answer weighs 150 times a like"),
}
_PENALTIES: Sequence[str] = (
    "Reports (-738x a like)",
    "Mutes, blocks and 'show less' (-148x a like)",
    "A link in the text of the tweet",
    "Hashtags, above all more than one",
    "Words in capitals and rows of exclamation marks",
)
_PATTERNS: Mapping[Goal, Sequence[tuple[str, str]]] = {
    Goal.ENGAGEMENT: (
        ("{Topic}: what is the one thing you would change?", "One open question, no introduction"),
        ("Most people get {topic} wrong. Which part do you disagree with?", "A claim and an invitation"),
    ),
    Goal.FOLLOWERS: (
        ("What nobody tells you about {topic}:", "A promise that the next line keeps"),
        ("I spent a year on {topic}. Here is what I would do differently.", "Experience, told in the first person"),
    ),
    Goal.AUTHORITY: (
        ("We measured {topic}. The number that surprised us:", "A number, then what it means"),
        ("How {topic} works, in three steps:", "A method that readers can keep"),
    ),
    Goal.CONVERSATION: (
        ("Unpopular opinion on {topic}: less is more. Change my mind.", "A position that begs to be answered"),
        ("{Topic}: would you rather have it fast or right?", "A choice between two good things"),
    ),
}
_TONES: Mapping[str, str] = {
    "professional": "whole sentences, no slang, one fact for each claim",
    "casual": "short words, contractions, as you would tell a friend",
    "bold": "one strong claim, no 'maybe' and no 'I think'",
    "funny": "the joke in the last words, and none explained",
    "humorous": "the joke in the last words, and none explained",
    "friendly": "say 'you', thank readers, ask them back",
    "inspirational": "a small story with a turn, and no advice",
    "informative": "the fact first, then why it matters",
    "educational": "one thing to learn, with one example",
}


def rules(goal: Goal, topic: Reading, voice: Voice | None) -> list[tuple[str, str]]:
    """Rules for the text with their reasons."""
    told = [*_ALWAYS, _BY_GOAL[goal]]
    if topic.links:
        told.append(("Tell in your own words what stands behind the link", f"{topic.links[0]} goes into the reply"))
    if topic.words > 12:
        told.append(("Choose one part of the topic", f"{topic.words} words of topic are more than one tweet"))
    if voice is not None:
        told.append(("Match the style", "; ".join(voice.habits())))
    return told


def penalties(topic: Reading) -> list[str]:
    """What costs most; first what the topic already has."""
    first = []
    if topic.links:
        first.append(_PENALTIES[2])
    if topic.hashtags:
        first.append(_PENALTIES[3])
    if len(topic.capitals) > 1:
        first.append(_PENALTIES[4])
    return [*first, *(each for each in _PENALTIES if each not in first)]


def questions(goal: Goal | None, topic: Reading, *, has_style: bool) -> list[str]:
    """What to find out before writing: only what was not said."""
    about = subject(topic)
    asked = [f"Who should read about {about}, and what do they know already?"]
    if goal is None:
        asked.append("What is it for: engagement, followers, authority or conversation?")
    if not topic.has_number:
        asked.append(f"Which number or result about {about} can you show?")
    if not topic.asks:
        asked.append(f"Which question about {about} do you want answered?")
    asked.append("What tone should it have: casual, professional, bold?")
    asked.append("Will you attach a photo, a video or nothing?")
    if not has_style:
        asked.append("Is there an account whose style it should match?")
    return asked


def composition(
    goal: Goal, topic: Reading, tone: str, context: Reading, call: Reading, media: MediaType | None
) -> list[str]:
    """How to write it, in the order in which one writes."""
    about = subject(topic)
    told = [f"Open with {_opening(goal, topic)} about {about}, in fewer than 12 words"]
    told.append(f"Tone: {tone or 'plain'}. {_tone(tone)}")
    rule, reason = _BY_GOAL[goal]
    told.append(f"{rule}: {reason[0].lower()}{reason[1:]}")
    if context.links:
        told.append(f"Put {', '.join(context.links[:3])} into the first reply, not into the text")
    if context.words > len(context.links):
        told.append(f"From the context take one fact only, such as: {_shortened(context.opening)}")
    if call.text:
        ending = "as it is" if call.asks else "as a question, if that can be done"
        told.append(f"Close with '{_shortened(call.text)}', {ending}")
    else:
        told.append("Close with a question, as no call to action was given")
    told.append(_MEDIA[media])
    return told


_MEDIA: Mapping[MediaType | None, str] = {
    MediaType.PHOTO: "Let the photo show what the text does not say, and describe it in its alt text",
    MediaType.VIDEO: "Show the point of the video in its first 3 seconds, and say in the text why to watch",
    MediaType.NONE: "Without media the first line carries everything: make it a line of its own",
    None: "Decide on a photo or video; either makes readers stop",
}


def patterns(goal: Goal, topic: Reading) -> list[tuple[str, str]]:
    """Forms for such a tweet, with the topic in them."""
    about = subject(topic)
    upper = about[:1].upper() + about[1:]
    return [(form.replace("{Topic}", upper).replace("{topic}", about), why) for form, why in _PATTERNS[goal]]


def subject(topic: Reading) -> str:
    """The topic in a sentence."""
    return _shortened(topic.text.strip().rstrip(".!?").strip() or "it")


def _opening(goal: Goal, topic: Reading) -> str:
    if topic.asks:
        return "that question"
    if topic.has_number:
        return "the number"
    return {
        Goal.ENGAGEMENT: "a claim",
        Goal.FOLLOWERS: "what you learned",
        Goal.AUTHORITY: "a finding",
        Goal.CONVERSATION: "your position",
    }[goal]


def _tone(tone: str) -> str:
    words = tone.lower().replace(",", " ").split()
    known = [_TONES[word] for word in words if word in _TONES]
    return ("; ".join(known) or "keep to it from the first word to the last") + "."


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rstrip() + "…"
