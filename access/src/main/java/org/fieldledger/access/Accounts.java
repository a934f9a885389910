package org.fieldledger.access;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fieldledger.events.ResearcherCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The accounts of a store. The only class that names access.account. */
@Component
public class Accounts implements UserDetailsService {

    static final int MOST_FAILURES = 8;
    static final Duration LOCKED_FOR = Duration.ofMinutes(5);
    private static final int LEAST_PASSWORD = 12;
    /** Without letters and digits that are mistaken for one another when read aloud or copied by hand. */
    private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";

    private final JdbcClient db;
    private final PasswordEncoder passwords;
    /** Locks are counted in real time, also in a store that lives in simulated time. */
    private final Clock clock = Clock.systemUTC();

    private final SecureRandom random = new SecureRandom();

    Accounts(JdbcClient db, PasswordEncoder passwords) {
        this.db = db;
        this.passwords = passwords;
    }

    /** An account as it may be shown: nothing of its password. */
    public record Account(
            String username, ResearcherCode researcher, Set<Role> roles, boolean mustChangePassword, boolean enabled) {}

    /** What is told once to whoever the account is for. */
    public record Credentials(String username, String password, Set<Role> roles) {

        /** How the first of a store learns to sign in. Told once: the store keeps only a hash. */
        public String welcome() {
            return "This store is new. Sign in as %s with the one-time password %s and choose your own; it is not shown again."
                    .formatted(username, password);
        }
    }

    public List<Account> all() {
        return db.sql("select * from access.account order by username")
                .query((row, n) -> new Account(
                        row.getString("username"),
                        new ResearcherCode(row.getString("researcher_code")),
                        roles(row),
                        row.getBoolean("must_change_password"),
                        row.getBoolean("enabled")))
                .list();
    }

    /** A new account with a one-time password, which has to be changed at the first sign-in. */
    public Credentials create(String username, ResearcherCode researcher, Set<Role> roles) {
        var password = readablePassword();
        insert(username, researcher, roles, password, true);
        return new Credentials(username, password, roles);
    }

    /** The account of a new store's first administrator; empty when the store has accounts already. */
    public Optional<Credentials> firstAdministrator() {
        return all().isEmpty()
                ? Optional.of(
                        create("administrator", new ResearcherCode("administrator"), EnumSet.of(Role.ADMINISTRATOR)))
                : Optional.empty();
    }

    /** An account of a demonstration, whose password is printed at every start and need not be changed. */
    public void createForDemonstration(String username, ResearcherCode researcher, Role role, String password) {
        insert(username, researcher, EnumSet.of(role), password, false);
    }

    /** A password that can be read aloud: about 79 bits. */
    public String readablePassword() {
        var password = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            if (i > 0 && i % 4 == 0) password.append('-');
            password.append(READABLE.charAt(random.nextInt(READABLE.length())));
        }
        return password.toString();
    }

    public boolean isPasswordOf(String username, String password) {
        return passwords.matches(password, loadUserByUsername(username).getPassword());
    }

    /** Throws {@link IllegalArgumentException} with the reason when the new password will not do. */
    public void changePassword(String username, String password) {
        if (password.length() < LEAST_PASSWORD || password.length() > 64)
            throw new IllegalArgumentException(
                    "A password has %d to 64 characters; a sentence is easier to remember".formatted(LEAST_PASSWORD));
        db.sql("update access.account set password_hash = ?, must_change_password = false where username = ?")
                .params(passwords.encode(password), username)
                .update();
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        return db.sql("select * from access.account where username = ?")
                .param(username)
                .query((row, n) -> account(row))
                .optional()
                .orElseThrow(() -> new UsernameNotFoundException("No such account"));
    }

    /** Counts a failed sign-in; after too many in a row the account is locked for a while. */
    void failed(String username) {
        db.sql("""
                update access.account
                   set failed_sign_ins = failed_sign_ins + 1,
                       locked_until = case when failed_sign_ins + 1 >= ? then cast(? as timestamptz) else locked_until end
                 where username = ?
                """)
                .params(MOST_FAILURES, clock.instant().plus(LOCKED_FOR).atOffset(ZoneOffset.UTC), username)
                .update();
    }

    void succeeded(String username) {
        db.sql("""
                update access.account set failed_sign_ins = 0, locked_until = null
                 where username = ? and (failed_sign_ins > 0 or locked_until is not null)
                """).param(username).update();
    }

    private void insert(
            String username, ResearcherCode researcher, Set<Role> roles, String password, boolean mustChange) {
        var inserted = db.sql("""
                insert into access.account (username, researcher_code, roles, password_hash, must_change_password)
                values (?, ?, cast(? as text[]), ?, ?)
                on conflict do nothing
                """)
                .params(
                        username,
                        researcher.code(),
                        roles.stream().map(Role::name).collect(Collectors.joining(",", "{", "}")),
                        passwords.encode(password),
                        mustChange)
                .update();
        if (inserted == 0) throw new IllegalArgumentException("There already is an account " + username);
    }

    private SignedInAccount account(ResultSet row) throws SQLException {
        var lockedUntil = row.getObject("locked_until", OffsetDateTime.class);
        return new SignedInAccount(
                row.getString("username"),
                row.getString("password_hash"),
                row.getString("researcher_code"),
                roles(row),
                row.getBoolean("enabled"),
                stillLocked(lockedUntil),
                row.getBoolean("must_change_password"));
    }

    private boolean stillLocked(@Nullable OffsetDateTime until) {
        return until != null && until.toInstant().isAfter(clock.instant());
    }

    private static Set<Role> roles(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("roles").getArray())
                .map(Role::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }
}
