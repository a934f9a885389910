package org.fieldledger.query;

import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.FilterType;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Everything on the query side, for whoever runs it: alone, or in one process with the command side. Needs a DataSource and an EventLog. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
        excludeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = QuerySideApplication.class))
public class QuerySide {

    @Bean
    WebMvcConfigurer readingOfQuestions(AsOfParameters asOf, Paging.Parameters paging) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(asOf);
                resolvers.add(paging);
            }
        };
    }

    /** Wherever the clock matters it is injected; the system's own unless the application has another. */
    @Bean
    @Fallback
    Clock queryClock() {
        return Clock.systemUTC();
    }
}
