package org.fieldledger.query.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.fieldledger.access.Material;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.events.FrozenRelease.Definition;
import org.fieldledger.events.FrozenRelease.ReleasedFile;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.release.Releases.Finding;
import org.fieldledger.query.release.Releases.Preview;
import org.fieldledger.query.release.Releases.Register;
import org.fieldledger.query.release.Releases.Release;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Releases over HTTP: listed, looked at before they are made, made ready to be put on record, and handed out. */
@RestController
@Tag(name = "releases", description = "Datasets frozen under a name, the same bytes for ever")
class ReleasesEndpoint {

    private static final String QUESTION = "release";

    /** Zip entries carry a time; ours says nothing. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Releases releases;

    ReleasesEndpoint(Releases releases) {
        this.releases = releases;
    }

    /**
     * A release on record, without the names of whom it holds.
     *
     * @param people how many persons; absent for one that was made by other means
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Told(
            String release,
            String recipient,
            String question,
            UUID event,
            long position,
            Instant recordedAt,
            String recordedBy,
            int rows,
            @Nullable Integer people,
            @Nullable Integer format,
            @Nullable Definition definition,
            @Nullable List<Withheld> withheld,
            @Nullable List<ReleasedFile> files,
            @Nullable UUID supersededBy) {

        static Told of(Release release, boolean whole) {
            var frozen = release.frozen();
            return new Told(
                    release.release(),
                    release.recipient(),
                    release.question(),
                    release.event(),
                    release.position(),
                    release.recordedAt(),
                    release.recordedBy().code(),
                    release.rows(),
                    frozen == null ? null : frozen.participants().size(),
                    frozen == null ? null : frozen.format(),
                    frozen == null ? null : frozen.definition(),
                    frozen == null || !whole ? null : frozen.withheld(),
                    frozen == null || !whole ? null : frozen.files(),
                    release.supersededBy());
        }
    }

    @NoMaterial("Names, hashes and counts")
    @GetMapping("/api/releases")
    @Operation(
            summary = "Every release on record as of any two times, the last first",
            description = "The basis stands in the headers, as for exports.")
    ResponseEntity<List<Told>> all(AsOf asOf) {
        var register = releases.register(asOf);
        return told(
                register,
                register.releases().stream().map(one -> Told.of(one, false)).toList());
    }

    @NoMaterial("Names, hashes and counts")
    @GetMapping("/api/releases/{name}")
    @Operation(
            summary = "How a release is defined, what it left out and what its files are, as of any two times",
            description = "The basis stands in the headers, as for exports.")
    ResponseEntity<Told> one(@PathVariable String name, AsOf asOf) {
        var register = releases.register(asOf);
        return told(register, Told.of(register.named(name), true));
    }

    private static <T> ResponseEntity<T> told(Register register, T body) {
        var answer = ResponseEntity.ok();
        register.basis().headers().forEach(answer::header);
        return answer.body(body);
    }

    @NoMaterial("Counts")
    @GetMapping("/api/release-preview")
    @Operation(
            summary = "What a release would hold and what would be left out of it",
            description = "Takes table, case, instrument, timepoint and sharing, each several times, and texts=include")
    Preview preview(HttpServletRequest request, AsOf asOf) {
        return releases.preview(ReleaseParameters.read(request.getParameterMap(), asOf));
    }

    @Material(QUESTION)
    @GetMapping("/api/release-command")
    @Operation(
            summary = "The command ReleaseData that puts a release on record",
            description =
                    "Made of the same parameters as the preview. The release counts once this is handed in; then its files"
                            + " are at /api/releases/{name}/files.zip.")
    Map<String, Object> command(
            @RequestParam String name,
            @RequestParam String recipient,
            @RequestParam String question,
            HttpServletRequest request,
            AsOf asOf)
            throws IOException {
        var wanted = ReleaseParameters.read(request.getParameterMap(), asOf);
        try (var folder = new PassingFolder()) {
            return ReleaseCommand.of(releases.make(name, recipient, question, wanted, folder.path()));
        }
    }

    @Material(QUESTION)
    @GetMapping(path = "/api/releases/{name}/files.zip", produces = "application/zip")
    @Operation(
            summary = "The files of a release, made again and held against what they were",
            description =
                    "The header Fieldledger-Release says the-same-bytes, or destroyed-since where something was; that is"
                            + " named in destroyed.csv. What nothing on record explains is not handed out.")
    void files(@PathVariable String name, HttpServletResponse response) throws IOException {
        try (var folder = new PassingFolder()) {
            var again = releases.reproduce(name, folder.path());
            if (again.finding() == Finding.NOT_THE_SAME)
                throw new CannotBeMade(
                        "Release %s does not come out as it was, and nothing on record explains it; ./fieldledger release reproduce tells an operator what differs"
                                .formatted(name));
            response.setContentType("application/zip");
            response.setHeader(
                    "Fieldledger-Release",
                    again.finding().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment()
                            .filename(again.release().release() + ".zip")
                            .build()
                            .toString());
            var zip = new ZipOutputStream(response.getOutputStream());
            for (var file : folder.files()) {
                var entry = new ZipEntry(again.release().release() + "/" + file.getFileName());
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
            zip.finish();
            zip.flush();
        }
    }
}
