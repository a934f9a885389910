package org.fieldledger.query.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Curves over an axis of time or timepoints, as a drawing that is as wide as {@link #width} and as high as {@link #height}.
 * Curves are told apart by marks and dashes as well as by colour. What it shows stands in a table below it, and in words in its
 * label, for whoever does not see it.
 */
public record Chart(
        int width, int height, String label, String yTitle, List<Tick> xTicks, List<Tick> yTicks, List<Curve> curves) {

    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 14;
    private static final int BOTTOM = 34;
    private static final int WIDTH = 720;
    private static final int HEIGHT = 320;
    private static final int MOST_STYLES = 6;
    private static final int Y_TICKS = 5;

    /** A mark on an axis, at so many units of the drawing from its edge. */
    public record Tick(double at, String label) {}

    /**
     * One curve.
     *
     * @param style from 1 on; looks are in the style sheet
     * @param band the area between the lower and the upper line of a stepped curve; empty for none
     */
    public record Curve(String name, int style, String path, String band, List<Dot> dots) {}

    /** A value, and the whisker of its interval where it has one. */
    public record Dot(
            double x,
            double y,
            @Nullable Double low,
            @Nullable Double high,
            String title) {}

    /** What goes into a curve, in its own units. */
    record Value(
            double x,
            double y,
            @Nullable Double low,
            @Nullable Double high,
            String title) {}

    record Series(String name, List<Value> values) {}

    record Mark(double x, String label) {}

    public int left() {
        return LEFT;
    }

    public int right() {
        return width - RIGHT;
    }

    public int bottom() {
        return height - BOTTOM;
    }

    public int top() {
        return TOP;
    }

    public boolean isEmpty() {
        return curves.isEmpty();
    }

    /**
     * Draws them.
     *
     * @param stepped values hold until the next one, and intervals are drawn as a band
     * @param from the least value that the vertical axis has to show, besides those of the curves
     * @param until the greatest
     */
    static Chart of(
            String label,
            String yTitle,
            List<Mark> marks,
            List<Series> series,
            boolean stepped,
            @Nullable Double from,
            @Nullable Double until) {
        var scale = Scale.of(series, marks, from, until);
        var curves = new ArrayList<Curve>();
        for (var one : series)
            curves.add(new Curve(
                    one.name(),
                    1 + curves.size() % MOST_STYLES,
                    path(one.values(), scale, stepped),
                    stepped ? band(one.values(), scale) : "",
                    stepped ? List.of() : one.values().stream().map(scale::dot).toList()));
        return new Chart(
                WIDTH,
                HEIGHT,
                label,
                yTitle,
                marks.stream()
                        .map(mark -> new Tick(scale.x(mark.x()), mark.label()))
                        .toList(),
                scale.yTicks(),
                List.copyOf(curves));
    }

    private static String path(List<Value> values, Scale scale, boolean stepped) {
        var path = new StringBuilder();
        var before = 0.0;
        for (var value : values) {
            var x = scale.x(value.x());
            var y = scale.y(value.y());
            if (path.isEmpty()) path.append("M%s %s".formatted(written(x), written(y)));
            else {
                if (stepped) path.append(" L%s %s".formatted(written(x), written(before)));
                path.append(" L%s %s".formatted(written(x), written(y)));
            }
            before = y;
        }
        return path.toString();
    }

    /** Forth along the upper line and back along the lower. */
    private static String band(List<Value> values, Scale scale) {
        var forth = new StringBuilder();
        var back = new ArrayList<String>();
        double high = Double.NaN;
        double low = Double.NaN;
        for (var value : values) {
            var x = written(scale.x(value.x()));
            if (!Double.isNaN(high)) {
                forth.append(" L%s %s".formatted(x, written(high)));
                back.add(" L%s %s".formatted(x, written(low)));
            }
            if (value.high() == null || value.low() == null) {
                if (forth.isEmpty()) continue;
                break;
            }
            high = scale.y(value.high());
            low = scale.y(value.low());
            forth.append("%s%s %s".formatted(forth.isEmpty() ? "M" : " L", x, written(high)));
            back.add(" L%s %s".formatted(x, written(low)));
        }
        return forth.isEmpty() ? "" : forth + String.join("", back.reversed()) + " Z";
    }

    static String written(double unit) {
        return String.format(Locale.ROOT, "%.1f", unit);
    }

    /** From values to units of the drawing. */
    private record Scale(double leastX, double greatestX, double leastY, double greatestY, double stepY) {

        static Scale of(List<Series> series, List<Mark> marks, @Nullable Double from, @Nullable Double until) {
            var least = from == null ? Double.POSITIVE_INFINITY : from;
            var greatest = until == null ? Double.NEGATIVE_INFINITY : until;
            for (var one : series)
                for (var value : one.values()) {
                    least = Math.min(least, value.low() == null ? value.y() : Math.min(value.y(), value.low()));
                    greatest = Math.max(greatest, value.high() == null ? value.y() : Math.max(value.y(), value.high()));
                }
            if (!(least < greatest)) {
                least = Double.isInfinite(least) ? 0 : least - 1;
                greatest = least + 2;
            }
            var step = step((greatest - least) / Y_TICKS);
            var first = marks.stream().mapToDouble(Mark::x).min().orElse(0);
            var last = marks.stream().mapToDouble(Mark::x).max().orElse(1);
            if (first == last) {
                first -= 1;
                last += 1;
            }
            return new Scale(first, last, Math.floor(least / step) * step, Math.ceil(greatest / step) * step, step);
        }

        /** The next of 1, 2, 5, 10, 20, 50 and so on. */
        private static double step(double atLeast) {
            var power = Math.pow(10, Math.floor(Math.log10(atLeast)));
            for (var digit : new double[] {1, 2, 5}) if (digit * power >= atLeast) return digit * power;
            return 10 * power;
        }

        double x(double value) {
            return LEFT + 18 + (value - leastX) / (greatestX - leastX) * (WIDTH - LEFT - RIGHT - 36);
        }

        double y(double value) {
            return HEIGHT - BOTTOM - (value - leastY) / (greatestY - leastY) * (HEIGHT - TOP - BOTTOM);
        }

        Dot dot(Value value) {
            return new Dot(
                    x(value.x()),
                    y(value.y()),
                    value.low() == null ? null : y(value.low()),
                    value.high() == null ? null : y(value.high()),
                    value.title());
        }

        List<Tick> yTicks() {
            var ticks = new ArrayList<Tick>();
            for (var i = 0; leastY + i * stepY <= greatestY + stepY / 2; i++) {
                var value = leastY + i * stepY;
                ticks.add(
                        new Tick(y(value), stepY >= 1 ? String.format(Locale.ROOT, "%.0f", value) : hundredths(value)));
            }
            return ticks;
        }

        private static String hundredths(double value) {
            return String.format(Locale.ROOT, "%.2f", value);
        }
    }
}
