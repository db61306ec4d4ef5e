"""The tweets that a person wrote before the world began, derived one by one, and found again by id alone.

A person's life until the world's origin is cut into as many equal windows as he wrote tweets; each window holds
one. An id is a snowflake whose low 30 bits (8 of time, 22 of sequence) stand for the author, so author and window
follow from the id. Must not know what is stored.
"""

from __future__ import annotations

from dataclasses import replace
from struct import Struct

from mockserver.core.entropy import Entropy
from mockserver.core.ids import SNOWFLAKE_EPOCH
from mockserver.core.times import Instant, to_datetime
from mockserver.world.length import TWEET_LENGTH, shortened, weighted_length
from mockserver.world.media import Media, MediaKind, drawn
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.population import LAST_JOINED, POPULATION
from mockserver.world.sayings import LOCAL_TWEETS, QUOTES, REPLIES, SOURCES, TWEETS
from mockserver.world.tweet import Tweet

ORIGIN: Instant = LAST_JOINED
"""2026-01-01T00:00:00Z: derived tweets lie before it. Assumption: what comes later is published, so that every
stream and monitor hears of it."""

_FIRST_SLOT = 1 << 18
_TAG = (1 << 30) - 1
_WORDS = Struct("<2Q24H").unpack

# Assumption: of 65,536 tweets, this many are replies, retweets and quotes of others.
_REPLY, _RETWEET, _QUOTE = 7_000, 11_000, 13_600

# Likewise of those that are none of these: notes, articles; and with a GIF, a film, anything attached.
_NOTE, _ARTICLE = 1_300, 400
_GIF, _VIDEO, _MEDIA = 500, 1_900, 6_000


