package dev.lagzero.stream;

import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.topic.Topics;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * The way of a record through the stream. There is no state: each record of the changes topic yields one of the rows
 * topic, in the same partition and order.
 *
 * <pre>
 *   changes ──▶ normalize ──┬──▶ rows
 *                           └──▶ rejects (a copy of what could not be mapped, for people)
 * </pre>
 */
public final class NormalizeTopology {

    static final String ROWS = "rows";
    static final String REJECTS = "rejects";
    private static final String CHANGES = "changes";
    private static final String NORMALIZE = "normalize";

    private NormalizeTopology() {}

    public static Topology of(Topics topics, Projection projection, Mapping mapping) {
        var bytes = new ByteArrayDeserializer();
        var values = new ByteArraySerializer();
        Serializer<Placed> keys = (topic, placed) -> placed.key();
        StreamPartitioner<Placed, byte[]> samePartition =
                (topic, placed, value, count) -> Optional.of(Set.of(placed.partition()));
        Topology topology = new Topology();
        topology.addSource(AutoOffsetReset.earliest(), CHANGES, bytes, bytes, topics.changes());
        topology.addProcessor(NORMALIZE, () -> new NormalizeProcessor(mapping), CHANGES);
        topology.addSink(ROWS, topics.rows(projection.name()), keys, values, samePartition, NORMALIZE);
        topology.addSink(REJECTS, topics.rejects(projection.name()), keys, values, samePartition, NORMALIZE);
        return topology;
    }
}
