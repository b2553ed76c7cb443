"""What people tell the front door of Ravenshire, in their words. All of it is made up."""

from __future__ import annotations

from dataclasses import dataclass

from lintel.steps.front_door.codes import Channel, Concern, InformantKind


@dataclass(frozen=True)
class Account:
    """One thing somebody tells; `{child}` is the first child's name."""

    channel: Channel
    source: str
    kind: InformantKind
    who: str
    post: str
    organisation: str
    concerns: tuple[Concern, ...]
    words: str


def _school(who: str, words: str, *concerns: Concern, channel: Channel = Channel.FORM) -> Account:
    post, school = "Designated safeguarding lead", "Larchmere Primary School"
    return Account(channel, "2A", InformantKind.PROFESSIONAL, who, post, school, concerns, words)


def _police(words: str, *concerns: Concern) -> Account:
    post, force = "Public protection unit", "Ravenshire Police"
    return Account(Channel.POLICE_FEED, "6", InformantKind.POLICE, "Desk of the unit", post, force, concerns, words)


def _health(who: str, post: str, words: str, *concerns: Concern, channel: Channel = Channel.EMAIL) -> Account:
    trust = "Ravenshire Community Health"
    return Account(channel, "3A", InformantKind.PROFESSIONAL, who, post, trust, concerns, words)


def _public(who: str, words: str, *concerns: Concern, channel: Channel = Channel.PUBLIC_FORM) -> Account:
    return Account(channel, "1C", InformantKind.PUBLIC, who, "", "", concerns, words)


def _family(who: str, words: str, *concerns: Concern, channel: Channel = Channel.TELEPHONE) -> Account:
    return Account(channel, "1B", InformantKind.FAMILY, who, "", "", concerns, words)


ACCOUNTS = (
    _school("Wendell Rooksby", "{child} came in the same clothes all week, hungry, and fell asleep before ten. Mum "
            "has not answered the telephone since Tuesday.", Concern.NEGLECT),
    _police("Officers were called by a neighbour at 23:40 to shouting. Both adults had been drinking. {child} was "
            "upstairs, awake and crying. No injury seen. A friend has taken one adult in for the night.",
            Concern.DOMESTIC_ABUSE, Concern.PARENTS_SUBSTANCES),
    _health("Ottilie Fernscar", "Named nurse", "{child} was not brought to three clinics in a row. The family has "
            "moved twice since spring and nobody has the new address for certain.", Concern.NEGLECT),
    _public("Somebody who lives near", "I hear {child} crying most evenings and a man shouting. I do not want them "
            "to know it was me.", Concern.EMOTIONAL_HARM),
    _family("Grandmother", "I have {child} with me again. Their mum is not herself and I am frightened to send them "
            "home on Friday.", Concern.PARENTS_HEALTH),
    _school("Hesper Dunmore", "{child} told the teaching assistant that dad hit them with a belt at the weekend. There "
            "is a mark on the left arm. We have not asked more.", Concern.PHYSICAL_HARM, channel=Channel.TELEPHONE),
    _police("{child} was reported missing from home at 21:15 and found at 02:30 in a house known to officers, with "
            "two adults who are not family. Taken home.", Concern.MISSING, Concern.EXPLOITATION),
    _health("Lowen Tarnbeck", "Midwife", "Booking appointment at 26 weeks. Mother says that she uses heroin and that "
            "her partner must not know of the appointment. {child} is the older child at home.",
            Concern.UNBORN, Concern.PARENTS_SUBSTANCES),
    _school("Idris Flintgarth", "{child} does the shopping and puts the little ones to bed since mum’s accident, and "
            "has missed nine days this half-term.", Concern.YOUNG_CARER, channel=Channel.EMAIL),
    _public("A parent at the club", "Pictures of {child} are being passed round by older boys on their telephones. My "
            "daughter showed me.", Concern.ONLINE, Concern.SEXUAL_HARM),
    _police("Verbal argument between former partners on the doorstep at handover. {child} was in the car. No offences. "
            "Both spoken to.", Concern.CONFLICT),
    _family("Father", "She will not let me see {child} and the new boyfriend is there every night. I have messages "
            "that I can send you.", Concern.CONFLICT),
    _health("Perran Gorsedale", "Children’s ward", "{child} was brought in by ambulance after taking tablets. Well "
            "enough to go home today if somebody can say that home is safe.", Concern.CHILDS_HEALTH,
            channel=Channel.TELEPHONE),
    _school("Wendell Rooksby", "We are worried about the house: no heating, mould on the walls, and {child} has been "
            "in hospital twice with asthma.", Concern.HOUSING, Concern.CHILDS_HEALTH),
    _police("Warrant at the address for drugs. {child} asleep in a room with cannabis plants and exposed wiring. The "
            "aunt was called and has them tonight.", Concern.PARENTS_SUBSTANCES, Concern.NEGLECT),
    _public("A shopkeeper", "{child} comes in alone late in the evening to buy cigarettes for an adult who waits in a "
            "car. It has been three different cars.", Concern.EXPLOITATION),
    _health("Briar Moorhouse", "Health visitor", "Home visit: {child} is not gaining weight, bottles unwashed, mother "
            "low in mood and tearful. She agreed that I tell you.", Concern.NEGLECT, Concern.PARENTS_HEALTH),
    _school("Hesper Dunmore", "{child}’s behaviour has changed since half-term: withdrawn, and will not be alone with "
            "the uncle who collects them.", Concern.SEXUAL_HARM, channel=Channel.TELEPHONE),
    _family("Aunt", "My sister asked me to ring. She has left him and is with me with {child}, and he does not know "
            "where we are. Please do not write to the old address.", Concern.DOMESTIC_ABUSE),
    _police("Third call to the address in a month. Father had left before officers came. {child} said that he broke "
            "the door. Mother did not want to make a statement.", Concern.DOMESTIC_ABUSE),
    _health("Sorrel Kestrelby", "General practitioner", "{child} has stopped eating with the family and has old cuts "
            "on both arms. Dad was in the room and answered for them.", Concern.CHILDS_HEALTH, Concern.EMOTIONAL_HARM),
    _school("Idris Flintgarth", "{child} has a disability and the taxi found nobody at home to receive them twice this "
            "week.", Concern.DISABILITY, Concern.NEGLECT, channel=Channel.EMAIL),
    _public("Somebody from the street", "Children are left alone in the flat above the bakery from early evening. I "
            "think that one of them is called {child}.", Concern.NEGLECT),
    _family("Stepmother", "We cannot manage {child} any more. He smashed the kitchen last night and my husband wants "
            "him out.", Concern.CONFLICT, Concern.CHILDS_HEALTH),
    _police("A dog was seized at the address; the home was very dirty, with food on the floor. {child} had slept at a "
            "friend’s. Photographs are attached to the notification.", Concern.NEGLECT),
    _health("Ottilie Fernscar", "Named nurse", "Bruise to the ear of {child}, who does not walk yet. The explanation "
            "changed between triage and the doctor. Still here.", Concern.PHYSICAL_HARM, channel=Channel.TELEPHONE),
    _school("Wendell Rooksby", "Mum told us that the benefits stopped and that there is no food until Thursday. "
            "{child} had two breakfasts here. She would like help.", Concern.HOUSING),
    _public("A neighbour", "There is a party every weekend and {child} is out on the landing in pyjamas at midnight.",
            Concern.NEGLECT, Concern.PARENTS_SUBSTANCES),
    _police("{child} was stopped with two older boys and a large amount of cash, and would not say whose it was.",
            Concern.EXPLOITATION),
    _health("Briar Moorhouse", "Health visitor", "Father has moved back in although the court said that he should not. "
            "{child} was pleased; mother asked me not to say.", Concern.DOMESTIC_ABUSE),
    _school("Hesper Dunmore", "{child} drew the same picture three times and said that it is what happens when "
            "grandad stays.", Concern.SEXUAL_HARM),
    _family("Older brother", "I am eighteen and I moved out. It is not right what goes on there; {child} is still in "
            "that house.", Concern.EMOTIONAL_HARM),
)  # fmt: skip

