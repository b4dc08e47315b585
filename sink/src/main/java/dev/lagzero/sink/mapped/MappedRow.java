package dev.lagzero.sink.mapped;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Former;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.net.NetRow;
import java.util.Optional;
import java.util.UUID;

/**
 * What one holder makes of one row.
 *
 * @param action {@link NetRow.Action#WRITE} or {@link NetRow.Action#REMOVE}; {@link NetRow.Action#KEEP} with an objection
 * @param share empty when only its source can hold the row
 * @param objection why it cannot be shown; empty when it can
 * @param id of place and key
 * @param origin the source's table that it comes from
 */
public record MappedRow(
        Place place,
        Image key,
        NetRow.Action action,
        Image image,
        Optional<Share> share,
        String objection,
        String source,
        SourcePosition position,
        long ordinal,
        UUID id,
        UUID holder,
        String origin) {

    static MappedRow of(Row.Upsert row, RowEvent.Rows event) {
        return of(event, row.place(), row.key(), Optional.ofNullable(row.share()))
                .as(NetRow.Action.WRITE, row.image(), "", event.source());
    }

    static MappedRow of(Row.Delete row, RowEvent.Rows event) {
        return of(event, row.place(), row.key(), Optional.ofNullable(row.share()));
    }

    private static MappedRow of(RowEvent.Rows event, Place place, Image key, Optional<Share> share) {
        String source = event.source();
        return new MappedRow(
                place,
                key,
                NetRow.Action.REMOVE,
                Image.EMPTY,
                share,
                "",
                source,
                event.position(),
                event.ordinal(),
                RowId.of(place, key),
                share.map(each -> RowId.holder(source, each)).orElseGet(() -> RowId.holder(source)),
                share.map(Share::table).orElse(event.origin()));
    }

    private MappedRow as(NetRow.Action newAction, Image newImage, String newObjection, String newSource) {
        return new MappedRow(
                place, key, newAction, newImage, share, newObjection, newSource, position, ordinal, id, holder, origin);
    }

    public boolean isShared() {
        return share.isPresent();
    }

    public boolean writes() {
        return action == NetRow.Action.WRITE;
    }

    /** The same row as its winning holder has it. */
    public MappedRow shownAs(String winner, Image content) {
        return as(NetRow.Action.WRITE, content, "", winner);
    }

    /** The same row when nobody holds it any more. */
    public MappedRow gone() {
        return as(NetRow.Action.REMOVE, Image.EMPTY, "", source);
    }

    /** A row that its source held and holds no more. */
    public static MappedRow released(Place place, Image key, boolean shared, String source, SourcePosition position) {
        Optional<Share> share = shared ? Optional.of(new Share("", Image.EMPTY, 0)) : Optional.empty();
        return new MappedRow(
                place,
                key,
                NetRow.Action.REMOVE,
                Image.EMPTY,
                share,
                "",
                source,
                position,
                0,
                RowId.of(place, key),
                RowId.holder(source),
                "");
    }

    /** A row that was parked, as its source wants it. */
    public static MappedRow again(Place place, NetRow parked) {
        return new MappedRow(
                place,
                parked.key(),
                parked.action(),
                parked.image(),
                Optional.empty(),
                "",
                parked.source(),
                parked.position(),
                parked.ordinal(),
                RowId.of(place, parked.key()),
                RowId.holder(parked.source()),
                "");
    }

    /** The place that {@link #placeName} names. */
    public static Place place(String name) {
        if (name.startsWith("(:") && name.endsWith(")")) {
            return Place.vertex(name.substring(2, name.length() - 1));
        }
        if (name.startsWith("[:") && name.endsWith("]")) {
            return Place.edge(name.substring(2, name.length() - 1));
        }
        return Place.table(name);
    }

    /** Both belong to one transaction, so their order means nothing: an upsert beats a delete. */
    MappedRow beside(MappedRow other) {
        if (!writes() || !other.writes()) {
            return writes() || !objection.isEmpty() ? this : other;
        }
        if (image.equals(other.image)) {
            return this;
        }
        String conflict = "transaction " + position + " writes two different rows with this key";
        return as(NetRow.Action.KEEP, Image.EMPTY, conflict, source);
    }

    /** How parked rows name the place: as Cypher writes it, or the table's name. */
    public String placeName() {
        return switch (place.kind()) {
            case TABLE -> place.name();
            case VERTEX -> "(:" + place.name() + ")";
            case EDGE -> "[:" + place.name() + "]";
        };
    }

    /** What this source has for the row shows nowhere: another source row came first, and says something else. */
    public NetRow overruled(String loser) {
        String reason = "two source rows yield this row with different content: the one that came first is shown";
        return new NetRow(key, NetRow.Action.KEEP, Image.EMPTY, Former.UNKNOWN, reason, loser, position, ordinal);
    }

    /** For parking. */
    public NetRow net() {
        return new NetRow(key, action, image, Former.UNKNOWN, objection, source, position, ordinal);
    }
}
