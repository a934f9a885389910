package org.fieldledger.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fieldledger.embedded.StartRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger demo}: the same with the demonstration programme, loaded on the first start. */
@Command(
        name = "demo",
        description = "Runs the store with an invented research programme in it, to try everything on.",
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Option(
            names = "--seed",
            defaultValue = "2019",
            description = "the same seed gives the same programme (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--scale",
            defaultValue = "1",
            description = "1 is about 400 people, 100 about 40,000 (default: ${DEFAULT-VALUE})")
    private int scale;

    @Override
    public Integer call() throws InterruptedException {
        if (scale < 1) {
            throw new StartRefused("--scale counts from 1, which is about 400 people; " + scale + " would be nobody.");
        }
        PrintWriter out = spec.commandLine().getOut();
        options.serve("demonstration", Map.of("fieldledger.demonstration.load", true), out, application -> {
            DemonstrationLoad programme = application.context().getBean(DemonstrationLoad.class);
            if (programme.isDue()) {
                programme.load(seed, scale, out);
            }
            programme.welcome(application.home(), out);
        });
        return 0;
    }
}
