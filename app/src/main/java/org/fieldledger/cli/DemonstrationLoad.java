package org.fieldledger.cli;

import java.io.PrintWriter;

/** Lives the demonstration programme into a store, once. A bean of the application; {@code demo} calls it. */
public interface DemonstrationLoad {

    /**
     * Whether the programme still has to be loaded, wholly or from where a load was cut off.
     *
     * @throws org.fieldledger.embedded.StartRefused if this store holds real data, which a demonstration never joins
     */
    boolean isDue();

    /**
     * Loads the programme through the commands, or goes on where a load was cut off.
     *
     * @param seed the same seed and scale give the same events
     * @param scale 1 is about 400 people
     * @param operator where progress is shown
     */
    void load(long seed, int scale, PrintWriter operator);

    /** What the operator should know when the pages are up: one sign-in per role, and what to try first. */
    void welcome(PrintWriter operator);
}
