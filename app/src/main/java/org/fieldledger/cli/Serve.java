package org.fieldledger.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fieldledger.access.Accounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger serve}: the store, its API and its pages, for real data. */
@Command(
        name = "serve",
        description = "Runs the store with its pages and its API, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        options.serve(
                "ordinary",
                Map.of(),
                out,
                application -> application
                        .context()
                        .getBean(Accounts.class)
                        .firstAdministrator()
                        .ifPresent(first -> welcome(first, out)));
        return 0;
    }

    /** Told once, here: the store keeps only a hash. */
    private static void welcome(Accounts.Credentials first, PrintWriter out) {
        out.println("This store is new. Sign in as " + first.username() + " with the one-time password "
                + first.password() + " and choose your own; it is not shown again.");
        out.flush();
    }
}
