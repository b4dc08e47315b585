package dev.lagzero.sink.net;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Former;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;

/**
 * What becomes of one key. The row and its place among the parked ones are two things: a row that can no longer be
 * mapped is deleted and parked at once.
 *
 * @param image what the row becomes; meant for {@link Action#WRITE} only
 * @param former what is known of the row before
 * @param objection why the newest image cannot be shown; empty when it can, which resolves an earlier parking
 */
public record NetRow(
        Image key,
        Action action,
        Image image,
        Former former,
        String objection,
        String source,
        SourcePosition position,
        long ordinal) {

    public enum Action {
        WRITE,
        REMOVE,
        /** The row stays as it is. */
        KEEP
    }

    public static NetRow of(Row row, RowEvent.Rows event) {
        return switch (row) {
            case Row.Upsert upsert ->
                new NetRow(
                        upsert.key(),
                        Action.WRITE,
                        upsert.image(),
                        upsert.former(),
                        "",
                        event.source(),
                        event.position(),
                        event.ordinal());
            case Row.Delete ignored -> of(row, Action.REMOVE, "", event);
            case Row.Reject reject -> of(row, Action.KEEP, reason(reject), event);
            case Row.Settle ignored -> of(row, Action.KEEP, "", event);
            case Row.Append append -> throw neverNet(append);
            case Row.Erase erase -> throw neverNet(erase);
        };
    }

    /** History is no state of a key: nothing of it may be left out. */
    private static IllegalArgumentException neverNet(Row row) {
        return new IllegalArgumentException("a row of the history table " + row.table() + " cannot be reduced by key");
    }

    private static NetRow of(Row row, Action action, String objection, RowEvent.Rows event) {
        return new NetRow(
                row.key(),
                action,
                Image.EMPTY,
                Former.UNKNOWN,
                objection,
                event.source(),
                event.position(),
                event.ordinal());
    }

    private static String reason(Row.Reject reject) {
        return reject.reason().isEmpty() ? "rejected without a reason" : reject.reason();
    }

    /**
     * Both belong to one transaction, so their order means nothing: an upsert beats a delete, and a rejection stays
     * beside either.
     */
    NetRow beside(NetRow other) {
        if (action == Action.WRITE && other.action == Action.WRITE && !image.equals(other.image)) {
            String conflict = "transaction " + position + " writes two different rows with this key";
            return new NetRow(key, Action.KEEP, Image.EMPTY, Former.UNKNOWN, conflict, source, position, ordinal);
        }
        NetRow stronger = action.compareTo(other.action) <= 0 ? this : other;
        String why = objection.isEmpty() ? other.objection : objection;
        // What each of the two knows of the row before is told by the other one, too: a row that went and another one.
        return new NetRow(
                key,
                stronger.action,
                stronger.image,
                Former.UNKNOWN,
                why,
                source,
                position,
                Math.max(ordinal, other.ordinal));
    }

    /** A later transaction said {@code later}. */
    NetRow then(NetRow later) {
        return switch (later.action) {
            // What was kept back is part of what the source knows next, and not of what is here.
            case KEEP -> with(image, former.kind() == Former.Kind.ABSENT ? former : Former.UNKNOWN, later, action);
            case WRITE -> with(later.image, formerOf(later), later, Action.WRITE);
            case REMOVE -> later;
        };
    }

    private NetRow with(Image newImage, Former newFormer, NetRow later, Action newAction) {
        return new NetRow(key, newAction, newImage, newFormer, later.objection, source, later.position, later.ordinal);
    }

    /** Of the row before both. */
    private Former formerOf(NetRow later) {
        boolean same = action == Action.WRITE && image.names().equals(later.image.names());
        return same ? former.then(later.former) : Former.UNKNOWN;
    }
}
