package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.consent.Needs;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.Envelope.Artefact;
import org.fieldledger.events.EventId;
import org.fieldledger.events.GovernanceEvent.ErasureDecided;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.PersonalTexts;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.vault.Erasures.State;
import org.fieldledger.vault.Opening;
import org.jspecify.annotations.Nullable;

/**
 * Question 16. Each demand or decision that what is held on a person be destroyed: who decided, whether and on what footing the
 * person was erased, what of it is gone by a look at each place now, and which files stand outside the store and must be
 * destroyed where they are kept.
 */
final class WhatWasErased implements CaseQuestion {

    /**
     * @param caseCode where the material is; the same person may have a row in each case they took part in
     * @param demand the withdrawal or the decision that asks for it; the erasure itself where it came upon one from another case
     * @param decidedAs the capacity in which it was decided; {@code office} for a decision about the person
     * @param actions how many actions hold material of the person under these modules
     * @param files SHA-256 and custody of the files that belong to them, to be destroyed where they are kept
     * @param erasure the event that records that it was carried out; absent while it was not
     * @param decisionBy which office decided it, with its reason, legal basis and reference
     * @param textsErased how many personal texts about the person in this case nobody can read any more, tried now
     * @param textsReadable how many can be read still: those recorded before texts were sealed, and all while nothing is erased
     * @param gone whether nothing of it is left in any place that this store can look into
     * @param places each place, and what a look at it says now
     */
    record Row(
            String caseCode,
            String participant,
            UUID demand,
            String demanded,
            String zone,
            Instant recordedAt,
            String decidedAs,
            @Nullable String decider,
            List<String> modules,
            long actions,
            List<String> files,
            @Nullable UUID erasure,
            @Nullable String erasedBy,
            @Nullable String decisionBy,
            @Nullable String reason,
            @Nullable String legalBasis,
            @Nullable String reference,
            long textsErased,
            long textsReadable,
            boolean gone,
            List<String> places) {}

    private record Erased(Entry entry, PersonErased event) {}

    @Override
    public int number() {
        return 16;
    }

    @Override
    public String name() {
        return "erased";
    }

    @Override
    public String asks() {
        return "What was erased, on whose decision, and is it gone everywhere?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        // Whoever is erased in one case is erased in all.
        var erasures = trail.standing(PersonErased.class)
                .filter(fact -> inquiry.about(fact.event().participant()))
                .filter(fact -> trail.begun(fact.entry()))
                .map(fact -> new Erased(fact.entry(), fact.event()))
                .toList();
        var ofPerson = erasures.stream()
                .collect(Collectors.groupingBy(erased -> erased.event().participant()));
        var rows = new ArrayList<Row>();
        trail.happened(ConsentWithdrawn.class)
                .filter(fact -> inquiry.about(fact.event().participant()))
                .filter(fact -> fact.event().kind() == WithdrawalKind.DESTROY)
                .forEach(fact -> rows.add(row(
                        trail,
                        fact.entry(),
                        fact.event().participant(),
                        AuditQuestion.code(fact.event().decidedBy().capacity()),
                        fact.event().decidedBy().code(),
                        fact.event().modules(),
                        upon(fact.entry(), ofPerson.getOrDefault(fact.event().participant(), List.of())))));
        trail.happened(ErasureDecided.class)
                .filter(fact -> inquiry.about(fact.event().participant()))
                .forEach(fact -> rows.add(row(
                        trail,
                        fact.entry(),
                        fact.event().participant(),
                        "office",
                        fact.event().decidedBy(),
                        List.of(),
                        upon(fact.entry(), ofPerson.getOrDefault(fact.event().participant(), List.of())))));
        var demanded = rows.stream().map(Row::erasure).filter(Objects::nonNull).collect(Collectors.toSet());
        erasures.stream()
                .filter(erased -> !demanded.contains(erased.entry().id()))
                .forEach(erased -> rows.add(row(
                        trail,
                        erased.entry(),
                        erased.event().participant(),
                        "office",
                        erased.event().decidedBy(),
                        List.of(),
                        Optional.of(erased))));
        return new Findings(rows, figures(rows));
    }

