package org.fieldledger.oracle;

import java.nio.file.Path;
import java.util.HashMap;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.cli.RunningStore;
import org.springframework.context.SmartLifecycle;

/** A running store that an invented history is recorded in. Nobody goes through its log meanwhile: of that nothing is asked. */
final class ProofStore {

    static RunningApplication in(Path home) {
        var settings = new HashMap<>(RunningStore.DEMONSTRATION);
        settings.put("fieldledger.log.checked-per-second", 0);
        return RunningStore.in(home, settings);
    }

    /** One of which nothing is asked in SQL, and nothing judged for it. */
    static RunningApplication withoutReporting(Path home) {
        var store = in(home);
        reporting(store).stop();
        return store;
    }

    /** What judges ahead for reporting tools, and tells them. */
    static SmartLifecycle reporting(RunningApplication store) {
        return store.context().getBean("reportingRunner", SmartLifecycle.class);
    }

    private ProofStore() {}
}
