-- The cases with their sites and teams, and the instruments with their versions.
create table query.register_case (
    like query.fact,
    step             text not null,
    title            text,
    country          text,
    setting          text,
    vulnerable_group boolean,
    case_zone        text,
    primary key (position)
);
create index on query.register_case (case_code, position);
create index on query.register_case (event_id);

create table query.register_site (
    like query.fact,
    site text not null,
    name text not null,
    arm  text,
    primary key (position)
);
create index on query.register_site (case_code, site);
create index on query.register_site (event_id);

create table query.register_team (
    like query.fact,
    researcher text not null,
    role       text not null,
    step       text not null,
    primary key (position)
);
create index on query.register_team (case_code, researcher, role);
create index on query.register_team (event_id);

create table query.register_instrument (
    like query.fact,
    instrument text not null,
    version    text not null,
    step       text not null,
    kind       text,
    title      jsonb,
    definition jsonb,
    primary key (position)
);
create index on query.register_instrument (instrument, version);
create index on query.register_instrument (event_id);
