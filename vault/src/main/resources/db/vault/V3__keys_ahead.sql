-- Keys for texts about nobody in particular are made before they are needed, so they cannot be called after their event.
comment on table vault.key is 'A data key for each person, and one for the texts of each event that concerns nobody in particular.';
comment on column vault.key.scope is
    'participant/CODE; text/NUMBER in base 36, as the sealed text names it; event/ID in stores from before keys were made ahead.';
