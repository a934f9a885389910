package org.fieldledger.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.fieldledger.query.AsOf.FieldTime;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@code trueAt} and {@code knownAt} from the address of a question, for pages as for the API. */
@Component
public class AsOfParameters implements HandlerMethodArgumentResolver {

    private final ZoneId zone;

    /** The zone says where the day ends that {@code knownAt} names without a time. */
    public AsOfParameters(@Value("${fieldledger.zone:Europe/Stockholm}") ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == AsOf.class;
    }

    @Override
    public AsOf resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return read(request.getParameter("trueAt"), request.getParameter("knownAt"));
    }

    /** Blank means latest. Throws {@link BadQuestion} naming the parameter, what it held and what it may hold. */
    public AsOf read(@Nullable String trueAt, @Nullable String knownAt) {
        return new AsOf(trueAt("trueAt", trueAt), knownAt("knownAt", knownAt));
    }

    /**
     * The times of an earlier picture that a question compares with: what was known {@code since}, on the day {@code
     * sinceTrueAt} or else on the same day.
     *
     * @param later the times of the picture it is compared with
     */
    public AsOf earlier(@Nullable String since, @Nullable String sinceTrueAt, AsOf later) {
        var written = since == null ? "" : since;
        var known = knownAt("since", written);
        if (known == null)
            throw new BadQuestion("since", written, "Name the day or the moment to compare with, such as 2021-03-04");
        if (later.knownAt() != null && known.isAfter(later.knownAt()))
            throw new BadQuestion("since", written, "Name a time before knownAt: what changed is told forwards");
        var day = trueAt("sinceTrueAt", sinceTrueAt);
        return new AsOf(day == null ? later.trueAt() : day, known);
    }

    private static @Nullable FieldTime trueAt(String parameter, @Nullable String written) {
        if (written == null || written.isBlank()) return null;
        return isDay(written)
                ? new FieldTime.Day(day(parameter, written))
                : new FieldTime.Moment(moment(parameter, written));
    }

    private @Nullable Instant knownAt(String parameter, @Nullable String written) {
        if (written == null || written.isBlank()) return null;
        return isDay(written)
                ? day(parameter, written)
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant()
                        .minus(1, ChronoUnit.MICROS)
                : moment(parameter, written);
    }

    private static boolean isDay(String written) {
        return written.length() <= 10;
    }

    private static LocalDate day(String parameter, String written) {
        try {
            return LocalDate.parse(written);
        } catch (DateTimeParseException e) {
            throw unreadable(parameter, written);
        }
    }

    private static Instant moment(String parameter, String written) {
        try {
            // A plus sign in an address arrives as a blank unless it was escaped.
            return OffsetDateTime.parse(written.replace(' ', '+')).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException e) {
            throw unreadable(parameter, written);
        }
    }

    private static BadQuestion unreadable(String parameter, String written) {
        return new BadQuestion(
                parameter,
                written,
                "Write a day, such as 2021-03-04, or a moment with its offset, such as 2021-03-04T10:00:00Z or"
                        + " 2021-03-04T11:00:00+01:00");
    }
}
