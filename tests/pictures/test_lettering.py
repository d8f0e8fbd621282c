import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.lettering import Weight, clean, drawable, face, fit


@pytest.mark.parametrize("weight", Weight)
def test_the_fonts_have_the_letters_of_all_three_languages(weight: Weight) -> None:
    """Each letter, digit and sign that the shop's languages need has a glyph of its own in every bundled cut."""
    russian = "".join(map(chr, range(0x410, 0x450))) + "Ёё"
    needed = f"{russian}ҢӨҮңөү0123456789№«»“”„–—…·,.:;!?+-×/()&@%₽$€" + "".join(map(chr, range(0x41, 0x7B)))
    font = face(weight, 40)
    empty_box = bytes(font.getmask("\U0010ffff"))
    glyphs = {sign: bytes(font.getmask(sign)) for sign in needed}
    assert [sign for sign, glyph in glyphs.items() if glyph == empty_box or not any(glyph)] == []
    assert glyphs["ү"] != glyphs["у"]
    assert glyphs["ө"] != glyphs["о"]
    assert glyphs["ң"] != glyphs["н"]


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Гүлдөр 🌷", "Гүлдөр"),
        ("🇰🇬 Наристе 👩‍🍳 торттору", "Наристе торттору"),
        ("𝓢𝔀𝓮𝓮𝓽 дүкөн", "Sweet дүкөн"),
        ("花屋 Сакура", "Сакура"),
        ("Төлөндү\u202eйалсод\u202c", "Төлөндүйалсод"),
        ("Эки\nсап\tжана  боштук", "Эки сап жана боштук"),
        ("12\u00a0500\u202fсом", "12 500 сом"),
        ("и\u0306ог", "йог"),
        ("Z\u0335\u0321\u0347al\u0336go", "Zalgo"),
        ("№ 17 — «Ысык-Көл»", "№ 17 — «Ысык-Көл»"),
        ("\ud800 💐 \x00", ""),
        ("   ", ""),
    ],
)
def test_signs_the_font_has_not_are_left_out(given_name: str, shown: str) -> None:
    """A name keeps what can be drawn on one line; nothing becomes an empty box or turns the line around."""
    assert clean(given_name) == shown


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=300))
def test_a_cleaned_text_is_drawable_and_stays_as_it_is(text: str) -> None:
    """What is left can be drawn sign by sign, and cleaning again changes nothing."""
    line = clean(text)
    assert all(sign == " " or drawable(sign) for sign in line)
    assert clean(line) == line


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="ШЩW.ilӨҢ 19", max_size=200), width=st.integers(120, 900))
def test_a_fitted_text_is_never_wider_than_its_place(text: str, width: int) -> None:
    """A text is set smaller, then cut with an ellipsis, but never wider than asked."""
    shown, font = fit(text, Weight.BOLD, 62, least=42, width=width)
    assert font.getlength(shown) <= width
    assert 42 <= font.size <= 62


def test_a_short_text_keeps_its_size() -> None:
    """A text that fits is neither shrunk nor cut."""
    shown, font = fit("Гүлдөр", Weight.BOLD, 62, least=42, width=880)
    assert (shown, font.size) == ("Гүлдөр", 62)


def test_a_long_name_ends_in_an_ellipsis() -> None:
    """A name that does not fit even at the least size is cut where a reader sees that it goes on."""
    shown, font = fit("Ысык-Көл гүлдөрү " * 9, Weight.BOLD, 62, least=42, width=880)
    assert shown.endswith("…")
    assert font.size == 42
