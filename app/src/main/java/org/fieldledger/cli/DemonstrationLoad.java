package org.fieldledger.cli;

import java.io.PrintWriter;
import java.nio.file.Path;

/** Lives the demonstration programme into a store, once. A bean of the application; {@code demo} calls it. */
public interface DemonstrationLoad {

    /**
     * Whether the programme still has to be loaded, wholly or from where a load was cut off.
     *
     * @throws org.fieldledger.embedded.StartRefused if this store was made for real data, which a demonstration never joins
     */
    boolean isDue();

    /**
     * Loads the programme through the commands, or goes on where a load was cut off.
     *
     * @param seed the same seed and scale give the same events
     * @param scale 1 is about 400 people
     * @param operator where it is said what was loaded
     * @throws org.fieldledger.embedded.StartRefused if the load that was cut off was of another seed or scale
     */
    void load(long seed, int scale, PrintWriter operator);

    /**
     * Says what the operator should know when the pages are up: one sign-in per role, and what to try first.
     *
     * @param home where the passwords of the sign-ins are kept, for their owner alone
     */
    void welcome(Path home, PrintWriter operator);
}
