package org.fieldledger.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;
import static org.fieldledger.query.Fieldwork.with;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.GovernanceEvent.ErasureDecided;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Role;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.Vault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Somebody who took part in two cases is erased in one of them; somebody else waits for it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WhatWasErasedTest {

    private static final Instant RECORDED = Instant.parse("2021-06-04T08:00:00Z");
    private static final Instant ERASED = Instant.parse("2021-07-04T08:00:00Z");
    private static final Ledger LEDGER = new Ledger();
    private static Asking asking;

    @BeforeAll
    static void two_cases() {
        asking = new Asking(LEDGER);
        var vault = asking.bean(Vault.class);
        LEDGER.record(
                List.of(
                        opened(CAFE, "2019-01-10"),
                        opened(WARDS, "2019-01-10"),
                        enrolled(CAFE, "BOTH-0001", "patient", "2019-02-01"),
                        enrolled(WARDS, "BOTH-0001", "patient", "2019-02-01"),
                        enrolled(WARDS, "WARDS-0001", "patient", "2019-02-01"),
                        decided(WARDS, "WARDS-0001")),
                RECORDED);
        LEDGER.record(vault, said(CAFE, "BOTH-0001"), RECORDED);
        LEDGER.record(vault, said(WARDS, "BOTH-0001"), RECORDED);
        LEDGER.record(vault, said(WARDS, "WARDS-0001"), RECORDED);
        var decision = LEDGER.record(decided(CAFE, "BOTH-0001"), RECORDED);
        LEDGER.record(
                new PersonErased(
                        in(CAFE, on("2021-06-02")),
                        new ParticipantCode("BOTH-0001"),
                        decision,
                        "data protection officer",
                        "asked to be forgotten",
                        "GDPR Art. 17(1)(b)",
                        LocalDate.parse("2021-06-01"),
                        "DPO 2021/7",
                        List.of()),
                ERASED);
        new Erasures(LEDGER.database(), LEDGER.log(), vault).carryOut();
    }

    @AfterAll
    static void stop() {
        asking.close();
        LEDGER.close();
    }

    @Test
    void asked_of_the_whole_programme_the_erased_have_a_row_in_each_case_they_took_part_in_and_figures_sum_it_up() {
        var answer = asking.get("/api/audit/erased");
        assertThat(answer.path("items").valueStream().toList())
                .extracting(
                        text("caseCode"),
                        text("participant"),
                        text("erasedBy"),
                        text("textsErased"),
                        text("textsReadable"))
                .containsExactlyInAnyOrder(
                        tuple("CAFE", "BOTH-0001", "fieldworker-2", "1", "0"),
                        tuple("WARDS", "BOTH-0001", "fieldworker-2", "1", "0"),
                        tuple("WARDS", "WARDS-0001", "", "0", "1"));
        assertThat(answer.at("/counts/demandsWaiting").asInt()).isEqualTo(1);
        assertThat(answer.at("/counts/erased").asInt()).isEqualTo(2);
    }

    @Test
    void asked_of_the_case_where_nobody_decided_anything_the_erasure_in_the_other_is_told() {
        assertThat(asking.get("/api/audit/erased?case=WARDS&participant=BOTH-0001")
                        .path("items")
                        .valueStream()
                        .toList())
                .extracting(text("caseCode"), text("decisionBy"), text("reference"))
                .containsExactly(tuple("WARDS", "data protection officer", "DPO 2021/7"));
    }

    @Test
    void before_it_was_known_there_is_only_the_decision() {
        var answer = asking.get("/api/audit/erased?knownAt=2021-07-01");
        assertThat(answer.at("/counts/erased").asInt()).isZero();
        assertThat(answer.at("/counts/demandsWaiting").asInt()).isEqualTo(2);
    }

    private static Function<JsonNode, String> text(String field) {
        return row -> row.path(field).asString("");
    }

    private static ErasureDecided decided(CaseCode caseCode, String person) {
        return new ErasureDecided(
                in(caseCode, on("2021-06-01")),
                new ParticipantCode(person),
                "data protection officer",
                "asked to be forgotten",
                "GDPR Art. 17(1)(b)",
                "DPO 2021/7");
    }

    private static InterviewRecorded said(CaseCode caseCode, String person) {
        return new InterviewRecorded(
                with(
                        in(caseCode, on("2021-05-01")),
                        new Participation(new ParticipantCode(person), new Role("patient"), null, List.of())),
                InterviewStyle.NARRATIVE,
                40,
                "What " + person + " said");
    }
}
