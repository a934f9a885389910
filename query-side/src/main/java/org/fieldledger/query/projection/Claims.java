package org.fieldledger.query.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.fieldledger.query.projection.Checkpoints.Stand;
import org.fieldledger.store.EventLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which ranges this process applies. Every process lets its pulse beat in the database and watches that of the others: whose
 * pulse has stood still for some seconds of the watcher's own stopwatch holds nothing any more. No clocks are compared, and an
 * error of judgement costs nothing but work, because every batch checks its claim where it commits.
 *
 * <p>The living share the ranges evenly, each working out its own part by the same rule. The only class that names
 * query.runner.
 */
@Component
class Claims {

    static final Duration BEAT = Duration.ofSeconds(1);
    static final Duration DEAD_AFTER = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(Claims.class);

    private final Projections projections;
    private final Checkpoints checkpoints;
    private final JdbcClient db;
    private final EventLog log;
    private final Counter takeovers;
    private final MultiGauge behind;
    private final String holder;
    private final Map<String, Pulse> pulses = new HashMap<>();
    private volatile List<Claim> mine = List.of();
    private volatile Set<String> outdated = Set.of();
    private volatile Set<String> fromTheFuture = Set.of();
    private final Map<Range, Long> freeSince = new ConcurrentHashMap<>();

    /** What was last seen of a process, and when, by this process's stopwatch. */
    private record Pulse(long beat, long seenAtNanos) {}

    private record Runner(String holder, long beat, Set<String> editions) {}

    Claims(Projections projections, Checkpoints checkpoints, JdbcClient db, EventLog log, MeterRegistry meters) {
        this.projections = projections;
        this.checkpoints = checkpoints;
        this.db = db;
        this.log = log;
        this.holder = "%d@%s/%s"
                .formatted(
                        ProcessHandle.current().pid(),
                        host(),
                        UUID.randomUUID().toString().substring(0, 8));
        this.takeovers = Counter.builder("fieldledger.projection.takeovers")
                .description("Processes found without a pulse by this one, whose ranges are then taken over")
                .register(meters);
        this.behind = MultiGauge.builder("fieldledger.projection.range.lag.events")
                .description("Events of the log that a range of a projection has not read, whoever applies it")
                .register(meters);
        Gauge.builder("fieldledger.projection.claims", () -> mine.size())
                .description("Ranges of projections that this process applies")
                .register(meters);
    }

    /** What this process may apply, as of the last {@link #round}. */
    List<Claim> mine() {
        return mine;
    }

    /** Projections whose tables were made by an older version than this program's. */
    Set<String> outdated() {
        return outdated;
    }

    /** Projections whose tables were made by a newer version than this program's, which must not touch them. */
    Set<String> fromTheFuture() {
        return fromTheFuture;
    }

