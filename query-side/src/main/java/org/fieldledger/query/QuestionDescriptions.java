package org.fieldledger.query;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.PathParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.fieldledger.query.lanes.TimelineAsked;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;

/** Tells the description of the API what {@link AsOf}, {@link Paging} and {@link TimelineAsked} are called in an address, and what they may hold. */
@Configuration(proxyBeanMethods = false)
class QuestionDescriptions {

    @Bean
    OperationCustomizer questionParametersInTheDescription() {
        return (operation, method) -> {
            var asked = Arrays.stream(method.getMethodParameters())
                    .map(parameter -> parameter.getParameterType())
                    .toList();
            if (asked.contains(AsOf.class)) {
                remove(operation, "asOf");
                AS_OF.forEach(operation::addParametersItem);
            }
            if (asked.contains(Paging.class)) {
                remove(operation, "paging");
                PAGING.forEach(operation::addParametersItem);
            }
            if (asked.contains(TimelineAsked.class)) {
                remove(operation, "asked");
                TimelineAsked.PARAMETERS.forEach((name, description) -> {
                    var inThePath = name.equals("case") && inThePath(method);
                    operation.addParametersItem(
                            inThePath
                                    ? new PathParameter().name(name).schema(new StringSchema())
                                    : text(name, description));
                });
            }
            return operation;
        };
    }

    private static final List<Parameter> AS_OF = List.of(
            text("trueAt", "How it was in the field then: a day, counted whole, or a moment. Left out: the latest.")
                    .example("2021-03-04"),
            text("knownAt", "As far as the store knew by then: a moment, or the end of a day. Left out: the latest.")
                    .example("2021-03-11T09:00:00Z"),
            new QueryParameter()
                    .name("atLeastPosition")
                    .description(
                            "Wait up to five seconds until the answer rests on this position of the log or a later one")
                    .schema(new IntegerSchema().format("int64")));

    private static final List<Parameter> PAGING = List.of(
            new QueryParameter()
                    .name("limit")
                    .description("How many items at most; 100 unless said")
                    .schema(new IntegerSchema().minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(Paging.MOST))),
            text("after", "The value of 'next' from the page before"));

    private static boolean inThePath(HandlerMethod method) {
        var mapping = method.getMethodAnnotation(GetMapping.class);
        return mapping != null && Arrays.stream(mapping.value()).anyMatch(path -> path.contains("{case}"));
    }

    private static Parameter text(String name, String description) {
        return new QueryParameter().name(name).description(description).schema(new StringSchema());
    }

    private static void remove(Operation operation, String name) {
        if (operation.getParameters() != null)
            operation.getParameters().removeIf(parameter -> name.equals(parameter.getName()));
    }
}