REPEATED = "Since we told you last week it has happened again. {words}"
STEP_UP = (
    "Start Well has worked with the family for eleven weeks. {child} has now been hurt in a quarrel between the "
    "adults, and mother has stopped answering the door. More is needed than we can do."
)
IN_DANGER = (
    "A man with a knife is at the door of the flat and {child} is inside with their mother. Police are on their way; "
    "they ask who else is in the home."
)
MISSING = "Who else lives in the home, and whether the mother knows that we were asked."
POLICE_ANSWER = "Called twice since June: once to a quarrel between neighbours, once to a missing child who came home."
# Why a decision was made, by its outcome.
REASONS = {
    "referral": "What the school and health say fits what was told last year, and the plan then made has not held.",
    "strategy_discussion": "The mark, and what the child said without being asked, are reason to suspect harm.",
    "early_help": "The worries are about money and the house; the family asks for help and has people around it.",
    "advice": "The caller wanted to know where to turn; nothing told suggests harm. Told whom to ring if it changes.",
    "no_further_action": "Looked at with what is held: the same event as in the contact of the day before.",
    "to_allocated_worker": "The child has a worker, who is told today and will take it up on the next visit.",
    "other_authority": "The family moved over the border in spring; the authority there has been rung and has it.",
    "awaiting_information": "The school is closed until Monday, and nothing can be said without its account.",
}

TOLD_BY_OFFICERS = (
    "Officers called by the mother. She said he had pushed her against the door and left. {child} stood on the stairs. "
    "No injury seen. He was not found.",
    "Shouting heard by a neighbour. Both adults calm when officers came. {child} was asleep. Words of advice given.",
    "A verbal argument about money in front of {child}, who was upset. One adult left for the night with a relative.",
)

# What a worker says on the protected route, and what the principal social worker answers.
NOT_SAFELY = (
    "I have three first visits due by Friday, a conference report and the duty rota on top. I cannot see these "
    "children on time and write down what I find, and I do not want to choose between them on my own."
)
WOULD_BE_SAFE = "Nobody new for two weeks, and somebody else on the rota on Thursday."
WILL_BE_DONE = "You are off the rota this week. At three we look at your list together, and I tell you what moves."

# What other people write about a child, and the record keeps as it came.
FROM_SCHOOL = """Larchmere Primary School
Dear colleague,
{name} was in school on sixteen days of twenty this half term, and late on five of them. {name} comes to breakfast club
hungry, and has twice asked whether there is any left to take home. Last week {name} had no coat. When we asked,
{name} said that mum is tired and that it is loud at night. Reading has gone on well, and {name} is proud of it.
We see {name} every day and will ring if a day is missed.
Wendell Rooksby, designated safeguarding lead
"""
FROM_HEALTH = """Good morning,
I visited on Thursday. The house was warm and there was food in the kitchen. {name} showed me a new bed. Mother says she
sleeps badly since the letter about the rent; she has asked the surgery for help herself. I will come again
on the 14th and would be glad to come together with you.
Ottilie Fernscar, named nurse
"""
