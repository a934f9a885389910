package org.fieldledger.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.PersonalTexts;
import org.fieldledger.store.StoreUnavailable;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The keys to what is personal. The only class that names the tables of the schema {@code vault}.
 * Safe for any number of threads and processes on one database.
 *
 * <p>Keys for sealing are kept in memory, at most ten thousand and for a minute each; a text that is sealed with a key that
 * was destroyed meanwhile is erased from the start.
 */
public final class Vault implements Sealing, Opening {

    private static final int MOST_KEPT = 10_000;
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();
    private static final String PROOF = "fieldledger master key proof 1";

    private final DataSource database;
    private final MasterKey master;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, byte[]> marking = new ConcurrentHashMap<>();
    private final KeysAhead ahead = new KeysAhead(this::made);
    private final Map<String, Kept> kept = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Kept(DataKey key, long sinceNanos) {}

    private Vault(DataSource database, MasterKey master) {
        this.database = database;
        this.master = master;
    }

    /**
     * Opens the vault of a store with the master key in this file, which is made where neither it nor the vault is there yet.
     *
     * @throws VaultRefused in one sentence, where the file is missing, is something else, or holds another store's key
     */
    public static Vault open(DataSource database, Path masterKeyFile) {
        migrate(database);
        var file = masterKeyFile.toAbsolutePath().normalize();
        if (Files.exists(file)) return open(database, MasterKey.in(file));
        if (proof(database).length > 0)
            throw new VaultRefused(
                    ("The master key of this store is not in %s: bring the file back from where you keep its"
                                    + " copy, or say with --master-key-file (FIELDLEDGER_MASTER_KEY_FILE) where it is."
                                    + " Without it no personal text can be read")
                            .formatted(file));
        return open(database, MasterKey.createdIn(file));
    }

    /** The same with a key that is at hand. */
    public static Vault open(DataSource database, MasterKey master) {
        migrate(database);
        var vault = new Vault(database, master);
        vault.prove();
        return vault;
    }

