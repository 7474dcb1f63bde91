-- Opening a declaration is sharing data too (SW-08): who of an agency read which of its fields, and which were withheld, is kept with the queries. Results are
-- found by who took part, for agencies that are not entitled to the others' (LB-02).
alter table joint.data_query drop constraint data_query_kind_check;
alter table joint.data_query add constraint data_query_kind_check check (kind in ('trade', 'traveller', 'reading'));
comment on column joint.data_query.kind is 'trade: fields asked for by name; traveller: what is known of a traveller; reading: a declaration was opened, once in ten minutes per person.';
create index data_query_reading on joint.data_query (port, subject, asked_at) where kind = 'reading';
create index result_participants on joint.result using gin (participants);
