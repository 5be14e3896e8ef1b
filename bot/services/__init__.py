"""One module for each job that Buurvraag does; knows no Telegram."""