class Timeline:
    """Derived tweets of everybody in one workspace. Place 0 is a person's newest."""

    def __init__(self, entropy: Entropy, people: People) -> None:
        self._entropy = entropy
        self._people = people

    def length(self, person: Person) -> int:
        """How many derived tweets a person has, whatever was written since."""
        return self._people.derived(person).tweets_count

    def place_before(self, person: Person, tweet_id: int) -> int:
        """The place of the newest derived tweet with an id below `tweet_id`."""
        length, window = self._windows(person)
        slot = tweet_id >> 30
        if slot >= slot_of(ORIGIN):
            return 0
        place = min((slot_of(ORIGIN) - slot - 1) // window, length)
        return place if place == length or self.id_at(person, place) < tweet_id else place + 1

    def id_at(self, person: Person, place: int) -> int:
        """The id of a derived tweet."""
        return self._id(person, self._windows(person)[1], place, self._draws(person, place)[0])

    def at(self, person: Person, place: int) -> Tweet:
        """A derived tweet."""
        _, window = self._windows(person)
        draws = self._draws(person, place)
        tweet_id = self._id(person, window, place, draws[0])
        kind = draws[2]
        about = self._elsewhere(draws[1], tweet_id) if kind < _QUOTE else None
        sayings = TWEETS
        if about is not None and not _REPLY <= kind < _RETWEET:
            sayings = REPLIES if kind < _REPLY else QUOTES
        tweet = compose(self._people.derived(person), person, tweet_id, draws, sayings)
        return tweet if about is None else _about(tweet, kind, about)

    def find(self, tweet_id: int) -> tuple[Person, int] | None:
        """The author and place of a derived tweet; None when nobody known derives that id."""
        if not 0 < tweet_id < 1 << 63:
            return None
        slot = tweet_id >> 30
        if not _FIRST_SLOT <= slot < slot_of(ORIGIN):
            return None
        for person in self._people.by_tag(tweet_id & _TAG):
            length, window = self._windows(person)
            place = (slot_of(ORIGIN) - slot - 1) // window
            if place < length and self.id_at(person, place) == tweet_id:
                return person, place
        return None

    def _draws(self, person: Person, place: int) -> tuple[int, ...]:
        return _WORDS(self._entropy.digest("tweet", person.key, place))

    def _windows(self, person: Person) -> tuple[int, int]:
        derived = self._people.derived(person)
        length = derived.tweets_count
        begun = max(slot_of(derived.created_at), _FIRST_SLOT)
        return length, max(1, (slot_of(ORIGIN) - begun) // max(1, length))

    def _id(self, person: Person, window: int, place: int, draw: int) -> int:
        slot = slot_of(ORIGIN) - (place + 1) * window + draw % window
        return slot << 30 | self._people.tag(person)

    def _elsewhere(self, draw: int, before: int) -> Tweet | None:
        """A generated person's tweet older than `before`, for a reply, retweet or quote."""
        other = self._people.number(draw % POPULATION)
        place = self.place_before(other, before)
        return self.at(other, place) if place < self.length(other) else None


def slot_of(at: Instant) -> int:
    """An instant in steps of 256 ms since snowflakes began: the high bits of an id."""
    return (at - SNOWFLAKE_EPOCH) >> 8


def compose(author: Person, shown: Person, tweet_id: int, draws: tuple[int, ...], sayings: tuple[str, ...]) -> Tweet:
    """What `author`, as derived, wrote of his own accord; it bears the id and handle that are shown of him now."""
    created_at = (tweet_id >> 22) + SNOWFLAKE_EPOCH
    lang, is_own = "en", sayings is TWEETS
    local = LOCAL_TWEETS.get(author.country_code)
    if is_own and local is not None and draws[3] < 32_768:
        lang, sayings = local
    text, note_text = said(sayings, author, created_at, draws), None
    if is_own and draws[16] < _NOTE:
        note_text = note(text, sayings, author, created_at, draws)
        text = shortened(note_text)
    likes = _likes(author.followers_count, draws[6])
    return Tweet(
        id=str(tweet_id),
        author_id=shown.user_id,
        author_handle=shown.handle,
        text=text,
        created_at=created_at,
        lang=lang,
        in_reply_to_id=None,
        conversation_id=str(tweet_id),
        quoted_id=None,
        retweeted_id=None,
        media=attached(str(tweet_id), draws[7]),
        like_count=likes,
        retweet_count=likes * (draws[8] & 15) >> 6,
        reply_count=likes * (draws[9] & 15) >> 6,
        quote_count=likes * (draws[10] & 7) >> 7,
        bookmark_count=likes * (draws[11] & 15) >> 6,
        view_count=likes * (20 + (draws[12] & 63)) + (draws[13] & 127),
        source=SOURCES[draws[14] & 7],
        note_text=note_text,
        is_article=is_own and draws[17] < _ARTICLE,
    )


def attached(key: str, draw: int) -> tuple[Media, ...]:
    """What a tweet of the world's own bears: mostly nothing; `draw` is below 65,536, the key names the pictures."""
    if draw >= _MEDIA:
        return ()
    if draw < _GIF:
        return (drawn(MediaKind.ANIMATED_GIF, f"{key}-1"),)
    if draw < _VIDEO:
        return (drawn(MediaKind.VIDEO, f"{key}-1"),)
    count = 1 if draw & 7 else 2 + draw % 3
    return tuple(drawn(MediaKind.PHOTO, f"{key}-{number}") for number in range(1, count + 1))


def note(opening: str, sayings: tuple[str, ...], author: Person, created_at: Instant, draws: tuple[int, ...]) -> str:
    """A long text that begins with what was said: paragraphs, until it fits no tweet."""
    parts = [opening]
    while weighted_length("\n\n".join(parts)) <= TWEET_LENGTH:
        step = len(parts) * 9_973
        parts.append(said(sayings, author, created_at, (*draws[:4], (draws[4] + step) & 0xFFFF, *draws[5:])))
    return "\n\n".join(parts)


def said(sayings: tuple[str, ...], author: Person, created_at: Instant, draws: tuple[int, ...]) -> str:
    """One of the sentences about what the author cares for; `draws` are 26 words of a digest."""
    topic = author.topics[draws[5] * len(author.topics) >> 16] if author.topics else "life"
    return sayings[draws[4] * len(sayings) >> 16].format(
        topic=topic,
        company=author.company,
        year=to_datetime(created_at).year,
        slug=topic.lower().replace(" ", "").replace("-", "").replace("/", ""),
        count=3 + (draws[15] & 15),
    )


def _about(tweet: Tweet, kind: int, about: Tweet) -> Tweet:
    """The tweet as a reply to, retweet or quote of another; of a retweet, what it retweets is meant."""
    original = about.retweeted_id or about.id
    if kind < _REPLY:
        text = f"@{about.author_handle} {tweet.text}"
        return replace(tweet, text=text, in_reply_to_id=about.id, conversation_id=about.conversation_id, media=())
    if kind < _RETWEET:
        text = about.text if about.retweeted_id else f"RT @{about.author_handle}: {about.text}"
        return replace(
            tweet,
            text=text,
            note_text=None,
            is_article=False,
            lang=about.lang,
            retweeted_id=original,
            media=(),
            like_count=0,
            retweet_count=0,
            reply_count=0,
            quote_count=0,
            bookmark_count=0,
        )
    return replace(tweet, quoted_id=original, media=())


def _likes(followers: int, word: int) -> int:
    """Assumption: half of all tweets are liked by fewer than 1 follower in 200, one in a hundred by a tenth."""
    share = word / 65_536
    return int(followers * 0.1 * share**6) + int(8 * share * share)
