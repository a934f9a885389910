package org.fieldledger.cli;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.query.Rebuilding;
import org.fieldledger.query.projection.NoSuchRange;
import org.fieldledger.query.projection.Ranges;
import org.fieldledger.query.projection.UnknownProjection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger ranges}: how the work of the projections is divided among processes. The store may be in use meanwhile. */
@Command(
        name = "ranges",
        description = "Shows and changes how the work on projections is divided; also while the store is in use.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {Divisions.Told.class, Divisions.Split.class, Divisions.Merge.class})
final class Divisions {

    @Command(
            name = "list",
            description = "Every range of every projection: how far it has read, and which process applies it.",
            mixinStandardHelpOptions = true)
    static final class Told extends Division {

        @Override
        void work(Ranges ranges) {
            say("%-14s %-11s %14s %12s  %s%n", "projection", "slices", "position", "behind", "applied by");
            for (var part : ranges.all())
                say(
                        "%-14s %4d-%-6d %,14d %,12d  %s%n",
                        part.projection(),
                        part.from(),
                        part.to(),
                        part.position(),
                        part.behind(),
                        part.holder() == null ? "nobody" : part.holder());
        }
    }

    @Command(
            name = "split",
            description = "Cuts a range in two, so that two processes can share it.",
            mixinStandardHelpOptions = true)
    static final class Split extends Division {

        @Parameters(paramLabel = "PROJECTION", description = "which one, such as timeline")
        private String projection = "";

        @Option(
                names = "--at",
                paramLabel = "SLICE",
                description =
                        "the first slice of the upper part, 1 to 1023; the middle of the widest range if left out")
        private @Nullable Integer at;

        @Override
        void work(Ranges ranges) {
            if (at == null) at = ranges.split(projection);
            else ranges.split(projection, at);
            say("Cut %s at slice %d.%n", projection, at);
        }
    }

    @Command(name = "merge", description = "Makes one range of two that meet.", mixinStandardHelpOptions = true)
    static final class Merge extends Division {

        @Parameters(paramLabel = "PROJECTION", description = "which one, such as timeline")
        private String projection = "";

        @Option(
                names = "--at",
                paramLabel = "SLICE",
                required = true,
                description = "the first slice of the upper part")
        private int at;

        @Override
        void work(Ranges ranges) {
            ranges.merge(projection, at);
            say("Joined %s at slice %d.%n", projection, at);
        }
    }

    /** What the three have in common: the store they work on, and how they refuse. */
    abstract static class Division implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private StoreOptions options = new StoreOptions();

        abstract void work(Ranges ranges);

        final void say(String form, Object... values) {
            spec.commandLine().getOut().printf(form, values);
        }

        @Override
        public final Integer call() {
            Consumer<String> quietly = sentence -> {};
            try (var store = options.openExisting(quietly);
                    var database = store.pool(6)) {
                Rebuilding.dividing(database, this::work);
            } catch (UnknownProjection | NoSuchRange refused) {
                throw new StartRefused(refused.getMessage() + ".", refused);
            }
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    private Divisions() {}
}