    /** Ranges that nobody alive has applied for some seconds; those that wait for a rebuild are not among them. */
    List<Range> unclaimed() {
        var longAgo = System.nanoTime() - DEAD_AFTER.toNanos();
        return freeSince.entrySet().stream()
                .filter(free -> free.getValue() - longAgo < 0)
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(Range::toString))
                .toList();
    }

    /** Shows that this process lives, looks who else does, and takes on or gives back until its part is fair. */
    synchronized void round() {
        var versions = new TreeMap<String, Integer>();
        for (var projection : projections.all()) versions.put(projection.name(), projection.version());
        var standing = checkpoints.ranges(versions.keySet());
        var begun = new HashSet<String>();
        standing.forEach(stand -> begun.add(stand.range().key()));
        if (!begun.containsAll(versions.keySet())) {
            versions.forEach(checkpoints::begin);
            standing = checkpoints.ranges(versions.keySet());
        }
        beat(versions);
        var alive = alive();
        share(standing, versions, alive);
        see(checkpoints.ranges(versions.keySet()), versions, alive);
    }

    /** Leaves what it holds to the others. */
    synchronized void leave() {
        var held = mine;
        mine = List.of();
        checkpoints.release(held);
        db.sql("delete from query.runner where holder = :holder")
                .param("holder", holder)
                .update();
    }

    private void beat(Map<String, Integer> versions) {
        // Not flushed: a pulse need not outlive a crash of the database.
        db.sql("""
                with unhurried as (select set_config('synchronous_commit', 'off', true))
                insert into query.runner as runner (holder, beat, editions)
                select :holder, 1, cast(:editions as text[]) from unhurried
                on conflict (holder) do update set beat = runner.beat + 1, editions = excluded.editions
                """)
                .param("holder", holder)
                .param(
                        "editions",
                        versions.entrySet().stream()
                                .map(each -> each.getKey() + "/" + each.getValue())
                                .toArray(String[]::new))
                .update();
    }

    /** Those whose pulse beats, in an order that all of them see alike. Forgets those whose pulse does not. */
    private List<Runner> alive() {
        var now = System.nanoTime();
        var alive = new ArrayList<Runner>();
        for (var runner : db.sql("select holder, beat, editions from query.runner order by holder")
                .query((row, n) -> new Runner(row.getString(1), row.getLong(2), new HashSet<>(Arrays.asList((String[])
                        row.getArray(3).getArray()))))
                .list()) {
            var before = pulses.get(runner.holder());
            if (before == null || before.beat() != runner.beat())
                pulses.put(runner.holder(), new Pulse(runner.beat(), now));
            else if (now - before.seenAtNanos() > DEAD_AFTER.toNanos()
                    && !runner.holder().equals(holder)) {
                bury(runner);
                continue;
            }
            alive.add(runner);
        }
        var known = new HashSet<String>();
        alive.forEach(runner -> known.add(runner.holder()));
        pulses.keySet().retainAll(known);
        return alive;
    }

    private void bury(Runner dead) {
        var gone = db.sql("delete from query.runner where holder = :holder and beat = :beat")
                .param("holder", dead.holder())
                .param("beat", dead.beat())
                .update();
        if (gone == 1)
            LOGGER.warn("The process {} has had no pulse for {}: others take over", dead.holder(), DEAD_AFTER);
    }

    /** Ranges that the same processes can apply are shared among these; so an older program does not keep a newer one from its own. */
    private void share(List<Stand> standing, Map<String, Integer> versions, List<Runner> alive) {
        var groups = new HashMap<List<String>, List<Stand>>();
        for (var stand : standing) {
            var name = stand.range().key();
            if (stand.checkpoint().version() != versions.getOrDefault(name, -1)) {
                if (holder.equals(stand.holder())) checkpoints.release(List.of(claimOf(stand)));
                continue;
            }
            var edition = name + "/" + versions.get(name);
            var able = alive.stream()
                    .filter(runner -> runner.editions().contains(edition))
                    .map(Runner::holder)
                    .toList();
            groups.computeIfAbsent(able, none -> new ArrayList<>()).add(stand);
        }
        groups.forEach((able, ranges) -> share(ranges, able));
    }

    private void share(List<Stand> ranges, List<String> able) {
        var held = ranges.stream()
                .filter(stand -> holder.equals(stand.holder()))
                .map(Claims::claimOf)
                .toList();
        var fair = fairPart(ranges.size(), able.size(), able.indexOf(holder));
        if (held.size() > fair) checkpoints.release(held.subList(fair, held.size()));
        else if (held.size() < fair)
            checkpoints.take(
                    holder,
                    able,
                    ranges.stream().map(stand -> stand.range().key()).distinct().toList(),
                    fair - held.size());
    }

    /** Of so many ranges among so many processes, how many the one at this place takes: the first ones take what is left over. */
    static int fairPart(int ranges, int processes, int place) {
        if (place < 0) return 0;
        return ranges / processes + (place < ranges % processes ? 1 : 0);
    }

    private void see(List<Stand> standing, Map<String, Integer> versions, Collection<Runner> alive) {
        var own = new ArrayList<Claim>();
        var older = new HashSet<String>();
        var newer = new HashSet<String>();
        for (var stand : standing) {
            var version = versions.getOrDefault(stand.range().key(), -1);
            if (stand.checkpoint().version() < version) older.add(stand.range().key());
            else if (stand.checkpoint().version() > version)
                newer.add(stand.range().key());
            else if (holder.equals(stand.holder())) own.add(claimOf(stand));
        }
        var living = new HashSet<String>();
        alive.forEach(runner -> living.add(runner.holder()));
        var free = new HashSet<Range>();
        for (var stand : standing)
            if (!living.contains(String.valueOf(stand.holder()))
                    && !older.contains(stand.range().key())) free.add(stand.range());
        freeSince.keySet().retainAll(free);
        free.forEach(range -> freeSince.putIfAbsent(range, System.nanoTime()));
        measure(standing);
        outdated = older;
        fromTheFuture = newer;
        mine = List.copyOf(own);
    }

    private void measure(List<Stand> standing) {
        var head = log.head();
        behind.register(
                standing.stream()
                        .map(stand -> MultiGauge.Row.of(
                                Tags.of(
                                        "projection",
                                        stand.range().key(),
                                        "range",
                                        "%d-%d"
                                                .formatted(
                                                        stand.range().from(),
                                                        stand.range().to())),
                                Math.max(0, head - stand.checkpoint().position())))
                        .toList(),
                true);
    }

    private static Claim claimOf(Stand stand) {
        return new Claim(stand.range(), String.valueOf(stand.holder()), stand.token());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "here";
        }
    }
}
