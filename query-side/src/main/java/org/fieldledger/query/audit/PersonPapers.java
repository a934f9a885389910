package org.fieldledger.query.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.NothingKnown;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.query.audit.Receipt.Controller;
import org.fieldledger.query.paper.Press;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Opening;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What is handed to a person about themselves: the receipt of what they consented to, and a copy of everything held. */
@Component
public class PersonPapers {

    private final Audit audit;
    private final Press press;
    private final Clock clock;
    private final Controller controller;

    @Autowired
    PersonPapers(
            Audit audit,
            Press press,
            Clock clock,
            @Value("${fieldledger.controller.name:}") String name,
            @Value("${fieldledger.controller.contact:}") String contact) {
        this(audit, press, clock, new Controller(name, contact));
    }

    private PersonPapers(Audit audit, Press press, Clock clock, Controller controller) {
        this.audit = audit;
        this.press = press;
        this.clock = clock;
        this.controller = controller;
    }

    /** For whoever may see every case: an operator who holds the database in their hands. */
    public static PersonPapers ofEveryCase(
            EventLog log, ZoneId zone, DataSource database, Opening opening, @Nullable String purpose) {
        return new PersonPapers(
                Audit.ofEveryCase(log, zone, database, opening, purpose),
                new Press(),
                Clock.systemUTC(),
                Controller.ofTheEnvironment());
    }

    /** What the person consented to. Throws {@link NothingKnown} where they were never asked anything that may be seen. */
    public Receipt receipt(ParticipantCode participant, AsOf asOf) {
        var answer = audit.of(new ReceiptParts(), asOf, about(participant));
        if (answer.items().isEmpty()) throw new NothingKnown("consent of participant", participant);
        return new Receipt(
                participant,
                controller,
                answer.basis(),
                LocalDate.parse(answer.judgedOn()),
                answer.items().stream().map(ReceiptParts.Row.class::cast).toList());
    }

    /** The receipt as a PDF, made now by whoever says so. */
    public byte[] print(Receipt receipt, String by) {
        return receipt.print(press, by, clock.instant());
    }

    /** Everything held on a person, found and recorded as read, to be written out. */
    public final class Copy {

        private final List<HeldInFull.Row> held;
        private final AuditAnswer answer;
        private final AuditAnswer recipients;
        private final ParticipantCode participant;
        private final AsOf asOf;

        private Copy(ParticipantCode participant, AsOf asOf) {
            this.participant = participant;
            this.asOf = asOf;
            this.answer = audit.of(new HeldInFull(), asOf, about(participant));
            this.held = answer.items().stream().map(HeldInFull.Row.class::cast).toList();
            if (held.isEmpty()) throw new NothingKnown("participant", participant);
            this.recipients = audit.ask("recipients", asOf, about(participant));
        }

        /** How many entries there are. */
        public int entries() {
            return held.size();
        }

        /** Writes the archive, entry by entry; what it is written to stays open. */
        public void writeTo(OutputStream out, String by) throws IOException {
            new HeldArchive(participant, answer.basis(), answer.judgedOn(), clock.instant(), by)
                    .write(out, held, recipients, receipts(by), press);
        }

        /** The receipt in both forms, where they were ever asked. */
        private Map<String, byte[]> receipts(String by) {
            try {
                var receipt = receipt(participant, asOf);
                return Map.of(
                        "consent-receipt.pdf", print(receipt, by),
                        "consent-receipt.jsonld", receipt.jsonLd().getBytes(StandardCharsets.UTF_8));
            } catch (NothingKnown neverAsked) {
                return Map.of();
            }
        }
    }

    /** Throws {@link NothingKnown} where nothing is held. */
    public Copy everythingHeld(ParticipantCode participant, AsOf asOf) {
        return new Copy(participant, asOf);
    }

    private static Map<String, String> about(ParticipantCode participant) {
        return Map.of(Parameter.PARTICIPANT.written(), participant.code());
    }
}
