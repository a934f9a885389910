package org.fieldledger.vault;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Erasures.Step;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that carries erasures out as far as one step and then waits to be killed. */
final class CutOff {

    static final String HERE = "here";

    public static void main(String[] arguments) {
        var database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        var until = Step.valueOf(arguments[1]);
        try (var log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry())) {
            new Erasures(database, log, scopes -> {}, step -> {
                        if (step == until) waitToBeKilled();
                    })
                    .carryOut();
        }
    }

    private static void waitToBeKilled() {
        System.out.println(HERE);
        System.out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CutOff() {}
}
