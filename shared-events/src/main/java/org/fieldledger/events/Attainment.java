package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a person reached a goal; or, in its place, the sealed form or the reason why it cannot be read.
 *
 * @param value on the scale the case uses; absent where it is not open
 * @param withheld what stands in its place; absent while it is open
 */
public record Attainment(@Nullable Integer value, @Nullable String withheld) implements Sealable<Attainment> {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,10} *");

    public Attainment {
        if ((value == null) == (withheld == null))
            throw new IllegalArgumentException("How far a goal was reached is either open or withheld");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Attainment of(int value) {
        return new Attainment(value, null);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Attainment withheld(String inItsPlace) {
        return new Attainment(null, inItsPlace);
    }

    @JsonValue
    @Nullable
    Object asJson() {
        return withheld == null ? value : withheld;
    }

    @Override
    public boolean open() {
        return withheld == null;
    }

    @Override
    public String written() {
        return withheld == null ? Sealable.inSteps(String.valueOf(value)) : withheld;
    }

    @Override
    public Attainment read(String written) {
        return NUMBER.matcher(written).matches() ? of(Integer.parseInt(written.strip())) : withheld(written);
    }
}
