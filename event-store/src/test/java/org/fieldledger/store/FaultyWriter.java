package org.fieldledger.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * A process of its own that appends until it is killed: four threads, each on streams of its own, every append answering a
 * command. Says on its standard output what was acknowledged, a line each: position, event id, command id.
 */
public final class FaultyWriter {

    /** @param arguments the port of the database, and a seed */
    public static void main(String[] arguments) {
        var database = FaultyServer.pooled(FaultyServer.source(Integer.parseInt(arguments[0])));
        long seed = Long.parseLong(arguments[1]);
        var log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry());
        for (int n = 0; n < 4; n++) {
            var random = new Random(seed + n);
            Thread.ofPlatform().start(() -> write(log, random));
        }
    }

    private static void write(EventLog log, Random random) {
        for (int stream = 0; ; stream++) {
            var name = "w/" + random.nextLong() + "/" + stream;
            int events = 1 + random.nextInt(5);
            for (int n = 0; n < events; n++) {
                var event = Ledger.event(name, n);
                var command = Ledger.command(UUID.randomUUID());
                try {
                    var appended = log.append(new Append(List.of(event), Map.of(), List.of(command)));
                    System.out.println(
                            "ack " + appended.firstPosition() + " " + event.eventId() + " " + command.commandId());
                } catch (StoreUnavailable away) {
                    break; // nobody knows; another stream, then
                }
            }
        }
    }

    private FaultyWriter() {}
}
