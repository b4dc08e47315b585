package dev.lagzero.sink.graph;

import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A place for vertices and edges. Each list is of one label. Nothing is remembered between transactions but labels. */
interface Graph {

    /** How it writes properties. */
    Properties properties();

    /** Whether labels are missing that {@link #make} must make first. */
    boolean lacks(Set<Label> labels);

    /** In a transaction of the owner, which is committed before any row is written. */
    void make(Connection owner, Set<Label> labels) throws SQLException, TargetException;

    void writeVertices(Connection connection, List<Vertex> vertices) throws SQLException;

    /** Removes vertices that no edge touches. */
    void removeVertices(Connection connection, List<Vertex> vertices) throws SQLException;

    /** Writes those edges whose ends are both there. @return the ids of those written */
    Set<UUID> writeEdges(Connection connection, List<Edge> edges) throws SQLException;

    void removeEdges(Connection connection, List<Edge> edges) throws SQLException;

    /** Takes out the edges of all labels that touch these vertices, and says what they were. */
    List<Edge> detach(Connection connection, List<Vertex> vertices) throws SQLException;
}
