-- Notifications about food that other countries' alert networks publish. One by one they are news; what recurs of one kind of goods, origin and hazard is a risk here (RR-17).
create table assess.foreign_notification (
  sender      text           not null,
  reference   text           not null,
  issued_on   date           not null,
  notifier    text           not null,
  product     text           not null,
  category    text           not null,
  hs          text           not null check (hs ~ '^\d{2,10}$'),
  origins     text[]         not null check (cardinality(origins) > 0),
  hazards     jsonb          not null check (jsonb_typeof(hazards) = 'array' and jsonb_array_length(hazards) > 0),
  recorded_at timestamptz(3) not null,
  primary key (sender, reference)
);
comment on table assess.foreign_notification is 'Notifications of a foreign alert network as they were taken over: what is behind alerts whose source is an import. A reference of a sender is taken over once.';
comment on column assess.foreign_notification.hs is 'Heading (four digits) where the words of the product name it, else the chapter of its category.';
create index foreign_notification_day on assess.foreign_notification (sender, issued_on);
grant select, insert on assess.foreign_notification to lianjian_app;
