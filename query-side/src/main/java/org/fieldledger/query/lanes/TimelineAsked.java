package org.fieldledger.query.lanes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Choice;
import org.fieldledger.query.timeline.Extent;
import org.fieldledger.query.timeline.Filter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Which timeline is asked for, and what of it.
 *
 * @param use only actions that took something of which this is what may be done; absent for everything
 */
public record TimelineAsked(
        Extent extent, Filter filter, @Nullable Use use) {

    /** What each part is called in an address, and what it says. */
    public static final Map<String, String> PARAMETERS = parameters();

    private static Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("case", "Of one case; left out, of every case that whoever asks may see");
        parameters.put("programme", "only: of the programme as such, which is what belongs to no case");
        parameters.put("participant", "Only what a person had a part in");
        parameters.put("instrument", "Only what an instrument was planned for, answered with or missed with");
        parameters.put("kind", "Only one kind of event, such as InterviewRecorded");
        parameters.put("chapter", "Only one chapter of fieldwork, such as Interview");
        parameters.put("objective", "Only what serves an objective, such as mechanisms");
        parameters.put("level", "Only where somebody took part at a level: micro, meso or macro");
        parameters.put("consent", "Only what rests on one decision, by the id of its event");
        parameters.put(
                "use",
                "Only what took something from people of which this may be done: " + String.join(", ", Lanes.uses()));
        parameters.put("history", "include: also what was corrected or declared an error");
        return parameters;
    }

    /** The case, where it is one. */
    public @Nullable CaseCode caseCode() {
        return extent instanceof Extent.OfCase(var code) ? code : null;
    }

    /** The cases in whose zone its days are counted; none where they are several. */
    List<CaseCode> cases() {
        return extent instanceof Extent.OfCase(var code) ? List.of(code) : List.of();
    }

    /** Whether it is the programme's own. */
    public boolean ofTheProgramme() {
        return extent instanceof Extent.OfTheProgramme;
    }

    /** As it is written in an address, without what it leaves out. */
    public Map<String, String> written() {
        var written = new LinkedHashMap<String, String>();
        put(written, "case", caseCode());
        put(written, "programme", ofTheProgramme() ? "only" : null);
        put(written, "participant", filter.participant());
        put(written, "instrument", filter.instrument());
        put(written, "kind", filter.kind());
        put(written, "chapter", filter.chapter());
        put(written, "objective", filter.objective());
        put(written, "level", filter.level());
        put(written, "consent", filter.consent());
        put(written, "use", use == null ? null : Lanes.written(use));
        put(written, "history", filter.withHistory() ? "include" : null);
        return written;
    }

    private static void put(Map<String, String> written, String name, @Nullable Object value) {
        if (value != null && !value.toString().isBlank()) written.put(name, value.toString());
    }

    /** Reads it from the address of a question, and sees to it that whoever asks may see the case. */
    @Component
    public static class Parameters implements HandlerMethodArgumentResolver {

        private final CaseAccess access;

        Parameters(CaseAccess access) {
            this.access = access;
        }

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == TimelineAsked.class;
        }

        @Override
        public TimelineAsked resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            var caseCode = read("case", ofTheCase(request), CaseCode::new);
            if (caseCode != null) access.require(caseCode);
            var programme = only(request.getParameter("programme"));
            if (programme && caseCode != null)
                throw new BadQuestion("programme", "only", "Ask either of a case or of the programme as such");
            return new TimelineAsked(
                    Extent.of(caseCode, programme),
                    new Filter(
                            given(request, "kind"),
                            given(request, "chapter"),
                            given(request, "participant"),
                            given(request, "objective"),
                            given(request, "level"),
                            read("consent", request.getParameter("consent"), UUID::fromString),
                            given(request, "instrument"),
                            Choice.included("history", request.getParameter("history"))),
                    Lanes.use(request.getParameter("use")));
        }

        /** Named in the path or after it. */
        private static @Nullable String ofTheCase(NativeWebRequest request) {
            var path = request.getAttribute(
                    HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
            return path instanceof Map<?, ?> variables && variables.get("case") instanceof String inThePath
                    ? inThePath
                    : request.getParameter("case");
        }

        private static @Nullable String given(NativeWebRequest request, String name) {
            var written = request.getParameter(name);
            return written == null || written.isBlank() ? null : written.strip();
        }

        private static <T> @Nullable T read(String name, @Nullable String written, Function<String, T> reading) {
            if (written == null || written.isBlank()) return null;
            try {
                return reading.apply(written.strip());
            } catch (IllegalArgumentException e) {
                throw new BadQuestion(name, written, String.valueOf(e.getMessage()));
            }
        }

        private static boolean only(@Nullable String written) {
            if (written == null || written.isBlank()) return false;
            if (written.equals("only")) return true;
            throw new BadQuestion("programme", written, "Write only, or leave it out");
        }
    }
}
