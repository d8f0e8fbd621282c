"""What typed answers become, and which question follows which."""

import pytest

from bot.shop.offer import Offer
from bot.shop.order import Handover, Wishes
from handlers.customer import answers
from handlers.customer.draft import Draft, Step, missing, step_of
from tests.storage.world import new_shop

OFFER = Offer(new_shop())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0555 123 456", "+996555123456"),
        ("+996 (555) 123-456", "+996555123456"),
        ("996555123456", "+996555123456"),
        ("+7 701 123 45 67", "+77011234567"),
        ("555123456", "+996555123456"),
        ("12345", None),
        ("позвоните", None),
        ("", None),
        ("0555 123 456 789 012", None),
    ],
)
def test_phones_become_international(text: str, number: str | None) -> None:
    """A number without a country's code is a Kyrgyz one; nonsense is none."""
    assert answers.phone(text) == number


def test_a_shared_contact_may_lack_its_plus() -> None:
    """Telegram writes some numbers without it."""
    assert answers.phone("77011234567", region=None) == "+77011234567"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Чуй 105\n\nкв. 7", "Чуй 105\nкв. 7"),
        ("  a\u202eb\x00  ", "ab"),
        ("карта 4242 4242 4242 4242 ок", "карта •••• ок"),
        ("заказ 4242424242424243", "заказ 4242424242424243"),
        ("+996 555 123 456", "+996 555 123 456"),
    ],
)
def test_free_text_is_cleaned(text: str, kept: str) -> None:
    """Control signs go, numbers of bank cards are hidden, all else stays."""
    assert answers.free_text(text) == kept


@pytest.mark.parametrize(("text", "understood"), [("Чуй 105", True), ("ok", False), ("12345", False), ("", False)])
def test_an_address_has_words(text: str, *, understood: bool) -> None:
    """A number alone brings no courier anywhere."""
    assert (answers.address(text) is not None) is understood


def test_only_deliveries_keep_a_place() -> None:
    """Who changed to pickup is brought nothing."""
    draft = Draft(handover="pickup", address="Чуй 105", latitude=1.0, longitude=2.0, phone="+996555123456")
    assert draft.wishes() == Wishes(Handover.PICKUP, "+996555123456")
    assert Draft.of(draft.data()) == draft


def test_a_draft_is_complete_when_nothing_required_is_missing() -> None:
    """A comment is a wish, not a must."""
    assert missing(Draft(handover="pickup", phone="+1"), OFFER) is None
    assert missing(Draft(handover="delivery", phone="+1"), OFFER) == Step.address
    assert missing(Draft(handover="delivery", phone="+1", latitude=0.0, longitude=0.0), OFFER) is None
    assert missing(Draft(handover="pickup"), OFFER) == Step.phone


def test_states_of_other_conversations_are_no_steps() -> None:
    """The same storage keeps the answers of sellers too."""
    assert step_of(Step.phone.state) == Step.phone
    assert step_of("Elsewhere:phone") is None
    assert step_of(None) is None
