"""What goes on in the background: asking xPay, sending messages, tidying up. All of it under one supervisor."""