    private static Map<String, Long> figures(List<Row> rows) {
        var figures = new LinkedHashMap<String, Long>();
        figures.put("demandsWaiting", count(rows, row -> row.erasure() == null));
        figures.put("erased", count(rows, row -> row.erasure() != null));
        figures.put("erasedAndGone", count(rows, row -> row.erasure() != null && row.gone()));
        return figures;
    }

    private static long count(List<Row> rows, Predicate<Row> which) {
        return rows.stream().filter(which).count();
    }

    /** The erasure upon this decision, or else any of the person: whoever is erased is erased as a whole. */
    private static Optional<Erased> upon(Entry demand, List<Erased> theirs) {
        return theirs.stream()
                .filter(erased -> erased.event().decision().equals(new EventId(demand.id())))
                .findFirst()
                .or(() -> theirs.stream().findFirst());
    }

    private static Row row(
            AuditTrail trail,
            Entry demand,
            ParticipantCode person,
            String decidedAs,
            @Nullable String decider,
            List<ModuleCode> modules,
            Optional<Erased> erased) {
        var held = new ArrayList<Entry>();
        trail.happenedTo(person).forEach(action -> {
            var needed = new ArrayList<>(Needs.of(action.event()).modules());
            if (!modules.isEmpty()) needed.retainAll(modules);
            if (!needed.isEmpty()) held.add(action);
        });
        var texts = new ArrayList<String>();
        trail.opened(Stream.concat(trail.everRecordedOf(person), named(trail, erased))
                        .distinct()
                        .toList())
                .forEach(entry -> PersonalTexts.each(entry.event(), texts::add));
        var unreadable = texts.stream().filter(Opening.ERASED::equals).count();
        var state = erased.flatMap(one -> trail.erasure(one.entry().id()));
        var carriedOut =
                state.filter(State::carriedOut).map(State::overwrittenAt).isPresent();
        return new Row(
                trail.code(),
                person.code(),
                demand.id(),
                demand.occurred().toString(),
                demand.occurred().zone().getId(),
                demand.recordedAt(),
                decidedAs,
                decider,
                modules.stream().map(ModuleCode::code).toList(),
                held.size(),
                held.stream()
                        .flatMap(action -> action.event().envelope().artefacts().stream())
                        .distinct()
                        .map(WhatWasErased::told)
                        .toList(),
                erased.map(one -> one.entry().id()).orElse(null),
                erased.map(one -> one.event().envelope().recordedBy().code()).orElse(null),
                erased.map(one -> one.event().decidedBy()).orElse(null),
                erased.map(one -> one.event().reason()).orElse(null),
                erased.map(one -> one.event().legalBasis()).orElse(null),
                erased.map(one -> one.event().reference()).orElse(null),
                unreadable,
                texts.size() - unreadable,
                carriedOut && unreadable == texts.size(),
                places(erased, state));
    }

    /** What an erasure names beside what concerns the person, as far as it is of this case. */
    private static Stream<Entry> named(AuditTrail trail, Optional<Erased> erased) {
        return erased.stream()
                .flatMap(one -> one.event().texts().stream())
                .flatMap(text -> trail.find(text.value()).stream())
                .filter(trail::ours);
    }

    private static List<String> places(Optional<Erased> erased, Optional<State> state) {
        if (erased.isEmpty()) return List.of("nothing was erased yet: a data manager carries it out (ErasePerson)");
        if (state.isEmpty()) return List.of("keys: not yet destroyed; the store sees to it when it is next served");
        var now = state.get();
        return Stream.of(
                        "keys: " + when(now.destroyedAt(), "destroyed"),
                        "file of the table of keys: " + when(now.rewrittenAt(), "written anew"),
                        "tables that hold answers in the open: " + when(now.emptiedAt(), "emptied and written anew"),
                        "write-ahead log of the database: "
                                + (now.leftOver() != null
                                        ? now.leftOver()
                                        : when(now.overwrittenAt(), "nothing left of before")),
                        "log, other projections and their backups: hold the sealed form only, which nobody can open",
                        "running programs: keep a key for a minute at most",
                        "backups of keys taken before, archives of the database server's own and papers printed before:"
                                + " cannot be looked into from here; destroy them")
                .toList();
    }

    private static String when(@Nullable Instant at, String what) {
        return at == null ? "not yet " + what : "%s at %s".formatted(what, at);
    }

    private static String told(Artefact artefact) {
        return artefact.sha256() + " at " + artefact.custody();
    }
}
