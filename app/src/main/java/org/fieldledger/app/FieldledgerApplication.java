package org.fieldledger.app;

import org.fieldledger.access.CurrentActor;
import org.fieldledger.access.Door;
import org.fieldledger.command.CommandDesk;
import org.fieldledger.command.CommandSide;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.policy.Policies;
import org.fieldledger.demo.DemonstrationStore;
import org.fieldledger.query.QuerySide;
import org.fieldledger.query.release.ReleaseDesk;
import org.fieldledger.release.RecordedRelease;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The whole of Fieldledger as one Spring application, on the database its starter names.
 *
 * <p>Each module brings its own tables up to date, so Flyway's own start is left out; and nobody gets a password that
 * stands in a log.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = {FlywayAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@Import(OpenedStore.class)
public class FieldledgerApplication {

    /** Both sides behind the door: what {@code serve} and {@code demo} run. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication
    @Import({CommandSide.class, QuerySide.class, Door.class, DemonstrationStore.class})
    static class Served {

        /** Where both sides are one process, a release is put on record as soon as it is made. */
        @Bean
        ReleaseDesk releaseDesk(Desk desk) {
            return new RecordedRelease(desk);
        }
    }

    /** The desk and the projections without the web: what a command of the trade works with. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnNotWebApplication
    @Import({CommandDesk.class, Policies.class, QuerySide.class, CurrentActor.class})
    static class AtTheCommandLine {}
}
