package org.fieldledger.command;

import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventSerializer;
import org.fieldledger.events.Upcasters;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.PostgresEventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.FilterType;

/** The desk and every chapter, without the web: what a command line needs. Wants an EventLog and the vault from whoever runs it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = {"org\\.fieldledger\\.command\\.(api|policy)\\..*", ".*\\.CommandSide(Application)?"
                        }))
public class CommandDesk {

    @Bean
    CommandBus commandBus() {
        return SimpleCommandBus.builder().build();
    }

    @Bean
    CommandGateway commandGateway(CommandBus bus) {
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }

    @Bean(destroyMethod = "shutDown")
    EventStore eventStore(EventLog log) {
        var engine =
                new PostgresEventStorageEngine(log, new FieldEventSerializer(), Upcasters.chain(), CommandDesk::caseOf);
        return EmbeddedEventStore.builder().storageEngine(engine).build();
    }

    /** Wherever the store's time matters it is injected; the system's own unless the application has another. */
    @Bean
    @Fallback
    Clock storeClock() {
        return Clock.systemUTC();
    }

    private static @Nullable String caseOf(EventMessage<?> message) {
        return message.getPayload() instanceof FieldEvent event
                        && event.envelope().caseStudy() != null
                ? event.envelope().caseStudy().code()
                : null;
    }
}
