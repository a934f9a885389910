-- What a demonstration remembers of its load: what it was begun with, and whether it came to the end.
create table demonstration.load (
    only_one boolean primary key default true check (only_one),
    seed     bigint  not null,
    scale    integer not null,
    finished boolean not null default false
);
