package org.fieldledger.cli;

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
                        .ifPresent(first -> {
                            out.println(first.welcome());
                            out.flush();
                        }));
        return 0;
    }
}
