package org.fieldledger.command;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.fieldledger.access.Door;
import org.fieldledger.access.FirstAdministrator;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.Vault;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The command side on its own, against the PostgreSQL server that {@code SPRING_DATASOURCE_URL} names. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = FlywayAutoConfiguration.class)
@Import({CommandSide.class, Door.class})
public class CommandSideApplication {

    private static final String SETTINGS = "command-side";

    /**
     * Starts the command side; nothing phones home, because the event library's update checker is switched off first. With the
     * argument {@code first-administrator} it makes that account instead, and ends.
     */
    public static void main(String... arguments) {
        if (FirstAdministrator.isAskedFor(arguments))
            System.exit(FirstAdministrator.make(SETTINGS, System.out, arguments) ? 0 : 1);
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        application().run(arguments);
    }

    static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(CommandSideApplication.class).properties("spring.config.name=" + SETTINGS);
    }

    @Bean
    Vault vault(DataSource database, @Value("${fieldledger.master-key-file:data/master.key}") Path masterKeyFile) {
        return Vault.open(database, masterKeyFile);
    }

    @Bean(destroyMethod = "close")
    EventLog eventLog(DataSource database, Clock clock, MeterRegistry meters) {
        StoreSetup.open(database, StoreKind.ORDINARY);
        return EventLog.open(database, clock, meters);
    }
}
