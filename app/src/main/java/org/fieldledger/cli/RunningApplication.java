package org.fieldledger.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.fieldledger.app.FieldledgerApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The Spring application on an open store. Closing it is the clean stop: requests and projections end first, then the
 * pool, then the database.
 */
public final class RunningApplication implements AutoCloseable {

    private final OpenStore store;
    private final ConfigurableApplicationContext context;

    private RunningApplication(OpenStore store, ConfigurableApplicationContext context) {
        this.store = store;
        this.context = context;
    }

    /**
     * Starts the application; the store is closed again where it does not start.
     *
     * @param settings Spring properties that go before all others
     */
    public static RunningApplication start(OpenStore store, WebApplicationType kind, Map<String, Object> settings) {
        Map<String, Object> first = new HashMap<>(settings);
        first.put("spring.datasource.url", store.jdbcUrl());
        first.put("spring.datasource.username", store.username());
        first.put("spring.datasource.password", store.password());
        first.put("fieldledger.master-key-file", store.masterKeyFile().toString());
        first.put(
                "logging.file.name",
                store.home().resolve("logs").resolve("fieldledger.log").toString());
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("the command line", first));
        SpringApplication application = new SpringApplication(FieldledgerApplication.class);
        application.setEnvironment(environment);
        application.setWebApplicationType(kind);
        application.setRegisterShutdownHook(false);
        try {
            return new RunningApplication(store, application.run());
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    /** The folder of the store's data and logs. */
    Path home() {
        return store.home();
    }

    @Override
    public void close() {
        // The log cuts its listening connection on purpose when it closes; the pool would warn of it as if it were
        // broken.
        context.getBean(LoggingSystem.class).setLogLevel("com.zaxxer.hikari.pool.ProxyConnection", LogLevel.ERROR);
        try {
            context.close();
        } finally {
            store.close();
        }
    }
}
