package org.fieldledger.command.forum;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.forum.ForumCommand.ConveneForum;
import org.fieldledger.command.forum.ForumCommand.FeedBackFindings;
import org.fieldledger.command.forum.ForumCommand.HoldForum;
import org.fieldledger.command.forum.ForumCommand.MissForum;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ForumEvent;
import org.fieldledger.events.ForumEvent.FindingsFedBack;
import org.fieldledger.events.ForumEvent.ForumConvened;
import org.fieldledger.events.ForumEvent.ForumHeld;
import org.fieldledger.events.ForumEvent.ForumMissed;
import org.fieldledger.events.ForumScope;
import org.springframework.stereotype.Component;

/** Decides about forums and feedback. */
@Component
class ForumChapter implements Chapter<ForumCommand> {

    @Override
    public Class<ForumCommand> commands() {
        return ForumCommand.class;
    }

    @Override
    public List<FieldEvent> decide(ForumCommand command, OnRecord known) {
        var envelope = Gate.admit(command.report(), ForumEvent.class, known);
        var correcting = command.report().corrects() != null;
        return List.of(
                switch (command) {
                    case ConveneForum c -> {
                        if (known.history(c.stream())
                                        .of(ForumConvened.class)
                                        .findAny()
                                        .isPresent()
                                && !correcting)
                            throw Refused.because(
                                    Rule.ALREADY_RECORDED,
                                    "Forum %d is already convened".formatted(c.number()),
                                    "Give the next forum the next number, or correct this one");
                        if (c.scope() == ForumScope.SELECTED
                                && (c.invitees().isEmpty()
                                        || c.invitees().stream()
                                                .anyMatch(invitee ->
                                                        invitee.reason().isBlank())))
                            throw Refused.because(
                                    Rule.FIELD_NOT_FILLED_IN,
                                    "Forum %d is for selected invitees, and not each is named with a reason"
                                            .formatted(c.number()),
                                    "Say who is invited and why they, in invitees");
                        yield new ForumConvened(envelope, c.number(), c.scope(), c.invitees(), c.planned());
                    }
                    case HoldForum c -> {
                        var history = known.history(c.stream());
                        if (history.of(ForumConvened.class).findAny().isEmpty())
                            throw Refused.because(
                                    Rule.FORUM_UNKNOWN,
                                    "Forum %d has not been convened".formatted(c.number()),
                                    "Record who was invited first");
                        if (history.of(ForumHeld.class).findAny().isPresent() && !correcting)
                            throw Refused.because(
                                    Rule.ALREADY_RECORDED,
                                    "Forum %d is already recorded as held".formatted(c.number()),
                                    "If something in it is wrong, correct it");
                        yield new ForumHeld(
                                envelope, c.number(), c.attendance(), c.findingsConsidered(), c.recommendations());
                    }
                    case MissForum c -> {
                        if (known.history(c.stream())
                                        .of(ForumHeld.class)
                                        .findAny()
                                        .isPresent()
                                && !correcting)
                            throw Refused.because(
                                    Rule.ALREADY_RECORDED,
                                    "Forum %d is recorded as held".formatted(c.number()),
                                    "If that is wrong, declare it an error first");
                        yield new ForumMissed(envelope, c.number(), c.reason());
                    }
                    case FeedBackFindings c -> new FindingsFedBack(envelope, c.findings(), c.audience());
                });
    }
}
