package org.fieldledger.command.api;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.desk.Chapters;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Adds every command to the OpenAPI description, each with its own path and schema, read off its record. */
@Component
class CommandSchemas implements OpenApiCustomizer {

    private final Chapters chapters;

    CommandSchemas(Chapters chapters) {
        this.chapters = chapters;
    }

    @Override
    public void customise(OpenAPI api) {
        api.info(new Info()
                .title("Fieldledger")
                .version("1")
                .description(
                        "Commands record what happened in the field; questions take two times, when it was true and when"
                                + " it was known."));
        if (api.getPaths() != null) api.getPaths().remove("/api/commands/{name}");
        chapters.commandsByName().forEach((name, kind) -> describe(api, name, kind));
    }

    private void describe(OpenAPI api, String name, Class<? extends FieldCommand> kind) {
        ResolvedSchema resolved =
                ModelConverters.getInstance(true).resolveAsResolvedSchema(new AnnotatedType(kind).resolveAsRef(false));
        if (resolved == null || resolved.schema == null) return;
        resolved.referencedSchemas.forEach(api::schema);
        var schema = new Schema<>().$ref("#/components/schemas/" + name);
        api.schema(name, resolved.schema);
        var operation = new Operation()
                .operationId(name)
                .addTagsItem("Commands: "
                        + chapters.of(kind).commands().getSimpleName().replace("Command", ""))
                .summary(name)
                .addParametersItem(
                        header("Idempotency-Key", "Sent again with the same command, it is answered as before"))
                .addParametersItem(header("If-Match", "The version of the stream you have seen, from an earlier ETag"))
                .requestBody(new RequestBody()
                        .required(true)
                        .content(new Content().addMediaType("application/json", new MediaType().schema(schema))))
                .responses(new ApiResponses()
                        .addApiResponse("201", new ApiResponse().description("Recorded"))
                        .addApiResponse("200", new ApiResponse().description("It already held; nothing was recorded"))
                        .addApiResponse("400", new ApiResponse().description("The report cannot be read"))
                        .addApiResponse(
                                "403", new ApiResponse().description("Your role or assignment does not allow it"))
                        .addApiResponse(
                                "409", new ApiResponse().description("Recorded before, or the version moved on"))
                        .addApiResponse("422", new ApiResponse().description("A rule stands in the way")));
        api.path("/api/commands/" + name, new PathItem().post(operation));
    }

    private static HeaderParameter header(String name, String description) {
        var header = new HeaderParameter();
        header.name(name).description(description).required(false).schema(new Schema<String>().type("string"));
        return header;
    }
}