    /** Brings the vault's tables to the present version. Needs no key. */
    public static void migrate(DataSource database) {
        Flyway.configure(Vault.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(database)
                .schemas("vault")
                .table("flyway_vault")
                .locations("classpath:db/vault")
                .load()
                .migrate();
    }

    MasterKey master() {
        return master;
    }

    /** The scope of a person's key. */
    static String scope(ParticipantCode person) {
        return "participant/" + person;
    }

    /** The scope of the key of texts that concern nobody in particular. */
    private static String scope(long number) {
        return "text/" + Long.toString(number, 36);
    }

    /** The scopes of the keys that an event's texts have to themselves: what to destroy so that they, and no others, are gone. */
    static Set<String> scopesOfItsOwn(Identified stored) {
        var scopes = new LinkedHashSet<String>();
        // The scope of the keys that were made one by one, for stores from before they were made ahead.
        scopes.add("event/" + stored.id());
        PersonalTexts.each(
                stored.event(),
                text -> SealedText.read(text)
                        .ifPresent(read -> read.keys().forEach(number -> scopes.add(scope(number)))));
        return scopes;
    }

    /** The event whose own key has this scope; absent where it is that of a person. */
    static Optional<UUID> eventOf(String scope) {
        return scope.startsWith("event/") ? Optional.of(UUID.fromString(scope.substring(6))) : Optional.empty();
    }

    @Override
    public List<FieldEvent> seal(List<Identified> events) {
        var people = new ArrayList<@Nullable List<String>>(events.size());
        var needed = new LinkedHashSet<String>();
        for (var one : events) {
            var theirs = hasTexts(one.event()) ? people(one.event()) : null;
            people.add(theirs);
            if (theirs != null) needed.addAll(theirs);
        }
        var keys = needed.isEmpty() ? Map.<String, DataKey>of() : provided(needed);
        var sealed = new ArrayList<FieldEvent>(events.size());
        for (int n = 0; n < events.size(); n++) {
            var one = events.get(n);
            var theirs = people.get(n);
            sealed.add(
                    theirs == null
                            ? one.event()
                            : PersonalTexts.replaced(one.event(), sealer(one.id(), taken(theirs, keys))));
        }
        return sealed;
    }

    private List<DataKey> taken(List<String> people, Map<String, DataKey> keys) {
        return people.isEmpty()
                ? List.of(ahead.take())
                : people.stream().map(scope -> provided(keys, scope)).toList();
    }

    private static boolean hasTexts(FieldEvent event) {
        var texts = new ArrayList<String>(4);
        PersonalTexts.each(event, texts::add);
        return !texts.isEmpty();
    }

    /** Whose keys the texts of an event take; empty where it concerns nobody in particular. */
    private static List<String> people(FieldEvent event) {
        return Concerned.codes(event).stream().map(Vault::scope).distinct().toList();
    }

    private UnaryOperator<String> sealer(UUID event, List<DataKey> taken) {
        var numbers = taken.stream().map(DataKey::number).toList();
        var key = derived(event, taken);
        return text -> SealedText.written(
                numbers,
                Aes.seal(
                        key == null ? Aes.newKey(random) : key,
                        text.getBytes(UTF_8),
                        SealedText.purpose(event),
                        random));
    }

    private static DataKey provided(Map<String, DataKey> keys, String scope) {
        var key = keys.get(scope);
        if (key == null) throw new IllegalStateException("The vault provided no key for " + scope);
        return key;
    }

    /** The key of an event's texts; null where one of those it takes was destroyed, so that nobody can ever open them. */
    private static byte @Nullable [] derived(UUID event, List<DataKey> keys) {
        var together = new byte[keys.size() * Aes.KEY_BYTES];
        for (int n = 0; n < keys.size(); n++) {
            var key = keys.get(n).key();
            if (key == null) return null;
            System.arraycopy(key, 0, together, n * Aes.KEY_BYTES, Aes.KEY_BYTES);
        }
        return Aes.derive(together, SealedText.purpose(event));
    }

    private Map<String, DataKey> provided(Set<String> scopes) {
        var found = new HashMap<String, DataKey>();
        var missing = new ArrayList<String>();
        var now = System.nanoTime();
        synchronized (kept) {
            for (var scope : scopes) {
                var one = kept.get(scope);
                if (one != null && now - one.sinceNanos() < KEPT_NANOS) found.put(scope, one.key());
                else missing.add(scope);
            }
        }
        if (missing.isEmpty()) return found;
        var fetched = fetched(missing, numbers(missing.size()));
        synchronized (kept) {
            fetched.forEach((scope, key) -> kept.put(scope, new Kept(key, now)));
        }
        found.putAll(fetched);
        return found;
    }

    private Collection<DataKey> made(int many) {
        var numbers = numbers(many);
        return fetched(Stream.of(numbers).map(Vault::scope).toList(), numbers).values();
    }

    private Long[] numbers(int many) {
        return random.longs(many, 1, Long.MAX_VALUE).boxed().toArray(Long[]::new);
    }

    /** The keys of these scopes, made under these numbers where there are none. One statement. */
    private Map<String, DataKey> fetched(List<String> scopes, Long[] numbers) {
        var offered = new byte[scopes.size()][];
        for (int n = 0; n < offered.length; n++) offered[n] = wrapped(Aes.newKey(random), scopes.get(n));
        var keys = new HashMap<String, DataKey>();
        asked(connection -> {
            try (var provide =
                    connection.prepareStatement("select scope, number, wrapped from vault.provide(?, ?, ?)")) {
                provide.setArray(1, connection.createArrayOf("text", scopes.toArray()));
                provide.setArray(2, connection.createArrayOf("int8", numbers));
                provide.setArray(3, connection.createArrayOf("bytea", offered));
                try (var rows = provide.executeQuery()) {
                    while (rows.next()) keys.put(rows.getString(1), dataKey(rows.getString(1), rows));
                }
            }
            return keys;
        });
        return keys;
    }

    private DataKey dataKey(String scope, ResultSet row) throws SQLException {
        var wrapped = row.getBytes("wrapped");
        return new DataKey(row.getLong("number"), wrapped == null ? null : unwrapped(wrapped, scope));
    }

    private byte[] wrapped(byte[] key, String scope) {
        return Aes.seal(master.key(), key, scope, random);
    }

    private byte[] unwrapped(byte[] wrapped, String scope) {
        try {
            return Aes.open(master.key(), wrapped, scope);
        } catch (Aes.DoesNotOpen changed) {
            throw new IllegalStateException(
                    "The key of %s was not wrapped by this master key".formatted(scope), changed);
        }
    }

    @Override
    public byte[] mark(String use, byte[] content) {
        return Aes.hmac(
                marking.computeIfAbsent(use, one -> Aes.derive(master.key(), "fieldledger mark 1 " + one)), content);
    }

    /** Puts the key that this process kept out of its memory. */
    void forget(Collection<String> scopes) {
        synchronized (kept) {
            for (var scope : scopes) {
                var gone = kept.remove(scope);
                if (gone != null && gone.key().key() != null)
                    Arrays.fill(gone.key().key(), (byte) 0);
            }
        }
    }

    @Override
    public List<@Nullable String> texts(List<Stored> stored) {
        var taken = new LinkedHashSet<Long>();
        var read = new ArrayList<@Nullable SealedText>(stored.size());
        for (var one : stored) {
            var sealed = one.text() == null ? null : SealedText.read(one.text()).orElse(null);
            if (sealed != null) taken.addAll(sealed.keys());
            read.add(sealed);
        }
        var opened = new ArrayList<@Nullable String>(stored.size());
        var keys = taken.isEmpty() ? Map.<Long, DataKey>of() : byNumber(taken);
        for (int n = 0; n < stored.size(); n++) {
            var one = stored.get(n);
            var sealed = read.get(n);
            opened.add(sealed == null ? one.text() : opened(one.event(), sealed, keys));
        }
        return opened;
    }

    @Override
    public List<FieldEvent> events(List<Identified> stored) {
        return opened(stored, PersonalTexts::each, PersonalTexts::replaced);
    }

    @Override
    public List<FieldEvent> answers(List<Identified> stored) {
        return opened(stored, PersonalTexts::eachWithheld, PersonalTexts::withheldReplaced);
    }

    private List<FieldEvent> opened(
            List<Identified> stored,
            BiConsumer<FieldEvent, Consumer<String>> each,
            BiFunction<FieldEvent, UnaryOperator<String>, FieldEvent> replaced) {
        var taken = new LinkedHashSet<Long>();
        for (var one : stored)
            each.accept(one.event(), text -> SealedText.read(text).ifPresent(read -> taken.addAll(read.keys())));
        if (taken.isEmpty()) return stored.stream().map(Identified::event).toList();
        var keys = byNumber(taken);
        return stored.stream()
                .map(one -> replaced.apply(
                        one.event(),
                        text -> SealedText.read(text)
                                .map(read -> opened(one.id(), read, keys))
                                .orElse(text)))
                .toList();
    }

    private static String opened(UUID event, SealedText text, Map<Long, DataKey> keys) {
        var taken = new ArrayList<DataKey>();
        var missing = false;
        for (var number : text.keys()) {
            var key = number == 0 ? new DataKey(0, null) : keys.get(number);
            if (key == null) missing = true;
            else if (key.key() == null) return ERASED;
            else taken.add(key);
        }
        if (missing) return NO_KEY;
        var key = derived(event, taken);
        if (key == null) return ERASED;
        try {
            return new String(Aes.open(key, text.sealed(), SealedText.purpose(event)), UTF_8);
        } catch (Aes.DoesNotOpen changed) {
            return NOT_ITS_OWN;
        }
    }

    /** The keys of these numbers, with those that were destroyed; numbers that this vault never gave out are absent. */
    private Map<Long, DataKey> byNumber(Set<Long> numbers) {
        var keys = new TreeMap<Long, DataKey>();
        return asked(connection -> {
            try (var select = connection.prepareStatement("""
                    select scope, number, wrapped from vault.key where number = any(?)
                    union all
                    select scope, number, null from vault.destroyed where number = any(?)
                    """)) {
                var wanted = connection.createArrayOf("int8", numbers.toArray());
                select.setArray(1, wanted);
                select.setArray(2, wanted);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) keys.put(rows.getLong("number"), dataKey(rows.getString("scope"), rows));
                }
            }
            return keys;
        });
    }

    private void prove() {
        var proof = proof(database);
        if (proof.length == 0) {
            asked(connection -> {
                try (var keep = connection.prepareStatement(
                        "insert into vault.master (proof) values (?) on conflict do nothing")) {
                    keep.setBytes(1, Aes.seal(master.key(), PROOF.getBytes(UTF_8), "proof", random));
                    return keep.executeUpdate();
                }
            });
            proof = proof(database);
        }
        try {
            if (new String(Aes.open(master.key(), proof, "proof"), UTF_8).equals(PROOF)) return;
        } catch (Aes.DoesNotOpen another) {
            throw new VaultRefused(
                    ("The key in %s is not the master key of this store: bring back the file it was started with, or say"
                                    + " with --master-key-file (FIELDLEDGER_MASTER_KEY_FILE) where that is")
                            .formatted(master),
                    another);
        }
        throw new VaultRefused("The key in %s is not the master key of this store".formatted(master));
    }

    /** Empty where the vault has no master key yet. */
    private static byte[] proof(DataSource database) {
        return asked(database, connection -> {
            try (var select = connection.prepareStatement("select proof from vault.master");
                    var row = select.executeQuery()) {
                return row.next() ? row.getBytes(1) : new byte[0];
            }
        });
    }

    private <A> A asked(Question<A> question) {
        return asked(database, question);
    }

    private static <A> A asked(DataSource database, Question<A> question) {
        try (var connection = database.getConnection()) {
            var answer = question.on(connection);
            if (!connection.getAutoCommit()) connection.commit();
            return answer;
        } catch (SQLException failure) {
            throw new StoreUnavailable("The vault could not be read: the database failed or did not answer", failure);
        }
    }

    private interface Question<A> {
        A on(Connection connection) throws SQLException;
    }
}
