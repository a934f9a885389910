package org.fieldledger.access;

import java.io.PrintStream;
import java.util.Arrays;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The first account of a new store whose sides run as programs of their own: made when an operator asks for it, so that its
 * one-time password is told to whoever asked and stands in no log. Not a configuration that the door would find: it is a
 * program of its own.
 */
@ImportAutoConfiguration(DataSourceAutoConfiguration.class)
@Import(Accounts.class)
public class FirstAdministrator {

    private static final String ASKED = "first-administrator";

    /** Whether that is what a side was started for: {@code first-administrator} alone, beside settings. */
    public static boolean isAskedFor(String... arguments) {
        return Arrays.asList(arguments).contains(ASKED);
    }

    /**
     * Makes the account and tells how to sign in; tells why not in a store that has accounts, and then changes nothing.
     *
     * @param settings the name of the side's configuration, which says where the database is
     * @return whether the account was made
     */
    public static boolean make(String settings, PrintStream out, String... arguments) {
        try (var context = new SpringApplicationBuilder(FirstAdministrator.class)
                .properties("spring.config.name=" + settings, "logging.level.root=warn")
                .web(WebApplicationType.NONE)
                .run(arguments)) {
            var made = context.getBean(Accounts.class).firstAdministrator();
            out.println(made.map(Accounts.Credentials::welcome)
                    .orElse("This store has accounts already; an administrator makes new ones (POST /api/accounts)."));
            return made.isPresent();
        }
    }

    @Bean
    JdbcClient jdbcClient(DataSource database) {
        AccessSchema.migrate(database);
        return JdbcClient.create(database);
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }
}
