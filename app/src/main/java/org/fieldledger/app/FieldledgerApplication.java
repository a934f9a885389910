package org.fieldledger.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/**
 * The whole of Fieldledger as one Spring application, on the database its starter names.
 *
 * <p>Each module brings its own tables up to date, so Flyway's own start is left out; and nobody gets a password that
 * stands in a log.
 */
@SpringBootApplication(exclude = {FlywayAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
public class FieldledgerApplication {}
