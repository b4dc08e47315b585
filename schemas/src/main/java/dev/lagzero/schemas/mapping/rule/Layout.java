package dev.lagzero.schemas.mapping.rule;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the columns that a mapping names stand in images of one shape. Files differ in the columns they have, so this is
 * found out for each list of names, once.
 *
 * @param indexes for each named column its place in the image, -1 when the image lacks it
 * @param unnamed places of the columns that the mapping does not name
 */
record Layout(List<String> names, int[] indexes, int[] unnamed) {

    /** @throws Unmappable when a column is missing that must be there, or one is there that has nowhere to go */
    static Layout of(TableRules rules, List<String> names) {
        int[] indexes = new int[rules.columns().size()];
        for (int i = 0; i < indexes.length; i++) {
            TableRules.Column column = rules.columns().get(i);
            indexes[i] = names.indexOf(column.name());
            if (indexes[i] < 0 && !column.optional()) {
                throw new Unmappable("table " + rules.name() + " has no column " + column.name()
                        + ", which the mapping needs; write " + column.name() + "~ if files may lack it");
            }
        }
        List<String> known =
                rules.columns().stream().map(TableRules.Column::name).toList();
        List<Integer> unnamed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!known.contains(names.get(i))) {
                unnamed.add(i);
            }
        }
        if (!unnamed.isEmpty() && !rules.takesRest()) {
            List<String> lost = unnamed.stream().map(names::get).toList();
            throw new Unmappable("the mapping does not say where columns " + lost + " of table " + rules.name()
                    + " go; name them, or say rest:");
        }
        return new Layout(
                names, indexes, unnamed.stream().mapToInt(Integer::intValue).toArray());
    }
}
