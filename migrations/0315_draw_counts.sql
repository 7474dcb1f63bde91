-- The open register of draws counted candidates, drew lots again and walked all draws for everybody who asked (DR-03, DR-04): what it shows is written down
-- once, when a list is frozen, lots are drawn, an officer is replaced.
alter table selection.draw add column objects int check (objects >= 0), add column officers int check (officers >= 0), add column drawn int check (drawn >= 0);
comment on column selection.draw.objects is 'Objects on the frozen list; officers: inspectors on it; drawn: objects that lots named.';
alter table selection.draw disable trigger keep_frozen;
update selection.draw d set
  objects = (select count(*) from selection.candidate c where c.port = d.port and c.draw_id = d.id and c.kind = 'object'),
  officers = (select count(*) from selection.candidate c where c.port = d.port and c.draw_id = d.id and c.kind = 'officer'),
  drawn = json_array_length(d.result::json)
where d.root is not null;
alter table selection.draw enable trigger keep_frozen;
alter table selection.draw add constraint draw_counted check ((root is null) = (objects is null) and (root is null) = (officers is null) and (seed is null) = (drawn is null));
grant update (objects, officers, drawn) on selection.draw to lianjian_app;

create or replace function selection.keep_frozen() returns trigger language plpgsql as $$
begin
  if (old.root is not null and (new.root, new.head, new.frozen_entry, new.commit_by, new.objects, new.officers) is distinct from (old.root, old.head, old.frozen_entry, old.commit_by, old.objects, old.officers))
    or (old.approved_by is not null and new.approved_by is distinct from old.approved_by)
    or (old.closed_entry is not null and new.closed_entry is distinct from old.closed_entry)
    or (old.beacon is not null and (new.beacon, new.reveal_by) is distinct from (old.beacon, old.reveal_by))
    or (old.late_entry is not null and new.late_entry is distinct from old.late_entry)
    or old.seed is not null
  then raise exception 'what is frozen or drawn does not change';
  end if;
  return new;
end $$;

create index draw_register on selection.draw (id desc) where root is not null;

alter table selection.replacement add column next text check (next is null or place is not null);
comment on column selection.replacement.next is 'The officer whom the seed named instead, empty where there was nobody; null while nobody has agreed, and where that was before this column: then it is drawn for again.';
grant update (next) on selection.replacement to lianjian_app;

create table selection.orderer (
  port    text not null,
  agency  text not null,
  person  text not null,
  draws   int  not null check (draws > 0),
  redraws int  not null check (redraws between 0 and draws),
  primary key (port, agency, person)
);
comment on table selection.orderer is 'How often each person had a list frozen, and how often in place of a draw that was drawn (DR-05); one row is counted up with each list.';
grant select, insert, update (draws, redraws) on selection.orderer to lianjian_app;
insert into selection.orderer (port, agency, person, draws, redraws)
select d.port, d.agency, d.ordered_by, count(*), count(d.replaces) from selection.draw d where d.root is not null group by d.port, d.agency, d.ordered_by;
