package org.fieldledger.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.fieldledger.embedded.TestDatabase;
import org.springframework.boot.WebApplicationType;

/** The whole, served to this machine on a free port, on the database of a home. Closing the application closes both. */
public final class RunningStore {

    /** A store of the demonstration, to be loaded. */
    public static final Map<String, Object> DEMONSTRATION =
            Map.of("fieldledger.store-kind", "demonstration", "fieldledger.demonstration.load", true);

    public static RunningApplication in(Path home, Map<String, Object> settings) {
        var database = TestDatabase.in(home);
        var all = new HashMap<>(settings);
        all.putIfAbsent("server.port", 0);
        all.putIfAbsent("server.address", "127.0.0.1");
        return RunningApplication.start(
                new OpenStore(
                        home,
                        database.jdbcUrl(),
                        database.username(),
                        database.password(),
                        database.owner(),
                        database,
                        home.resolve("master.key")),
                WebApplicationType.SERVLET,
                all);
    }

    public static String address(RunningApplication store) {
        return "http://127.0.0.1:" + store.context().getEnvironment().getRequiredProperty("local.server.port");
    }

    private RunningStore() {}
}
