package org.fieldledger.command.entity;

import java.time.LocalDate;
import java.util.Optional;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ProgrammeRegistered;

/** The programme: its years, and the consent modules people are asked about. */
public record Programme(History history) {

    public Optional<ProgrammeRegistered> registration() {
        return history.of(ProgrammeRegistered.class).findFirst();
    }

    /** A consent module as last defined. */
    public Optional<ConsentModuleDefined> module(ModuleCode code) {
        return history.of(ConsentModuleDefined.class)
                .filter(module -> module.module().equals(code))
                .reduce((earlier, later) -> later);
    }

    /** The programme year a day falls in, counted from 1; empty outside the programme. */
    public Optional<Integer> yearOf(LocalDate day) {
        return registration()
                .filter(programme -> !day.isBefore(programme.begins()) && !day.isAfter(programme.ends()))
                .map(programme -> day.getYear()
                        - programme.begins().getYear()
                        + (day.getDayOfYear()
                                        >= programme
                                                .begins()
                                                .withYear(day.getYear())
                                                .getDayOfYear()
                                ? 1
                                : 0));
    }
}
