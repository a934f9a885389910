package org.fieldledger.query;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.fieldledger.access.Door;
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

/** The query side on its own, against the PostgreSQL server that {@code SPRING_DATASOURCE_URL} names. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = FlywayAutoConfiguration.class)
@Import({QuerySide.class, Door.class})
public class QuerySideApplication {

    public static void main(String... arguments) {
        application().run(arguments);
    }

    /**
     * The application, ready to run. Nothing phones home: the event library's update checker reports usage unless told not to
     * before it is loaded.
     */
    static SpringApplicationBuilder application(Class<?>... more) {
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        return new SpringApplicationBuilder(QuerySideApplication.class)
                .sources(more)
                .properties("spring.config.name=query-side");
    }

    @Bean
    Vault vault(DataSource dataSource, @Value("${fieldledger.master-key-file:data/master.key}") Path masterKeyFile) {
        return Vault.open(dataSource, masterKeyFile);
    }

    /** The log to read. Only the command side appends to it, so whose clock it is opened with does not matter here. */
    @Bean
    EventLog eventLog(DataSource dataSource, MeterRegistry meters) {
        StoreSetup.open(dataSource, StoreKind.ORDINARY);
        return EventLog.open(dataSource, Clock.systemUTC(), meters);
    }
}
