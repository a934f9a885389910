package org.fieldledger.definition;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.MissingCode;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.Language;
import org.fieldledger.events.ProgrammeEvent.Wording;

/** What an instrument consists of, written alike in every definition. */
public final class InstrumentBlocks {

    public static List<Item> items(Section instrument) {
        return instrument.sections("items", InstrumentBlocks::item);
    }

    public static List<Score> scores(Section instrument) {
        return instrument.sections(
                "scores",
                score -> new Score(score.text("code"), title(score), score.values("items", Function.identity())));
    }

    public static List<MissingCode> missingCodes(Section section) {
        return section.sections(
                "missingCodes",
                code -> new MissingCode(code.text("code"), code.map("meaning", Language::new, Function.identity())));
    }

    /** The title of anything, by language. */
    public static Map<Language, String> title(Section section) {
        return section.map("title", Language::new, Function.identity());
    }

    /** What kind of data a consent module is about and what for, language by language. */
    public static List<Wording> wordings(Section module) {
        return module.sections(
                "wordings",
                s -> new Wording(s.value("language", Language::new), s.text("dataCategory"), s.text("purpose")));
    }

    private static Item item(Section s) {
        var item = new Item(
                s.text("code"),
                s.map("text", Language::new, Function.identity()),
                s.maybeNumber("least"),
                s.maybeNumber("greatest"),
                s.values("choices", Section::toNumber),
                s.flag("freeText", false));
        if (item.least() != null && item.greatest() != null && item.least().compareTo(item.greatest()) > 0)
            s.refuse("item %s: greatest is less than least".formatted(item.code()));
        return item;
    }

    private InstrumentBlocks() {}
}
