"""What people do: trades with their titles, the way they write about themselves, and what they talk about.

Must not know which person has which role.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Role:
    """A trade. `weight` is its share of people in a hundred and sixty; headlines take {title} {company} {topic}."""

    weight: int
    industries: tuple[str, ...]
    titles: tuple[str, ...]
    headlines: tuple[str, ...]
    topics: tuple[str, ...]


ROLES: tuple[Role, ...] = (
    Role(
        12,
        ("Software", "SaaS"),
        ("Founder", "Founder & CEO", "Co-founder", "CEO", "Solo founder"),
        (
            "{title} @ {company}. Building {topic} for teams that ship",
            "{title} at {company} | SaaS, startups, {topic}",
            "Building {company} in public. Prev: two failed startups",
            "{title} of {company}. Bootstrapped to $40k MRR",
            "Startup founder. {topic} nerd. Currently hiring at {company}",
            "Indie founder turning {topic} into a SaaS",
            "{title} {company} (backed by angels you know). DMs open",
        ),
        ("startups", "SaaS", "bootstrapping", "pricing", "fundraising", "product-led growth", "hiring"),
    ),
    Role(
        14,
        ("Software", "Information Technology"),
        ("Software Engineer", "Senior Developer", "Full-stack Developer", "Staff Engineer", "Backend Engineer"),
        (
            "{title} at {company}. {topic} most days",
            "developer, {topic} enjoyer, opinions mine",
            "I write {topic} for a living",
            "{title} | open source | {topic}",
            "Full-stack developer. Shipping side projects with {topic}",
            "{title} @ {company}, ex-agency. Mostly {topic} and coffee",
            "software developer who likes boring technology",
        ),
        ("TypeScript", "Python", "Rust", "open source", "Postgres", "web performance", "Kubernetes"),
    ),
    Role(
        9,
        ("Design", "Software"),
        ("Product Designer", "UX Designer", "Brand Designer", "Design Lead"),
        (
            "{title} at {company}",
            "designer. {topic}, type and long walks",
            "{title} | {topic} | available for freelance",
            "I design products people keep. Now {company}",
            "UX designer obsessed with {topic}",
        ),
        ("design systems", "typography", "Figma", "user research", "branding", "accessibility"),
    ),
    Role(
        11,
        ("Marketing", "Advertising"),
        ("Head of Marketing", "Growth Marketer", "Content Marketer", "SEO Specialist", "CMO", "Marketing Manager"),
        (
            "{title} @ {company}. I write about {topic}",
            "marketing for SaaS companies | {topic}",
            "{title}. Helping brands with {topic}",
            "B2B marketing that doesn't bore people. {company}",
            "Growth at {company}. Newsletter on {topic} ⬇️",
            "Digital marketing | {topic} | DM for collabs",
        ),
        ("SEO", "content marketing", "paid ads", "email marketing", "B2B growth", "copywriting", "brand"),
    ),
    Role(
        8,
        ("Sales", "Software"),
        ("Account Executive", "Head of Sales", "SDR", "Sales Director", "VP Sales"),
        (
            "{title} at {company}. Let's talk {topic}",
            "Sales. {topic}. Quota crusher",
            "{title} | helping B2B teams with {topic}",
            "I help SaaS founders book more demos",
            "{title} @ {company}, ex-SDR, forever learning",
        ),
        ("cold outreach", "B2B sales", "pipeline", "CRM hygiene", "negotiation", "lead generation"),
    ),
    Role(
        7,
        ("Staffing and Recruiting", "Human Resources"),
        ("Technical Recruiter", "Talent Partner", "Head of People", "Recruiter"),
        (
            "{title} at {company}. We're hiring!",
            "recruiter | {topic} | always hiring engineers",
            "Helping startups hire. {topic}",
            "{title} @ {company} | send me your CV",
            "I match developers with teams. Hiring for 12 roles",
        ),
        ("hiring", "remote work", "interviews", "employer branding", "careers", "diversity"),
    ),
    Role(
        5,
        ("Venture Capital", "Financial Services"),
        ("Partner", "Angel Investor", "Principal", "General Partner"),
        (
            "investor at {company}. {topic}",
            "Angel investor in 30+ startups",
            "{title} @ {company}, seed stage {topic}",
            "VC. Former founder. Investing in {topic}",
            "Early-stage investor. Not financial advice",
        ),
        ("venture capital", "fintech", "seed rounds", "AI startups", "climate tech", "marketplaces"),
    ),
    Role(
        10,
        ("Cryptocurrency", "Financial Services"),
        ("Crypto Trader", "Web3 Developer", "DeFi Researcher", "Community Lead"),
        (
            "crypto since 2017 | {topic}",
            "{title}. {topic} maxi. NFA",
            "web3 builder @ {company} 🚀",
            "gm ☀️ | {topic} | {company}",
            "Full-time degen, part-time {title}",
            "Bitcoin. {topic}. Family.",
        ),
        ("bitcoin", "ethereum", "DeFi", "NFTs", "onchain data", "stablecoins", "Solana"),
    ),
    Role(
        8,
        ("Artificial Intelligence", "Research"),
        ("ML Engineer", "Data Scientist", "AI Researcher", "Research Scientist"),
        (
            "{title} @ {company} working on {topic}",
            "AI, {topic}, and too many tabs",
            "data scientist. {topic}. PhD survivor",
            "{title} | {topic} | prev. academia",
            "Building AI agents at {company}",
        ),
        ("LLMs", "machine learning", "data pipelines", "evals", "robotics", "AI agents"),
    ),
    Role(
        6,
        ("Software",),
        ("Product Manager", "Head of Product", "Senior PM", "Chief Product Officer"),
        (
            "{title} at {company}",
            "product person. {topic}",
            "{title} | {topic} | reformed engineer",
            "I say no for a living. PM @ {company}",
        ),
        ("roadmaps", "user research", "product strategy", "onboarding", "A/B testing"),
    ),
    Role(
        9,
        ("Media", "Entertainment"),
        ("Content Creator", "YouTuber", "Podcaster", "Streamer"),
        (
            "{title}. New video every week on {topic}",
            "content creator | {topic} | collabs: link below",
            "host of The {company} Podcast",
            "I make videos about {topic}",
            "streaming {topic} most nights 🎮",
            "UGC creator ✨ {topic}",
        ),
        ("YouTube", "storytelling", "video editing", "gaming", "podcasting", "the creator economy"),
    ),
    Role(
        7,
        ("Publishing", "Media"),
        ("Writer", "Journalist", "Editor", "Ghostwriter", "Author"),
        (
            "{title} covering {topic}",
            "writer. {topic} and other obsessions",
            "{title} at {company}. Tips: DMs open",
            "Ghostwriter for founders & CEOs",
            "Author of two books about {topic}",
        ),
        ("writing", "books", "local news", "newsletters", "politics", "history"),
    ),
    Role(
        6,
        ("E-commerce", "Retail"),
        ("Store Owner", "E-commerce Manager", "Brand Owner", "DTC Founder"),
        (
            "{title}, {company}. {topic} all day",
            "ecommerce | {topic} | 7-figure brand",
            "Founder of {company}, small shop, big plans",
            "Running a Shopify brand about {topic}",
        ),
        ("Shopify", "ecommerce", "dropshipping", "logistics", "customer service", "retention"),
    ),
    Role(
        6,
        ("Health and Wellness", "Fitness"),
        ("Personal Trainer", "Nutrition Coach", "Yoga Teacher", "Physiotherapist"),
        (
            "{title} | {topic} | online coaching",
            "helping busy founders get fit",
            "{topic} changed my life. Coach at {company}",
            "Fitness, {topic}, dogs 🐶",
        ),
        ("strength training", "running", "nutrition", "sleep", "mindfulness"),
    ),
    Role(
        6,
        ("Education",),
        ("Student", "Teacher", "Lecturer", "PhD Candidate"),
        (
            "{title}. {topic} and memes",
            "CS student | aspiring developer | {topic}",
            "{title} who loves {topic}",
            "studying {topic}, looking for internships",
        ),
        ("education", "math", "languages", "physics", "exam season", "campus life"),
    ),
    Role(
        5,
        ("Financial Services", "Real Estate"),
        ("Financial Analyst", "Accountant", "Real Estate Agent", "Wealth Advisor"),
        (
            "{title} @ {company}",
            "{title} | {topic} | not advice",
            "Helping families with {topic}",
            "real estate investor & {title}",
        ),
        ("investing", "real estate", "taxes", "personal finance", "stocks"),
    ),
    Role(
        5,
        ("Arts", "Music"),
        ("Photographer", "Musician", "Illustrator", "Filmmaker"),
        (
            "{title} 📷 {topic}",
            "{title}. Commissions open",
            "artist, {topic}, cats",
            "Freelance {title} | bookings by email",
            "new EP out now 🎶",
        ),
        ("street photography", "vinyl", "film", "illustration", "live music"),
    ),
    Role(
        5,
        ("Consulting", "Management"),
        ("Consultant", "Business Coach", "Agency Owner", "Fractional CFO"),
        (
            "{title} at {company}. {topic}",
            "I help agencies scale with {topic}",
            "{title} | speaker | {topic}",
            "Agency owner. 50+ clients. {topic}",
        ),
        ("leadership", "strategy", "operations", "productivity", "agencies"),
    ),
    Role(
        21,
        ("Other",),
        (),
        (
            "{title}",
            "{title}. Views are my own",
            "Mostly here for {topic}",
            "{topic} fan. Likes are bookmarks",
            "husband, dad, {title}",
            "mom of two | {title}",
            "she/her. {topic} and tea",
            "just here to read",
            "{title} by day, {topic} by night",
            "probably asleep",
            "Love my city, my dog and {topic}",
            "retweets are not endorsements",
        ),
        ("football", "cooking", "travel", "gardening", "movies", "basketball", "coffee", "dogs", "Formula 1", "K-pop"),
    ),
)


@cache
def role_wheel() -> tuple[Role, ...]:
    """Each role as often as its weight, so that an even draw is a weighted one."""
    return tuple(role for role in ROLES for _ in range(role.weight))
