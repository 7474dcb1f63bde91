-- Fast declaration, precise inspection, fast release (SW-12), and the rate of inspected batches by month (RR-21).
create schema if not exists watch;
grant usage on schema watch to lianjian_app;

-- Goods go roughly in the order in which they were declared: ranges of pages are enough to find a month, and cost the intake next to nothing.
create index declaration_released on single_window.declaration using brin (released_at) with (pages_per_range = 16, autosummarize = on);

create table watch.batch_month (
  port       text not null,
  month      date not null,
  batches    int  not null check (batches >= 0),
  inspected  int  not null check (inspected >= 0),
  counted_at timestamptz not null,
  primary key (port, month)
);
comment on table watch.batch_month is 'Batches that went in a month of the port''s calendar and batches inspected in it, counted once when the month was over: neither number changes after that.';
grant select, insert on watch.batch_month to lianjian_app;
