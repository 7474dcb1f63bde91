-- An accepted report that the goods fail outweighs those that they conform: the goods wait until the agency has looked itself, which no uphold of a paper ends.
alter table clear.doubt add column until_looked boolean not null default false;
comment on column clear.doubt.until_looked is 'The doubt ends with the agency''s own look at the goods after it began, when that finds them in order; nobody needs to settle it.';
