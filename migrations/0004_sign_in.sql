-- Who may act: people with a password and sessions, machines with tokens. Of sessions and tokens only hashes are kept: who reads the database cannot act with them.
create table platform.account (
  id            uuid        primary key,
  name          text        not null check (name ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
  display_name  text        not null,
  password_hash text        not null check (password_hash like '$argon2id$%'),
  roles         text[]      not null check (roles <@ array['trader', 'officer', 'coordinator', 'operator', 'laboratory', 'headquarters', 'auditor', 'administrator']),
  agency        text,
  enterprise    text,
  site          text,
  ports         text[]      not null,
  active        boolean     not null default true,
  created_at    timestamptz not null
);
comment on table platform.account is 'People who sign in. Not a case table: an account may work at several ports.';
create unique index account_name on platform.account (name);

create table platform.session (
  hash       bytea       primary key check (length(hash) = 32),
  account_id uuid        not null references platform.account (id),
  created_at timestamptz not null,
  seen_at    timestamptz not null,
  ends_at    timestamptz not null
);
comment on table platform.session is 'Signed-in browsers by the SHA-256 of their cookie. Ended sessions are deleted.';
create index session_account on platform.session (account_id);
create index session_end on platform.session (ends_at);

create table platform.token (
  id         uuid        primary key,
  hash       bytea       not null check (length(hash) = 32),
  name       text        not null check (length(name) between 1 and 200),
  roles      text[]      not null check (roles <@ array['trader', 'officer', 'coordinator', 'operator', 'laboratory', 'headquarters', 'auditor', 'administrator']),
  agency     text,
  enterprise text,
  site       text,
  ports      text[]      not null,
  account_id uuid        references platform.account (id),
  issued_by  text        not null,
  issued_at  timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
comment on table platform.token is 'Machines by the SHA-256 of their bearer token, with the scope they act in.';
comment on column platform.token.account_id is 'The person who issued it; when that account is closed the token ends with it.';
create unique index token_hash on platform.token (hash);

create table platform.sign_in_try (
  key   text        primary key,
  tries int         not null,
  since timestamptz not null
);
comment on table platform.sign_in_try is 'Tries to sign in that have not succeeded, per place, per name, and per both, in a window from the first.';
create index sign_in_try_age on platform.sign_in_try (since);

create table platform.known_place (
  account_id uuid        not null references platform.account (id),
  place      bytea       not null,
  seen_at    timestamptz not null,
  primary key (account_id, place)
);
comment on table platform.known_place is 'From where an account has signed in before (hashed): others guessing at its password do not lock it out there.';

grant select, insert, update on platform.account, platform.token to lianjian_app;
grant select, insert, update, delete on platform.session, platform.sign_in_try, platform.known_place to lianjian_app;
