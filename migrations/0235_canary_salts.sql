-- Which cases a canary judges was drawn from the trial's id, which officers see and which tells its time: whoever learned it could choose a reference that
-- the new rules judge, or that they do not. It is drawn from a secret of the trial; the ledger holds its hash from the start, and the secret once it is over.
alter table assess.trial add column salt text;
-- What runs keeps its arms.
update assess.trial set salt = id::text;
alter table assess.trial alter column salt set not null, alter column salt set default gen_random_uuid()::text, add check (length(salt) >= 32);
comment on column assess.trial.salt is 'Secret while the trial runs: what its arms are drawn with.';
