package dev.lagzero.capture.entry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.lagzero.schemas.topic.Topics;

/** How strictly what others send is read. */
final class Json {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Topics.MAX_RECORD_BYTES)
                    .maxNumberLength(10_000)
                    .build())
            .build();

    private Json() {}
}
