-- How far an order came on its way to an outside venue is part of its life: approved, sent, acknowledged, in doubt.

alter table trading.order_changes add column venue_order_id text;
