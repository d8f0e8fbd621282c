"""An outside world that runs on this machine: a Telegram and an xPay, known to the shop by HTTP alone."""
