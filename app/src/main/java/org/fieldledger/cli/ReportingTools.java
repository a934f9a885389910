package org.fieldledger.cli;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.query.reporting.ReportingLogins;
import org.fieldledger.query.reporting.ReportingLogins.Refused;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger reporting}: who may read the views of reporting_v1 by SQL. The store may be in use meanwhile. */
@Command(
        name = "reporting",
        description =
                "Lets tools read the views of reporting_v1 by SQL, and takes it back; also while the store is in use.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ReportingTools.Grant.class, ReportingTools.Revoke.class, ReportingTools.Told.class})
final class ReportingTools {

    @Command(
            name = "grant",
            description = "Makes a login that may read these views and nothing else, and shows its password once."
                    + " Granted again, a login has another password.",
            mixinStandardHelpOptions = true)
    static final class Grant extends Granting {

        @Parameters(paramLabel = "NAME", description = "of the login: small letters, digits and _")
        private String name = "";

        @Override
        void work(ReportingLogins logins, OpenStore store) {
            var granted = logins.grant(name, account(), purpose());
            say("%s may read the views of reporting_v1. Its password is shown this once:%n", name);
            say("%n  %s%n%n", granted.password());
            say("  psql    psql \"%s\"%n", psql(store.jdbcUrl(), name));
            say("  JDBC    %s?user=%s%n%n", store.jdbcUrl().replaceFirst("\\?.*", ""), name);
            if (granted.leftOpen().isEmpty()) return;
            say(
                    "On this server every role may do more than it needs. A superuser takes that away in this database:%n%n");
            granted.leftOpen().forEach(statement -> say("  %s;%n", statement));
        }

        private static String psql(String jdbcUrl, String name) {
            return jdbcUrl.replaceFirst("\\?.*", "").replaceFirst("jdbc:postgresql://", "postgresql://" + name + "@");
        }
    }

    @Command(
            name = "revoke",
            description = "Ends the sessions of a login and removes it.",
            mixinStandardHelpOptions = true)
    static final class Revoke extends Granting {

        @Parameters(paramLabel = "NAME", description = "of the login")
        private String name = "";

        @Override
        void work(ReportingLogins logins, OpenStore store) {
            logins.revoke(name, account(), purpose());
            say("%s may read nothing any more.%n", name);
        }
    }

    @Command(name = "list", description = "The logins there are.", mixinStandardHelpOptions = true)
    static final class Told extends Granting {

        @Override
        void work(ReportingLogins logins, OpenStore store) {
            var all = logins.all();
            if (all.isEmpty()) say("There is no reporting login.%n");
            for (var login : all) say("%-40s %d connections%n", login.name(), login.connections());
        }
    }

    /** What the three have in common: the store they work on, who they are, and how they refuse. */
    abstract static class Granting implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Option(names = "--purpose", paramLabel = "WORDS", description = "what for, as the access log is to have it")
        private @Nullable String purpose;

        abstract void work(ReportingLogins logins, OpenStore store);

        final void say(String form, Object... values) {
            spec.commandLine().getOut().printf(form, values);
        }

        final String account() {
            return System.getProperty("user.name", "operator");
        }

        final @Nullable String purpose() {
            return purpose;
        }

        @Override
        public final Integer call() {
            Consumer<String> quietly = sentence -> {};
            try (var store = options.openExisting(quietly);
                    var database = store.pool(3)) {
                work(new ReportingLogins(database), store);
            } catch (Refused refused) {
                throw new StartRefused(refused.getMessage() + ".", refused);
            }
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    private ReportingTools() {}
}
