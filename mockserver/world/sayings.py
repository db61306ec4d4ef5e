"""Sentences that simulated people tweet, with room for a topic, a company or a place.

Must not know who says them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TWEETS: tuple[str, ...] = (
    "Hot take: {topic} is underrated.",
    "Spent the whole day on {topic}. Worth it.",
    "What's the best resource on {topic} right now?",
    "Three things I learned about {topic} this week 🧵",
    "Nobody talks enough about {topic}.",
    "We just shipped something new at {company} 🚀",
    "Anyone else struggling with {topic} lately?",
    "{topic} in {year} is a different game.",
    "Unpopular opinion: most advice on {topic} is wrong.",
    "Good morning! Coffee first, {topic} later ☕️",
    "If you work on {topic}, my DMs are open.",
    "Looking for someone who really knows {topic}. Who should I talk to?",
    "Just published a post about {topic}: https://blog.example.com/{slug}",
    "A year ago I knew nothing about {topic}. Today it pays my rent.",
    "Reminder: {topic} is a marathon, not a sprint.",
    "I can't believe how fast {topic} is moving.",
    "Hiring at {company}! We need people who care about {topic}. #hiring",
    "My favourite part of {topic}? The people.",
    "Day {count} of learning {topic} in public.",
    "{count} lessons from {count} months of {topic}:",
    "The {topic} community never disappoints ❤️",
    "Every time I think I understand {topic}, I'm wrong.",
    "Stop overthinking {topic}. Start.",
    "New week, new {topic} experiments. #{slug}",
    "Great chat about {topic} today at {company}.",
    "{topic} people: what tool changed everything for you?",
    "Finally some sun. Closing the laptop.",
    "Wrote down everything I know about {topic}. Link below 👇 https://notes.example.net/{slug}",
    "This is your sign to finally try {topic}.",
    "Big news coming from {company} next week 👀",
    "Can we talk about {topic} for a second?",
    "I asked {count} customers about {topic}. Their answers surprised me.",
    "Best purchase this year? Anything to do with {topic}.",
    "ok but why is {topic} so addictive",
    "{topic} > everything #{slug}",
    "Who's going to the {topic} meetup on Thursday?",
    "The hardest part of {topic} is starting.",
    "lol",
    "Two cups of coffee in and {topic} still makes no sense.",
    "Grateful for everyone who supported {company} this year 🙏",
)

REPLIES: tuple[str, ...] = (
    "Totally agree with this.",
    "This 👆",
    "Couldn't have said it better",
    "Interesting, do you have a source?",
    "Congrats! Well deserved 🎉",
    "Not sure I agree, but good point on {topic}",
    "How long did that take you?",
    "Saving this for later",
    "Same here, especially with {topic}",
    "Sent you a DM!",
    "😂😂",
    "Love this ❤️",
    "Count me in",
    "Can you say more about {topic}?",
    "Needed to hear this today",
    "What tool did you use?",
    "100%",
    "We tried that at {company}, it didn't work",
    "Big if true",
    "Following for updates on {topic}",
    "Thanks for sharing!",
)

QUOTES: tuple[str, ...] = (
    "This is the best take on {topic} I've read this week.",
    "Worth your time 👇",
    "Exactly what we see at {company}.",
    "Read this twice.",
    "I have thoughts on this…",
    "If you do {topic}, read this.",
    "Strong disagree, here's why:",
)

ARTICLE_TITLES: tuple[str, ...] = (
    "What {count} months of {topic} taught me",
    "Why {topic} will look different next year",
    "How we do {topic} at {company}",
    "The honest guide to {topic}",
    "{count} things nobody tells you about {topic}",
)

ARTICLE_HEADINGS: tuple[str, ...] = (
    "Where we started",
    "What did not work",
    "The part about {topic}",
    "What we would do again",
    "Where {company} goes from here",
)

ARTICLE_PARAGRAPHS: tuple[str, ...] = (
    "When we began with {topic}, we had no plan. We had a list of {count} guesses, and most of them were wrong.",
    "The first thing to know about {topic} is that it rewards patience. Small steps, every day, and notes on each.",
    "At {company} we asked {count} people how they go about {topic}. No two answers were alike, and all were useful.",
    "None of this is new. What is new is how many people now do {topic} without anybody telling them to.",
    "If you take one thing from this: write down what you expect before you look at the numbers.",
)

ARTICLE_POINTS: tuple[str, ...] = (
    "Start with one person who has the problem",
    "Measure {topic} once a week, not once an hour",
    "Keep what {count} people asked for, drop the rest",
    "Say no to the second best idea",
)

SOURCES: tuple[str, ...] = (
    "Twitter for iPhone",
    "Twitter for iPhone",
    "Twitter for iPhone",
    "Twitter Web App",
    "Twitter Web App",
    "Twitter for Android",
    "Twitter for Android",
    "Buffer",
)

_SPANISH = (
    "es",
    (
        "Hoy toca hablar de {topic}.",
        "¿Alguien más trabajando en {topic}?",
        "Buenos días ☀️",
        "Cada día aprendo algo nuevo de {topic}",
        "Qué semana en {company} 🙌",
        "No puedo con el calor",
    ),
)
_PORTUGUESE = (
    "pt",
    (
        "Bom dia! Hoje é dia de {topic}",
        "Alguém mais viciado em {topic}?",
        "Orgulho do time da {company} 💚",
        "Que semana!",
        "Aprendendo {topic} aos poucos",
    ),
)
_FRENCH = (
    "fr",
    (
        "Encore une journée sur {topic}.",
        "Qui s'y connaît en {topic} ?",
        "On recrute chez {company} !",
        "Bon week-end à tous",
    ),
)
_GERMAN = (
    "de",
    ("Heute wieder {topic}.", "Wer kennt sich mit {topic} aus?", "Neues von {company} 👇", "Schönen Feierabend!"),
)
_JAPANESE = (
    "ja",
    ("今日も{topic}の勉強", "おはようございます☀️", "{company}で働いています", "{topic}が好きな人と話したい"),
)

LOCAL_TWEETS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(("ES", "MX", "AR", "CO", "CL", "PE"), _SPANISH),
        **dict.fromkeys(("BR", "PT"), _PORTUGUESE),
        "FR": _FRENCH,
        **dict.fromkeys(("DE", "AT"), _GERMAN),
        "JP": _JAPANESE,
    }
)
"""Language code and sentences of the countries whose people tweet in their own language half of the time."""
