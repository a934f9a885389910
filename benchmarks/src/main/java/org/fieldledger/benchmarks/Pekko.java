package org.fieldledger.benchmarks;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.jdbc.testkit.javadsl.SchemaUtils;
import org.fieldledger.store.NewEvent;

/** P: Apache Pekko's persistence on its JDBC journal, as it comes: one persistent actor for each caller, events as text. */
final class Pekko implements AutoCloseable {

    private final ActorSystem system;
    private final AtomicLong actors = new AtomicLong();

    Pekko(String jdbcUrl) throws Exception {
        system = ActorSystem.create(
                "bench", ConfigFactory.parseString("""
                        pekko {
                          loglevel = "WARNING"
                          persistence.journal.plugin = "jdbc-journal"
                        }
                        jdbc-journal.slick {
                          profile = "slick.jdbc.PostgresProfile$"
                          db { url = "%s", driver = "org.postgresql.Driver" }
                        }
                        """.formatted(jdbcUrl)).withFallback(ConfigFactory.load()));
        SchemaUtils.createIfNotExists(system).toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    /** A caller who waits for each answer. */
    Load appending(Samples samples, int events) {
        var actor = system.actorOf(Props.create(Writer.class, () -> new Writer("note-" + actors.incrementAndGet())));
        return () -> {
            var done = new CompletableFuture<Void>();
            actor.tell(
                    new Write(
                            samples.stream(events).stream()
                                    .map(NewEvent::payload)
                                    .toList(),
                            done),
                    ActorRef.noSender());
            done.get(1, TimeUnit.MINUTES);
        };
    }

    private record Write(List<String> payloads, CompletableFuture<Void> done) {}

    /** Persists what it is told and says so when all of it is on disk. */
    private static final class Writer extends AbstractPersistentActor {

        private final String id;
        private int left;

        Writer(String id) {
            this.id = id;
        }

        @Override
        public String persistenceId() {
            return id;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Write.class, write -> {
                        left = write.payloads().size();
                        persistAll(write.payloads(), stored -> {
                            if (--left == 0) write.done().complete(null);
                        });
                    })
                    .build();
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder().matchAny(earlier -> {}).build();
        }
    }

    @Override
    public void close() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}
