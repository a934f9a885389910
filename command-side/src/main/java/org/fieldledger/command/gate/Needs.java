package org.fieldledger.command.gate;

import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.events.ModuleCode;
import org.jspecify.annotations.Nullable;

/**
 * What an action needs before it may be recorded.
 *
 * @param openCase the case must have been open throughout
 * @param assignedPerformers everybody who performed it must have been assigned to the case throughout
 * @param approvalFor the chapter of fieldwork for which an ethics approval must have been in force; null for none
 * @param enrolment everybody who took part must have been enrolled in the case throughout
 * @param modules the consent modules that must be given, by everybody who took part
 */
public record Needs(
        boolean openCase,
        boolean assignedPerformers,
        @Nullable String approvalFor,
        boolean enrolment,
        List<ModuleCode> modules) {

    /** Nothing but a registered case, where one is named: administration, and what must always be possible to record. */
    public static Needs nothing() {
        return new Needs(false, false, null, false, List.of());
    }

    /** An open case and a performer assigned to it. */
    public static Needs team() {
        return new Needs(true, true, null, false, List.of());
    }

    /** As {@link #team()}, and an ethics approval in force for the chapter. */
    public static Needs approved(String chapter) {
        return new Needs(true, true, chapter, false, List.of());
    }

    /** As {@link #approved}, and everybody in it enrolled. */
    public static Needs enrolled(String chapter) {
        return new Needs(true, true, chapter, true, List.of());
    }

    /** As {@link #enrolled}, and everybody in it having given these modules. */
    public static Needs covered(String chapter, String... modules) {
        return new Needs(
                true,
                true,
                chapter,
                true,
                Stream.of(modules).map(ModuleCode::new).toList());
    }
}
