-- Who may sign in. Fieldwork is recorded under the researcher code, never under the user name.
create table access.account (
    username             text primary key check (username ~ '^[a-z][a-z0-9.-]{1,38}$'),
    researcher_code      text not null,
    roles                text[] not null check (cardinality(roles) > 0),
    password_hash        text not null,
    must_change_password boolean not null default false,
    enabled              boolean not null default true,
    failed_sign_ins      integer not null default 0,
    locked_until         timestamptz,
    created_at           timestamptz not null default now()
);
comment on column access.account.locked_until is 'no sign-in before this, after too many failed ones';
