"""The windows themselves: never overfull, with room kept for each voice; and the plan of what goes together."""

import itertools
import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.workers.limits import GROUP, OVERALL, PRIVATE, Limits, Voice
from bot.workers.merging import Plan, plan
from tests.messages.rates import fullest

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CHAT, PERSON = -100, 5


def speak(limits: Limits, chat_id: int, voice: Voice, now: datetime) -> bool:
    """Send a message that arrives at once, if there is room."""
    if limits.free_at(chat_id, voice, now) > now:
        return False
    limits.done(limits.take(chat_id, voice, now), now)
    return True


@pytest.mark.parametrize("seed", range(5))
def test_f044_no_window_is_ever_overfull(seed: int) -> None:
    """Whoever speaks when and wherever, as fast as allowed: counted afterwards, every window holds what it may."""
    chance, limits, now = random.Random(seed), Limits(), NOON
    sent: dict[int, list[float]] = {}
    for _ in range(6_000):
        now += timedelta(seconds=chance.choice([0, 0, 0.01, 0.05, chance.random() * 3]))
        chat, voice = chance.choice([CHAT, -200, PERSON, 6, 7, 8]), chance.choice(list(Voice))
        if speak(limits, chat, voice, now):
            sent.setdefault(chat, []).append(now.timestamp())
    for chat, times in sent.items():
        for window in GROUP if chat < 0 else PRIVATE:
            assert fullest(times, window.length.total_seconds()) <= window.most
    everything = [at for times in sent.values() for at in times]
    assert fullest(everything, 1) <= OVERALL[0].most
    assert len(everything) > 2_000


def test_four_of_a_group_s_eighteen_are_kept_for_replies() -> None:
    """However much there is to tell, whoever presses a button gets an answer."""
    limits = Limits()
    assert sum(speak(limits, CHAT, Voice.NOTICE, NOON + turn * SECOND) for turn in range(40)) == 14
    assert sum(speak(limits, CHAT, Voice.REPLY, NOON + 41 * SECOND) for _ in range(10)) == 4
    assert limits.free_at(CHAT, Voice.NOTICE, NOON + 42 * SECOND) == NOON + 60 * SECOND


def test_money_and_menus_each_keep_a_share_of_the_whole() -> None:
    """A crowd of shoppers does not hold up the receipts, nor the receipts the shoppers."""
    limits = Limits()
    menus = sum(speak(limits, person, Voice.REPLY, NOON) for person in range(1, 60))
    receipts = sum(speak(limits, person, Voice.NOTICE, NOON) for person in range(101, 160))
    assert (menus, receipts) == (15, 10)


def test_a_message_that_is_long_on_its_way_counts_until_it_is_there() -> None:
    """It may arrive in the last moment; so its minute begins with Telegram's answer."""
    limits = Limits()
    tickets = [limits.take(CHAT, Voice.NOTICE, NOON) for _ in range(14)]
    late = NOON + 90 * SECOND
    assert limits.free_at(CHAT, Voice.NOTICE, late) > late
    for ticket in tickets:
        limits.done(ticket, late)
    assert limits.free_at(CHAT, Voice.NOTICE, late + SECOND) == late + 60 * SECOND


def test_a_ticket_that_was_not_used_costs_nothing() -> None:
    """Nothing was said."""
    limits = Limits()
    for _ in range(30):
        limits.unused(limits.take(CHAT, Voice.NOTICE, NOON))
    assert limits.free_at(CHAT, Voice.NOTICE, NOON) == NOON


def test_f044_silence_is_kept_in_one_chat_or_in_all() -> None:
    """One chat that Telegram slows down waits alone; two within ten seconds mean the whole bot."""
    limits, later = Limits(), NOON + 5 * SECOND
    limits.freeze(CHAT, NOON + 30 * SECOND, NOON)
    assert limits.full(NOON) == {CHAT: NOON + 30 * SECOND}
    assert limits.free_at(PERSON, Voice.NOTICE, NOON) == NOON
    limits.freeze(PERSON, later + 3 * SECOND, later)
    assert limits.free_at(6, Voice.REPLY, later) == NOON + 30 * SECOND
    assert limits.room(later) == 0
    assert limits.room(NOON + 31 * SECOND) > 0


def test_a_restart_forgets_nothing_that_was_sent() -> None:
    """And since nobody wrote down the replies, their share counts as spent for a minute."""
    limits = Limits()
    limits.begin([(CHAT, NOON - turn * SECOND) for turn in range(10)], NOON)
    assert sum(speak(limits, CHAT, Voice.NOTICE, NOON) for _ in range(10)) == 4
    assert limits.free_at(CHAT, Voice.REPLY, NOON) > NOON


def test_the_quiet_are_forgotten() -> None:
    """Ten thousand chats leave nothing behind."""
    limits, now = Limits(), NOON
    for person in range(1, 5_000):
        now += SECOND
        speak(limits, person, Voice.NOTICE, now)
    assert len(limits._chats) <= 1_001


WINDOW = GROUP[0]


@pytest.mark.parametrize(
    ("ago", "waiting", "youngest", "expected"),
    [
        ([], 1, 0, (0, False)),
        ([3, 2, 1], 6, 0, (0, False)),
        ([3, 2, 1], 40, 0, (0, True)),
        ([8, 7, 6, 5, 4, 3, 2], 1, 0, (5, False)),
        ([8, 7, 6, 5, 4, 3, 2], 30, 0, (54 / 7 - 2, True)),
        ([50, 45, 40, 35, 30, 20, 10], 30, 0, (0, True)),
        ([20, 19, 18, 17, 16, 15, 14], 3, 6, (0, False)),
        (list(range(14, 0, -1)), 9, 0, (46, True)),
    ],
)
def test_the_plan_for_what_waits(ago: list[int], waiting: int, youngest: int, expected: tuple[float, bool]) -> None:
    """Freely while the window is less than half full; then spread, and together; singly once it is calm."""
    sent = [NOON - seconds * SECOND for seconds in ago]
    made = plan(sent, WINDOW, waiting, NOON - youngest * SECOND, NOON)
    seconds, together = expected
    assert made == Plan(made.at, together)
    assert (made.at - NOON).total_seconds() == pytest.approx(seconds)


def test_the_plan_never_leaves_a_group_in_the_dark() -> None:
    """Under any steady rush the pause between two messages stays short, and the windows hold."""
    for rate in (20, 60, 500, 3000):
        now, sent, waiting, told = 0.0, [], 0.0, []
        while now < 600:
            now += 0.05
            waiting += rate * 0.05 / 60
            recent = [NOON + at * SECOND for at in sent if at > now - 60]
            moment = NOON + now * SECOND
            if waiting >= 1 and len(recent) < WINDOW.notices:
                made = plan(recent, WINDOW, int(waiting), moment, moment)
                if made.at <= moment:
                    waiting = waiting - int(waiting) if made.together else waiting - 1
                    sent.append(now)
                    told.append(now)
        assert fullest(sent, 60) <= WINDOW.notices
        assert max(later - before for before, later in itertools.pairwise(told)) < 12
