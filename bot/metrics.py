"""The numbers that `/metrics` shows, in a registry of their own."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class Metrics:
    """What is counted while the bot runs."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        callbacks = Counter(
            "tolom_callbacks", "Callbacks of xPay by our HTTP answer", ["status"], registry=self.registry
        )
        self.callbacks = {status: callbacks.labels(status) for status in (201, 404, 503)}
        self.sent = Counter("tolom_sent", "Messages that Telegram took, by kind", ["kind"], registry=self.registry)
        self.given_up = Counter("tolom_given_up", "Messages that can never arrive", registry=self.registry)
        self.slowed_down = Counter("tolom_slowed_down", "Times that Telegram answered 429", registry=self.registry)
        self.repeated = Counter(
            "tolom_repeated", "Messages sent again because nobody knew whether they had arrived", registry=self.registry
        )
        self.unreadable = Counter(
            "tolom_unreadable", "Messages that Telegram found wrong and took in a plainer form", registry=self.registry
        )
        self.merged = Counter("tolom_merged", "Sales that were told in one message with others", registry=self.registry)
        self.token_refused = Gauge(
            "tolom_token_refused", "1 while Telegram refuses the bot's token and messages wait", registry=self.registry
        )
        self.outbox_undeliverable = Gauge(
            "tolom_outbox_undeliverable", "Messages of the last day that could not be delivered", registry=self.registry
        )
        self.outbox_depth = Gauge("tolom_outbox_depth", "Messages that wait to be sent", registry=self.registry)
        self.outbox_oldest = Gauge(
            "tolom_outbox_oldest_seconds", "Age of the oldest message that waits", registry=self.registry
        )
