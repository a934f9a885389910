package org.fieldledger.query;

import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.fieldledger.access.ReadLog;
import org.fieldledger.query.lanes.TimelineAsked;
import org.fieldledger.query.reads.NothingUnrecorded;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.FilterType;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Everything on the query side, for whoever runs it: alone, or in one process with the command side. Needs a DataSource, an EventLog and the vault. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
        excludeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = QuerySideApplication.class))
public class QuerySide {

    @Bean
    WebMvcConfigurer readingOfQuestions(
            AsOfParameters asOf,
            Paging.Parameters paging,
            TimelineAsked.Parameters timelines,
            ObjectProvider<NothingUnrecorded.AtTheEndpoint> endpoints) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(asOf);
                resolvers.add(paging);
                resolvers.add(timelines);
            }

            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                endpoints.forEach(interceptors::addInterceptor);
            }
        };
    }

    /** Reads happen in real time, also in a store that lives in simulated time. */
    @Bean
    ReadLog readLog(DataSource database) {
        return new ReadLog(database, Clock.systemUTC());
    }

    /** Wherever the clock matters it is injected; the system's own unless the application has another. */
    @Bean
    @Fallback
    Clock queryClock() {
        return Clock.systemUTC();
    }
}
