package org.fieldledger.query.retention;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.participant.ParticipantView;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which participants moved from one role to another. */
@Component
class RoleMoves implements ResearchQuestion {

    private final ParticipantView participants;

    RoleMoves(ParticipantView participants) {
        this.participants = participants;
    }

    /**
     * One move.
     *
     * @param before the role held until then, as the course has it; absent where nothing is on record from before
     */
    record Row(
            String caseCode,
            String participant,
            @Nullable String before,
            String after,
            @Nullable String level,
            String occurred,
            String zone,
            UUID event) {}

    @Override
    public String name() {
        return "role-moves";
    }

    @Override
    public String asks() {
        return "Which participants moved from one role to another?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.PARTICIPANT, Parameter.ROLE);
    }

    @Override
    public List<Projection> over() {
        return List.of(participants);
    }

    @Override
    public Findings answer(Asked asked, AsOf asOf) {
        var moves = new ArrayList<Row>();
        participants.courses(asked.caseCode(), asOf).forEach((participant, course) -> {
            String before = null;
            for (var step : course) {
                var role = step.role();
                if (step.step().equals("transferred")
                        && role != null
                        && asked.about(participant)
                        && (asked.matches(Parameter.ROLE, role) || asked.matches(Parameter.ROLE, before)))
                    moves.add(new Row(
                            asked.caseCode().code(),
                            participant,
                            before,
                            role,
                            step.level(),
                            step.occurred().from(),
                            step.occurred().zone(),
                            step.event()));
                if (role != null) before = role;
            }
        });
        var counts = new TreeMap<String, Long>();
        moves.forEach(move -> counts.merge(
                (move.before() == null ? "unknown" : move.before()) + " to " + move.after(), 1L, Long::sum));
        return new Findings(moves, counts, Map.of());
    }
}
