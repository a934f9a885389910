package org.fieldledger.query.reads;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.fieldledger.access.Actor;
import org.fieldledger.access.CurrentActor;
import org.fieldledger.access.MaterialRead;
import org.fieldledger.access.MaterialRead.Stage;
import org.fieldledger.access.ReadLog;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Basis;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.HandlerMapping;

/** Records who is shown what, before it is shown. */
@Component
public class Reads implements Showing {

    static final String PURPOSE = "purpose";
    static final String PURPOSE_HEADER = "X-Purpose";
    static final String RECORDED = Reads.class.getName() + ".recorded";
    private static final int LONGEST_PURPOSE = 200;
    private static final String NOBODY = "not-signed-in";

    /** Codes, dates and choices. Anything else that somebody typed may be a name, and is not kept. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:~+-]{1,80}");

    private static final List<String> NOT_NARROWING =
            List.of("trueAt", "knownAt", "atLeastPosition", "format", "limit", "after", PURPOSE);

    private final ReadLog log;
    private final CurrentActor actors;

    Reads(ReadLog log, CurrentActor actors) {
        this.log = log;
        this.actors = actors;
    }

    @Override
    public void shown(
            String question,
            Map<String, String> narrowedBy,
            Basis basis,
            Collection<? extends Class<?>> kinds,
            Collection<?> rows) {
        if (kinds.stream().anyMatch(Shown::namesPersons)) shown(question, basis, rows);
        else request().setAttribute(RECORDED, true);
    }

    /** Records that the rows of an answer are about to be shown. Throws {@link org.fieldledger.access.ReadNotRecorded}. */
    public void shown(String question, Basis basis, Collection<?> rows) {
        var request = request();
        shown(log, reader(request), question, narrowedBy(request), basis, rows);
        request.setAttribute(RECORDED, true);
    }

    static void shown(
            ReadLog log,
            Reader reader,
            String question,
            Map<String, String> narrowedBy,
            Basis basis,
            Collection<?> rows) {
        var shown = new Shown();
        shown.asked(narrowedBy);
        rows.forEach(shown::row);
        log.record(read(UUID.randomUUID(), Stage.WHOLE, reader, question, narrowedBy, shown, basis, true));
    }

    /**
     * Records that an answer is about to be written out as it is read: what was asked before the first row, and what was
     * shown when it is closed, also when the reader has gone away meanwhile.
     */
    public Stream begin(String question, AsOf asOf) {
        var request = request();
        var stream = new Stream(log, reader(request), question, narrowedBy(request), asOf);
        request.setAttribute(RECORDED, true);
        return stream;
    }

    /** An answer on its way, row by row. */
    public static final class Stream implements AutoCloseable {

        private final ReadLog log;
        private final UUID read = UUID.randomUUID();
        private final Reader reader;
        private final String question;
        private final Map<String, String> narrowedBy;
        private final Shown shown = new Shown();
        private @Nullable Basis basis;
        private boolean whole;

        Stream(ReadLog log, Reader reader, String question, Map<String, String> narrowedBy, AsOf asOf) {
            this.log = log;
            this.reader = reader;
            this.question = question;
            this.narrowedBy = narrowedBy;
            var caseCode = narrowedBy.get("case");
            var person = narrowedBy.get("participant");
            log.record(new MaterialRead(
                    read,
                    Stage.BEGUN,
                    reader.account(),
                    reader.researcher(),
                    reader.roles(),
                    reader.how(),
                    question,
                    narrowedBy,
                    caseCode == null ? null : List.of(caseCode),
                    person == null ? null : List.of(person),
                    null,
                    null,
                    asOf.trueAt() == null ? null : asOf.trueAt().toString(),
                    asOf.knownAt(),
                    null,
                    reader.purpose(),
                    null));
        }

        public void basis(Basis basis) {
            this.basis = basis;
        }

        /** A row on its way: it counts as shown from now on. */
        public void row(Object row) {
            shown.row(row);
        }

        /** All of it has been handed over. */
        public void whole() {
            whole = true;
        }

        @Override
        public void close() {
            log.record(read(read, Stage.ENDED, reader, question, narrowedBy, shown, basis, whole));
        }
    }

    private static MaterialRead read(
            UUID read,
            Stage stage,
            Reader reader,
            String question,
            Map<String, String> narrowedBy,
            Shown shown,
            @Nullable Basis basis,
            boolean whole) {
        return new MaterialRead(
                read,
                stage,
                reader.account(),
                reader.researcher(),
                reader.roles(),
                reader.how(),
                question,
                narrowedBy,
                shown.cases(),
                shown.persons(),
                shown.people(),
                shown.rows(),
                basis == null ? null : basis.trueAt(),
                basis == null ? null : basis.knownAt(),
                basis == null ? null : basis.position(),
                reader.purpose(),
                whole);
    }

    private Reader reader(HttpServletRequest request) {
        var signedIn = SecurityContextHolder.getContext().getAuthentication();
        var actor = actors.find();
        return new Reader(
                signedIn == null || actor.isEmpty() ? NOBODY : signedIn.getName(),
                actor.map(Actor::researcher).map(Object::toString).orElse(null),
                actor.map(Actor::roles).stream()
                        .flatMap(Collection::stream)
                        .sorted()
                        .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList(),
                request.getRequestURI().startsWith(request.getContextPath() + "/api/") ? "api" : "page",
                purpose(request));
    }

    /** From the address or the header of this request, or as said once on a page for all that follows. */
    private static @Nullable String purpose(HttpServletRequest request) {
        return Optional.ofNullable(fit(request.getParameter(PURPOSE)))
                .or(() -> Optional.ofNullable(fit(request.getHeader(PURPOSE_HEADER))))
                .orElseGet(() -> purposeOf(request));
    }

    /** What was said on a page; null where nothing was, or where there are no pages. */
    public static @Nullable String purposeOf(HttpServletRequest request) {
        var session = request.getSession(false);
        return session == null ? null : (String) session.getAttribute(PURPOSE);
    }

    /** One line of at most two hundred characters; null where nothing is said. */
    static @Nullable String fit(@Nullable String purpose) {
        if (purpose == null || purpose.isBlank()) return null;
        if (purpose.length() > LONGEST_PURPOSE)
            throw new BadQuestion(
                    PURPOSE, "...", "Write one sentence of at most %d characters".formatted(LONGEST_PURPOSE));
        return purpose.strip().replaceAll("\\p{Cntrl}+", " ");
    }

    private static Map<String, String> narrowedBy(HttpServletRequest request) {
        var asked = new TreeMap<String, String>();
        request.getParameterMap().forEach((name, values) -> {
            if (!NOT_NARROWING.contains(name) && values.length > 0 && !values[0].isBlank()) asked.put(name, values[0]);
        });
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> inThePath)
            inThePath.forEach((name, value) -> asked.put(String.valueOf(name), String.valueOf(value)));
        return codes(asked);
    }

    static Map<String, String> codes(Map<String, String> asked) {
        var codes = new TreeMap<String, String>();
        asked.forEach((name, value) -> {
            if (CODE.matcher(name).matches())
                codes.put(name, CODE.matcher(value).matches() ? value : "(not a code)");
        });
        return codes;
    }

    private static HttpServletRequest request() {
        return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    }
}
