package dev.lagzero.schemas.mapping.checkpoint;

import dev.lagzero.schemas.mapping.tree.Jsonb;
import dev.lagzero.schemas.mapping.tree.Tree;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which scalars a jsonb gives back to Python as what they were. */
final class Scalars {

    private Scalars() {}

    /** A whole number stays one; one with an exponent may come back as an integer, and a zero without its sign. */
    static boolean isStable(Tree tree) {
        return switch (tree) {
            case Tree.Null ignored -> true;
            case Tree.Bool ignored -> true;
            case Tree.Text text -> Jsonb.holds(text.value());
            case Tree.Number number -> isStable(number);
            case Tree.Array ignored -> false;
            case Tree.Members ignored -> false;
        };
    }

    private static boolean isStable(Tree.Number number) {
        if (number.isSpecial() || isNegativeZero(number)) {
            return false;
        }
        return number.text().indexOf('e') < 0 && number.text().indexOf('E') < 0;
    }

    /** Everything in it comes back from a jsonb: for values that have no other place than the document. */
    static boolean isKept(Tree tree) {
        return switch (tree) {
            case Tree.Array array -> array.items().stream().allMatch(Scalars::isKept);
            case Tree.Members members ->
                members.byName().entrySet().stream()
                        .allMatch(member -> Jsonb.holds(member.getKey()) && isKept(member.getValue()));
            case Tree.Null ignored -> true;
            case Tree.Bool ignored -> true;
            case Tree.Text text -> Jsonb.holds(text.value());
            case Tree.Number number -> isStable(number);
        };
    }

    /** A double that is spelled with an exponent comes back as one when its digits are written out, with a point. */
    static Tree respelled(Tree tree) {
        return switch (tree) {
            case Tree.Array array ->
                new Tree.Array(array.items().stream().map(Scalars::respelled).toList());
            case Tree.Members members -> {
                Map<String, Tree> respelled = new LinkedHashMap<>(members.byName());
                respelled.replaceAll((name, member) -> respelled(member));
                yield new Tree.Members(respelled);
            }
            case Tree.Number number -> respelled(number);
            case Tree.Null ignored -> tree;
            case Tree.Bool ignored -> tree;
            case Tree.Text ignored -> tree;
        };
    }

    private static Tree.Number respelled(Tree.Number number) {
        if (number.isSpecial() || number.isInteger() || isNegativeZero(number)) {
            return number;
        }
        BigDecimal value = new BigDecimal(number.text());
        // No double has more digits; what is beyond stays as it is and is refused.
        return Math.abs((long) value.scale()) > 1_100 ? number : new Tree.Number(pointed(value.toPlainString()));
    }

    private static String pointed(String digits) {
        return digits.indexOf('.') < 0 ? digits + ".0" : digits;
    }

    private static boolean isNegativeZero(Tree.Number number) {
        return !number.isInteger() && number.text().startsWith("-") && new BigDecimal(number.text()).signum() == 0;
    }

    /** A double without exponent, and always with a point. */
    static Tree.Number number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || (value == 0 && 1 / value < 0)) {
            return new Tree.Number(Double.toString(value));
        }
        return new Tree.Number(pointed(new BigDecimal(Double.toString(value)).toPlainString()));
    }

    /** Doubles that Python writes with an exponent go to a blob, though digits alone would do. */
    static boolean isPlain(double value) {
        double size = Math.abs(value);
        return value == 0 ? 1 / value > 0 : size >= 1e-4 && size < 1e16;
    }
}
