"""HTML of messages: text and entities out of it, refused in Telegram's words when it is wrong."""

import html
import re
from dataclasses import dataclass, field

from bot.sandbox.telegram.entities import utf16_length
from bot.sandbox.telegram.errors import Refused, bad_request
from bot.sandbox.telegram.links import http_link
from bot.sandbox.telegram.model import Json

_PLAIN = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_TAGS = {*_PLAIN, "a", "span", "tg-emoji", "tg-time"}
_ATTRIBUTE = re.compile(r"""([a-zA-Z][a-zA-Z0-9-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?\s*""")
# Only these names are known to Telegram; any other stays in the text as it is written.
_REFERENCE = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|lt|gt|amp|quot);")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int


@dataclass
class _Parser:
    """One pass over the source; `at` counts characters, refusals name bytes as Telegram does."""

    source: str
    at: int = 0
    units: int = 0
    text: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def run(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            if self.source.startswith("</", self.at):
                self._end_tag()
            elif self.source[self.at] == "<":
                self._start_tag()
            else:
                self._characters()
        if self.opened:
            raise self._refusal(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        return "".join(self.text), sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))

    def _refusal(self, sentence: str) -> Refused:
        return bad_request(f"can't parse entities: {sentence}")

    def _offset(self) -> str:
        return f"at byte offset {len(self.source[: self.at].encode())}"

    def _characters(self) -> None:
        end = self.source.find("<", self.at)
        end = len(self.source) if end < 0 else end
        piece = _REFERENCE.sub(lambda match: html.unescape(match[0]), self.source[self.at : end])
        self.text.append(piece)
        self.units += utf16_length(piece)
        self.at = end

    def _start_tag(self) -> None:
        end = self.source.find(">", self.at)
        name_match = re.compile(r"[^\s>]*").match(self.source, self.at + 1)
        name = name_match[0].lower() if name_match else ""
        if end < 0 and name in _TAGS:
            raise self._refusal(f"Unclosed start tag {self._offset()}")
        if name not in _TAGS:
            raise self._refusal(f'Unsupported start tag "{name}" {self._offset()}')
        attributes = self._attributes(name, self.source[self.at + 1 + len(name) : end])
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refusal(f'Tag "span" must have class "tg-spoiler" {self._offset()}')
        self.opened.append(_Open(name, attributes, self.units))
        self.at = end + 1

    def _attributes(self, tag: str, source: str) -> dict[str, str]:
        found: dict[str, str] = {}
        source = source.strip()
        at = 0
        while at < len(source):
            match = _ATTRIBUTE.match(source, at)
            if match is None:
                raise self._refusal(f'Empty attribute name in the tag "{tag}" {self._offset()}')
            value = next((group for group in match.groups()[1:] if group is not None), "")
            found[match[1].lower()] = html.unescape(value)
            at = match.end()
        return found

    def _end_tag(self) -> None:
        end = self.source.find(">", self.at)
        if end < 0:
            raise self._refusal(f"Unclosed end tag {self._offset()}")
        name = self.source[self.at + 2 : end].strip().lower()
        if not self.opened:
            raise self._refusal(f"Unexpected end tag {self._offset()}")
        tag = self.opened.pop()
        if name not in ("", tag.tag):
            raise self._refusal(f'Unmatched end tag {self._offset()}, expected "</{tag.tag}>", found "</{name}>"')
        self.at = end + 1
        if self.units > tag.start:
            self._close(tag)

    def _close(self, tag: _Open) -> None:
        entity: Json = {"offset": tag.start, "length": self.units - tag.start}
        kind = self._kind(tag)
        if kind is None:
            return
        entity.update(kind)
        outer = self.opened[-1] if self.opened else None
        language = tag.attributes.get("class", "").removeprefix("language-")
        if tag.tag == "code" and outer is not None and outer.tag == "pre" and outer.start == tag.start:
            outer.attributes["language"] = language
            return
        if any(one.tag in ("code", "pre") for one in self.opened):
            return  # nothing is marked inside code
        if tag.tag == "pre" and tag.attributes.get("language"):
            entity["language"] = tag.attributes["language"]
        self.entities.append(entity)

    def _kind(self, tag: _Open) -> Json | None:
        """The entity's own fields, or None when the tag leaves only its text behind."""
        if tag.tag == "a":
            return self._link(tag)
        if tag.tag == "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": tag.attributes.get("emoji-id", "")}
        if tag.tag == "tg-time":
            return self._time(tag)
        if tag.tag == "blockquote" and "expandable" in tag.attributes:
            return {"type": "expandable_blockquote"}
        return {"type": "spoiler" if tag.tag == "span" else _PLAIN[tag.tag]}

    def _link(self, tag: _Open) -> Json | None:
        target = tag.attributes.get("href") or "".join(self.text).encode("utf-16-le")[tag.start * 2 :].decode(
            "utf-16-le"
        )
        mention = re.fullmatch(r"tg://user\?id=(\d+)", target)
        if mention:
            return {"type": "text_mention", "user": int(mention[1])}
        link = http_link(target)
        return {"type": "text_link", "url": link} if link else None

    def _time(self, tag: _Open) -> Json:
        unix, form = tag.attributes.get("unix", ""), tag.attributes.get("format", "")
        if not re.fullmatch(r"[0-9]{1,12}", unix):
            raise self._refusal(f'Tag "tg-time" must have a valid attribute "unix" {self._offset()}')
        if not _TIME_FORMAT.fullmatch(form):
            raise self._refusal(f'Tag "tg-time" has an invalid attribute "format" {self._offset()}')
        return {"type": "date_time", "unix_time": int(unix)} | ({"date_time_format": form} if form else {})


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities (offsets in UTF-16 units). A `text_mention` carries the user's number, not yet the user."""
    return _Parser(source).run()
