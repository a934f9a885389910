package org.fieldledger.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;

/**
 * The whole of Fieldledger as one Spring application, on the database its starter names.
 *
 * <p>Each module brings its own tables up to date, so Flyway's own start is left out.
 */
@SpringBootApplication(exclude = FlywayAutoConfiguration.class)
public class FieldledgerApplication {}
