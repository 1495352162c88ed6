-- Whether a price or a rate is new is asked every few seconds.
create index daily_price_by_receipt on portfolio.daily_price (received_at);
create index rate_by_receipt on portfolio.rate (received_at);
