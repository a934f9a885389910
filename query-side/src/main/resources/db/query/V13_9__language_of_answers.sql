-- In which language an instrument was answered, where that was written down.
alter table query.measure_administration add column language text;
