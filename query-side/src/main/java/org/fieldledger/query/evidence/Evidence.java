package org.fieldledger.query.evidence;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.evidence.EvidenceView.Claim;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.query.timeline.TimelineView.Entry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What evidence each recorded theme rests on, and whether that evidence may still be used. */
@Component
public class Evidence implements ResearchQuestion {

    private final EvidenceView evidence;
    private final TimelineView timeline;
    private final ConsentView consents;

    Evidence(EvidenceView evidence, TimelineView timeline, ConsentView consents) {
        this.evidence = evidence;
        this.timeline = timeline;
        this.consents = consents;
    }

    /**
     * One event that a theme or an interpretation names as its evidence.
     *
     * @param claim theme or interpretation; with when it was recorded as made, and its event
     * @param evidence the event it rests on; absent for a claim that names none
     * @param standing stands, corrected, in-error, not-begun or not-known as of the two times; or another-case, where that is not
     *     for whoever asks to see
     * @param beneath of a theme or an interpretation that is named as evidence, what has become of what that rests on in its turn:
     *     stands, or the worst that became of any of it, none-named where one of them names nothing
     * @param use what may be done with what it took from people, and with all that it rests on in the end; absent where it does not
     *     stand
     * @param holds whether this part of the ground still holds: it and all beneath it stands and may be used
     */
    public record Row(
            @Nullable String caseCode,
            String theme,
            String claim,
            String made,
            UUID claimEvent,
            @Nullable UUID evidence,
            @Nullable String kind,
            @Nullable String title,
            @Nullable String occurred,
            List<String> participants,
            String standing,
            @Nullable String beneath,
            @Nullable String use,
            boolean holds) {

        /** Why this part of the ground does not hold; absent where it does. */
        public @Nullable String why() {
            if (holds) return null;
            if (use == null) return standing;
            return use.equals(Asked.written(Use.USABLE)) ? beneath : use;
        }
    }

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public String asks() {
        return "What evidence does each theme rest on, and may it still be used?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.THEME);
    }

    /** Themes belong to the programme too. */
    @Override
    public Set<Parameter> needs() {
        return EnumSet.noneOf(Parameter.class);
    }

    @Override
    public List<Projection> over() {
        return List.of(evidence, timeline, consents);
    }

    @Override
    public Findings answer(Asked asked, AsOf asOf) {
        var claims = evidence.claims(
                asked.maybeCase().orElse(null), asked.text(Parameter.THEME).orElse(null), asOf);
        var named = new HashSet<UUID>();
        claims.forEach(claim -> named.addAll(claim.evidence()));
        var ground = Ground.of(named, evidence, timeline, consents, asOf);
        var rows = new ArrayList<Row>();
        for (var claim : claims) {
            if (claim.evidence().isEmpty()) rows.add(row(claim, null, Ground.NONE_NAMED, null, null, null));
            for (var event : claim.evidence()) rows.add(row(claim, event, ground));
        }
        return new Findings(rows, counts(claims, rows), leftOut(rows));
    }

    private static Row row(Claim claim, UUID event, Ground ground) {
        var standing = ground.standing(event);
        var stands = standing.equals(Ground.STANDS);
        return row(
                claim,
                event,
                standing,
                standing.equals("another-case") ? null : ground.entry(event),
                stands ? ground.beneath(event).orElse(null) : null,
                stands ? ground.use(event) : null);
    }

    private static Row row(
            Claim claim,
            @Nullable UUID event,
            String standing,
            @Nullable Entry shown,
            @Nullable String beneath,
            @Nullable Use use) {
        return new Row(
                claim.caseCode(),
                claim.theme(),
                claim.kind(),
                claim.occurred().from(),
                claim.event(),
                event,
                shown == null ? null : shown.kind(),
                shown == null ? null : shown.title(),
                shown == null ? null : shown.occurred().from(),
                shown == null ? List.of() : shown.participants(),
                standing,
                beneath,
                use == null ? null : Asked.written(use),
                use == Use.USABLE && (beneath == null || beneath.equals(Ground.STANDS)));
    }

    /** Themes, and of them those of whose ground everything, something or nothing holds. */
    private static Map<String, Long> counts(List<Claim> claims, List<Row> rows) {
        var ground = new TreeMap<String, List<Boolean>>();
        rows.forEach(row -> ground.computeIfAbsent(row.caseCode() + " " + row.theme(), theme -> new ArrayList<>())
                .add(row.holds()));
        var counts = new LinkedHashMap<String, Long>();
        counts.put("themes", (long) ground.size());
        counts.put("claims", (long) claims.size());
        counts.put(
                "on-ground-that-holds",
                ground.values().stream().filter(all -> !all.contains(false)).count());
        counts.put(
                "on-ground-that-holds-in-part",
                ground.values().stream()
                        .filter(all -> all.contains(false) && all.contains(true))
                        .count());
        counts.put(
                "on-ground-that-does-not-hold",
                ground.values().stream().filter(all -> !all.contains(true)).count());
        return counts;
    }

    private static Map<String, Long> leftOut(List<Row> rows) {
        var leftOut = new TreeMap<String, Long>();
        for (var row : rows) if (row.why() != null) leftOut.merge(row.why(), 1L, Long::sum);
        return leftOut;
    }
}
