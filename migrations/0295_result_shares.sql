-- A late directive that a look answers is refused, and its agency is given that look's results instead, whatever it is entitled to otherwise (DC-11, LB-02).
create table joint.result_share (
  port          text        not null,
  inspection_id uuid        not null,
  agency        text        not null,
  directive_id  uuid        not null,
  methods       text[]      not null check (cardinality(methods) > 0),
  given_to      text        not null,
  given_at      timestamptz not null,
  primary key (port, inspection_id, agency)
);
comment on table joint.result_share is 'An agency that asked too late for what an inspection does reads its results. directive_id: what it had sent, which was refused; methods: what of it the inspection does; given_to: who had sent it.';
grant select, insert on joint.result_share to lianjian_app;
