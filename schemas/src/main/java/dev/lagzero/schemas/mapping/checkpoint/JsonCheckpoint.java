package dev.lagzero.schemas.mapping.checkpoint;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.mapping.tree.JsonText;
import dev.lagzero.schemas.mapping.tree.NotJson;
import dev.lagzero.schemas.mapping.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes a checkpoint apart that is JSON (2024 and before); a channel's value stays JSON of the same numbers. */
final class JsonCheckpoint {

    private JsonCheckpoint() {}

    static Encoded read(String text) {
        if (!(parsed(text) instanceof Tree.Members members)) {
            throw new Unmappable("the checkpoint is no JSON object");
        }
        Map<String, Tree> document = new LinkedHashMap<>(members.byName());
        Map<String, Encoded.Channel> channels = new LinkedHashMap<>();
        Tree values = document.remove("channel_values");
        if (values instanceof Tree.Members byChannel) {
            byChannel.byName().forEach((name, value) -> channels.put(name, channel(value)));
        }
        return new Encoded(document, channels);
    }

    private static Tree parsed(String text) {
        try {
            return JsonText.read(text);
        } catch (NotJson reason) {
            throw new Unmappable("the checkpoint is not the JSON it says it is: " + reason.getMessage());
        }
    }

    private static Encoded.Channel channel(Tree value) {
        byte[] blob = JsonText.verbatim(value).getBytes(StandardCharsets.UTF_8);
        return new Encoded.Channel(value, Scalars.isStable(value), "json", blob);
    }
}
