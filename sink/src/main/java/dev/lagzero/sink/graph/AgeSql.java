package dev.lagzero.sink.graph;

import dev.lagzero.sink.jdbc.DriverQuoting;

/**
 * Statements for Apache AGE's own tables: a label is a table with an id of 64 bits, whose upper 16 name the label, and a
 * map of properties. Every name of the extension is written in full, so that no search path matters.
 */
record AgeSql(String graph) {

    static final String AGTYPE = "ag_catalog.agtype";

    String table(String label) {
        return DriverQuoting.DIALECT.name(graph) + "." + DriverQuoting.DIALECT.name(label);
    }

    /** The expression that a vertex's unique index is on. */
    static String keyOf(String alias, String keyName) {
        String property = DriverQuoting.DIALECT.literal(Properties.quoted(keyName));
        return "ag_catalog.agtype_access_operator(" + alias + "properties, " + property + "::" + AGTYPE + ")";
    }

    private static String id(String expression) {
        return "ag_catalog._graphid(?, " + expression + ")";
    }

    /** Parameters: id of the label, short ids, properties. */
    String writeVertices(String label, String keyName) {
        return "INSERT INTO " + table(label) + " AS t (id, properties) SELECT " + id("u.i") + ", u.p::" + AGTYPE
                + " FROM unnest(?::bigint[], ?::text[]) AS u(i, p) ON CONFLICT (" + keyOf("", keyName)
                + ") DO UPDATE SET properties = excluded.properties"
                // What is written the same, down to the spelling of a number, need not be written.
                + " WHERE format('%s', t.properties) <> format('%s', excluded.properties)";
    }

    /** Parameters: keys as JSON strings. */
    String removeVertices(String label, String keyName) {
        return "DELETE FROM " + table(label) + " AS t USING unnest(?::text[]) AS u(k) WHERE "
                + same(keyOf("t.", keyName), "u.k::" + AGTYPE);
    }

    /** Parameters: ids of the labels of edge, start and end; short ids of edges, starts and ends; properties. */
    String writeEdges(String label, Label start, Label end) {
        return "WITH of(label, s, e) AS (VALUES (?::integer, ?::integer, ?::integer)) INSERT INTO " + table(label)
                + " AS t (id, start_id, end_id, properties) SELECT ag_catalog._graphid(of.label, u.i), s.id, e.id, u.p::"
                + AGTYPE
                + " FROM of CROSS JOIN unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[]) AS u(i, s, e, p)"
                + end("s", start) + end("e", end)
                + " ON CONFLICT (id) DO UPDATE SET properties = excluded.properties"
                + " WHERE " + same("t.start_id", "excluded.start_id") + " AND " + same("t.end_id", "excluded.end_id")
                + " RETURNING id::text";
    }

    private String end(String alias, Label label) {
        return " JOIN " + table(label.name()) + " AS " + alias + " ON "
                + same(alias + ".id", "ag_catalog._graphid(of." + alias + ", u." + alias + ")");
    }

    /** Parameters: id of the label, short ids. */
    String removeEdges(String label) {
        return "DELETE FROM " + table(label) + " AS t USING unnest(?::bigint[]) AS u(i) WHERE "
                + same("t.id", id("u.i"));
    }

    /** Parameters: keys of the vertices as JSON strings. */
    String detach(String edgeLabel, Label vertex, String side) {
        return "DELETE FROM " + table(edgeLabel) + " AS t USING " + table(vertex.name())
                + " AS v, unnest(?::text[]) AS u(k) WHERE "
                + same(keyOf("v.", vertex.keyName()), "u.k::" + AGTYPE) + " AND " + same("t." + side, "v.id")
                + " RETURNING t.id::text, t.properties";
    }

    private static String same(String left, String right) {
        return left + " OPERATOR(ag_catalog.=) " + right;
    }
}
