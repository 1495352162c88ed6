-- What gave an order other terms, and whose act that was: nothing where the journal is of before it was recorded.

alter table trading.order_changes add column cause text, add column by_whom text;
