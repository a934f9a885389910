package org.fieldledger.query.evidence;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.consent.ConsentOnRecord;
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
     * @param use what may be done with what it took from people; absent where it does not stand
     * @param holds whether this part of the ground still holds: it stands and may be used
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
            @Nullable String use,
            boolean holds) {}

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
        var entries = new HashMap<UUID, Entry>();
        timeline.entries(named, asOf).forEach(entry -> entries.put(entry.event(), entry));
        var consent = consents.onRecord(
                List.of(), entries.values().stream().map(Entry::position).toList(), asOf);
        var rows = new ArrayList<Row>();
        for (var claim : claims) {
            if (claim.evidence().isEmpty()) rows.add(row(claim, null, null, consent));
            for (var event : claim.evidence()) rows.add(row(claim, event, entries.get(event), consent));
        }
        return new Findings(rows, counts(claims, rows), leftOut(rows));
    }

    private static Row row(Claim claim, @Nullable UUID event, @Nullable Entry entry, ConsentOnRecord consent) {
        var standing = event == null ? "none-named" : entry == null ? "not-known" : entry.standing();
        var shown = standing.equals("another-case") ? null : entry;
        var use = shown == null || !standing.equals("stands") ? null : use(shown, consent);
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
                use == null ? null : Asked.written(use),
                use == Use.USABLE);
    }

    /** What took nothing from anybody by name is nobody's to forbid; kept as a deviation, it is quarantined all the same. */
    private static Use use(Entry entry, ConsentOnRecord consent) {
        var use = consent.took(entry.event()) ? consent.use(entry.event()) : Use.USABLE;
        return entry.quarantined() && use.compareTo(Use.QUARANTINED) < 0 ? Use.QUARANTINED : use;
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
        for (var row : rows)
            if (!row.holds()) leftOut.merge(row.use() == null ? row.standing() : row.use(), 1L, Long::sum);
        return leftOut;
    }
}
